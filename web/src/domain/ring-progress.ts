import type { Receipts } from './types'

/** What the doctor should hear about a ring beyond its receipts. Pure. */

/** How long a ring may take to reach a device, or to sound there, before the doctor is told. */
export const RING_PATIENCE_MS = 3000

/**
 * `reached_none`: no device knows of the ring yet. `silent`: a device shows it and no page of it sounds, which is as far
 * as a ring can come that only a notification tells.
 */
export type RingTrouble = 'reached_none' | 'silent'

/**
 * @param invitedAt and `now` by the server's clock
 * @param shownAt when this page first saw that a device shows the ring, by the same clock
 */
export function ringTrouble(
  receipts: Receipts | undefined,
  invitedAt: number,
  shownAt: number | undefined,
  now: number,
): RingTrouble | undefined {
  if (receipts === undefined) return undefined
  if (!receipts.delivered && !receipts.ringing) {
    return now >= invitedAt + RING_PATIENCE_MS ? 'reached_none' : undefined
  }
  if (!receipts.ringing || receipts.audible || shownAt === undefined) return undefined
  return now >= shownAt + RING_PATIENCE_MS ? 'silent' : undefined
}
