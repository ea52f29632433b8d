/** The Web Locks of this browser; absent in old ones, where every tab then does the work. */
type Locks = Pick<LockManager, 'request'> | undefined

export interface OnceDeps {
  readonly locks: Locks
  /** Calls back once after `ms`. */
  setTimer(callback: () => void, ms: number): void
}

/** How long a tab remembers for the others that the work is done; a tab in the background may come seconds late. */
const REMEMBERED_MS = 5000

/**
 * Does the work in one tab of this browser: the first that comes with this name. Who is less fit for it waits longer.
 * @param wait milliseconds to leave to better tabs
 */
export function oncePerBrowser({ locks, setTimer }: OnceDeps, name: string, wait: number, work: () => void): void {
  const begin = () => {
    if (locks === undefined) return work()
    void locks.request(`praktik.once:${name}`, { ifAvailable: true }, async (lock) => {
      if (lock === null) return
      work()
      await new Promise<void>((resolve) => setTimer(resolve, REMEMBERED_MS))
    })
  }
  if (wait === 0) begin()
  else setTimer(begin, wait)
}
