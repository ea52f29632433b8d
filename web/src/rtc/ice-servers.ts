/** How long a connection waits for the list of ICE servers before it goes on with what it knows. */
export const ICE_SERVERS_PATIENCE_MS = 3000

export interface IceServersDeps {
  /** GET /api/calls/{id}/ice; undefined when it was refused or nobody answered. */
  fetch(): Promise<readonly RTCIceServer[] | undefined>
  setTimer(callback: () => void, ms: number): () => void
}

/**
 * Returns a function that asks for the call's ICE servers each time (their credentials run out) and settles in time with
 * the newest list there is: without a relay two pages may still reach each other, without trying they never do.
 */
export function makeIceServers(deps: IceServersDeps): () => Promise<RTCIceServer[]> {
  let known: readonly RTCIceServer[] = []
  return () =>
    new Promise((resolve) => {
      const settle = () => {
        cancel()
        resolve([...known])
      }
      const cancel = deps.setTimer(settle, ICE_SERVERS_PATIENCE_MS)
      deps.fetch().then((list) => {
        known = list ?? known
        settle()
      }, settle)
    })
}
