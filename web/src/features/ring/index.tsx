/** The incoming call, on every signed-in page. */
export function IncomingCall() {
  return null
}
