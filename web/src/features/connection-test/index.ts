/** Whether a call will work on this device and network, before one is needed. */
export { ConnectionTestCard } from './connection-test-card'
