import type { LiveClient } from './client'

/** How long an answer may take before there counts as none, a reconnect included. */
export const ROUND_TRIP_PATIENCE_MS = 8000

export interface RoundTripDeps {
  readonly live: Pick<LiveClient, 'onConnection' | 'onRoundTrip' | 'wake'>
  /** Calls back once after `ms`; returns what cancels it. */
  setTimer(callback: () => void, ms: number): () => void
}

/** Asks the server for a sign of life and resolves with the milliseconds it took; undefined when none came in time. */
export function measureRoundTrip({ live, setTimer }: RoundTripDeps): Promise<number | undefined> {
  return new Promise((resolve) => {
    let asked = false
    const ends = [
      live.onRoundTrip((ms) => settle(ms)),
      setTimer(() => settle(undefined), ROUND_TRIP_PATIENCE_MS),
      // Pings at once, or connects now and pings as soon as that is done.
      live.onConnection(({ status }) => {
        const due = !asked || status === 'open'
        asked = true
        if (due) live.wake()
      }),
    ]
    function settle(ms: number | undefined): void {
      for (const end of ends) end()
      resolve(ms)
    }
  })
}
