/** What came of asking for new cookies. */
export type RefreshOutcome = 'refreshed' | 'signed_out' | 'unreachable'

export interface RefreshDeps {
  fetch: typeof fetch
  /** Shared among the tabs of this browser; absent where the browser has no Web Locks. */
  locks?: Pick<LockManager, 'request'> | undefined
  /** Shared among the tabs of this browser; absent where storage is forbidden. */
  storage?: Pick<Storage, 'getItem' | 'setItem'> | undefined
  now: () => number
}

const stampKey = 'praktik.refreshedAt'

async function askServer(deps: RefreshDeps): Promise<RefreshOutcome> {
  try {
    const answer = await deps.fetch('/api/auth/refresh', { method: 'POST', credentials: 'same-origin' })
    // A body that nobody reads counts as a request that never ends.
    await answer.body?.cancel()
    if (answer.ok) return 'refreshed'
    return answer.status >= 500 || answer.status === 429 ? 'unreachable' : 'signed_out'
  } catch {
    return 'unreachable'
  }
}

/**
 * Makes the function that renews the sign-in. Calls that overlap share one request, in this page and, through
 * a Web Lock and a time stamp, among all tabs: rotation with reuse detection punishes a second use.
 */
export function makeRefresh(deps: RefreshDeps): () => Promise<RefreshOutcome> {
  let inFlight: Promise<RefreshOutcome> | undefined

  const stamp = (): number => {
    try {
      return Number(deps.storage?.getItem(stampKey) ?? 0)
    } catch {
      return 0
    }
  }

  async function renew(): Promise<RefreshOutcome> {
    const outcome = await askServer(deps)
    if (outcome === 'refreshed') {
      try {
        deps.storage?.setItem(stampKey, String(deps.now()))
      } catch {
        // Other tabs then refresh for themselves, within the server's grace for the old token.
      }
    }
    return outcome
  }

  async function renewOncePerBrowser(): Promise<RefreshOutcome> {
    if (deps.locks === undefined) return renew()
    const askedAt = deps.now()
    return deps.locks.request('praktik.refresh', () =>
      stamp() >= askedAt ? Promise.resolve<RefreshOutcome>('refreshed') : renew(),
    )
  }

  return () => {
    inFlight ??= renewOncePerBrowser().finally(() => {
      inFlight = undefined
    })
    return inFlight
  }
}
