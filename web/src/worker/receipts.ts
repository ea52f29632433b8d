import { asOutcome, type RingOutcome } from './payload'

export type ReceiptEvent = 'delivered' | 'shown' | 'clicked' | 'declined'

/** What the server says about a ring when it takes a receipt. */
export interface ReceiptAnswer {
  /** The call's status; "TEST" for a test push. */
  readonly status: string
  readonly expiresAt: number
  readonly serverAt: number
  /** There once it no longer rings. */
  readonly outcome?: RingOutcome
}

/**
 * Tells the server how far a push has come. `unknown`: the server does not know the token (any more).
 * `unreachable`: nobody answered in time, or the server could not take it. Never rejects.
 */
export type Tell = (token: string, event: ReceiptEvent) => Promise<ReceiptAnswer | 'unknown' | 'unreachable'>

/** Longer than a slow network needs, shorter than a ring. */
export const RECEIPT_LIMIT_MS = 5000

interface ReceiptDeps {
  readonly fetch: typeof fetch
  readonly setTimer: (callback: () => void, ms: number) => () => void
}

async function readAnswer(reply: Response): Promise<ReceiptAnswer | 'unknown' | 'unreachable'> {
  if (!reply.ok) {
    await reply.body?.cancel()
    return reply.status === 404 ? 'unknown' : 'unreachable'
  }
  const { status, expiresAt, serverAt, outcome } = (await reply.json()) as Record<string, unknown>
  const known = asOutcome(outcome)
  return {
    status: String(status),
    expiresAt: Number(expiresAt),
    serverAt: Number(serverAt),
    ...(known && { outcome: known }),
  }
}

export function makeTell({ fetch, setTimer }: ReceiptDeps): Tell {
  return async (token, event) => {
    const aborter = new AbortController()
    const cancel = setTimer(() => aborter.abort(), RECEIPT_LIMIT_MS)
    try {
      const reply = await fetch('/api/push/receipts', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        // The token says everything, whoever is signed in.
        credentials: 'omit',
        // Goes out even if the browser ends the worker right now.
        keepalive: true,
        body: JSON.stringify({ token, event }),
        signal: aborter.signal,
      })
      return await readAnswer(reply)
    } catch {
      return 'unreachable'
    } finally {
      cancel()
    }
  }
}
