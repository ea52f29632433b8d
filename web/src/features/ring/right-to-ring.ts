const NAME = 'praktik.ringtone'

/**
 * Makes the function that runs work while this page alone, of all pages of this browser, has the right to ring (Web
 * Locks API, W3C). It waits for its turn until `signal` aborts, and then rejects. Where there are no locks, or the
 * browser refuses them, every page rings at once, which is better than none.
 */
export function makeRightToRing(locks: Pick<LockManager, 'request'> | undefined) {
  return async (signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
    if (locks === undefined) return work()
    let hasBegun = false
    const begin = () => {
      hasBegun = true
      return work()
    }
    try {
      await locks.request(NAME, { signal }, begin)
    } catch (error) {
      if (signal.aborted || hasBegun) throw error
      await work()
    }
  }
}
