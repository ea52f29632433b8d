/** Camera, microphone and sound, before they are needed. */
export { DeviceCheck } from './device-check'
export { GettingReady } from './getting-ready'
