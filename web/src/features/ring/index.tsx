/** The incoming call, on every signed-in page. */
export { IncomingCall } from './incoming-call'
