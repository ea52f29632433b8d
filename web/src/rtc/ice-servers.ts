/** How long a connection waits for the list of ICE servers before it goes on: with nothing, or with what it knows. */
export const ICE_SERVERS_PATIENCE_MS = { unknown: 3000, known: 1000 } as const

export interface IceServersDeps {
  /** GET /api/calls/{id}/ice until `signal` aborts it; undefined when it was refused or nobody answered. */
  fetch(signal: AbortSignal): Promise<readonly RTCIceServer[] | undefined>
  setTimer(callback: () => void, ms: number): () => void
}

/**
 * Returns a function that asks for the call's ICE servers each time (their credentials run out) and settles in time with
 * the newest list there is: without a relay two pages may still reach each other, without trying they never do.
 */
export function makeIceServers(deps: IceServersDeps): () => Promise<RTCIceServer[]> {
  let known: readonly RTCIceServer[] | undefined
  return () =>
    new Promise((resolve) => {
      const question = new AbortController()
      const settle = () => {
        cancel()
        resolve([...(known ?? [])])
      }
      const giveUp = () => {
        settle()
        // One that hangs in a dead network keeps the browser from asking the same again.
        question.abort()
      }
      const cancel = deps.setTimer(giveUp, ICE_SERVERS_PATIENCE_MS[known === undefined ? 'unknown' : 'known'])
      deps.fetch(question.signal).then((list) => {
        known = list ?? known
        settle()
      }, settle)
    })
}
