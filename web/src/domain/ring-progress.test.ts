import { describe, expect, it } from 'vitest'
import { RING_PATIENCE_MS, ringTrouble } from './ring-progress'

const none = { sent: false, delivered: false, ringing: false, audible: false }
const invitedAt = 1_000_000

describe('what the doctor hears about a ring', () => {
  it.each([
    ['nothing at once', none, undefined, 0, undefined],
    ['nothing a moment before the time', none, undefined, RING_PATIENCE_MS - 1, undefined],
    ['that it reached nobody', none, undefined, RING_PATIENCE_MS, 'reached_none'],
    ['the same when it was only sent', { ...none, sent: true }, undefined, 9000, 'reached_none'],
    ['nothing when a device has it', { ...none, sent: true, delivered: true }, undefined, 9000, undefined],
    ['nothing when it was shown just now', { ...none, delivered: true, ringing: true }, 8000, 9000, undefined],
    ['that it is silent', { ...none, delivered: true, ringing: true }, 6000, 9000, 'silent'],
    ['nothing when it sounds', { sent: true, delivered: true, ringing: true, audible: true }, 0, 9000, undefined],
  ] as const)('is %s', (_, receipts, shownAfter, after, trouble) => {
    const shownAt = shownAfter === undefined ? undefined : invitedAt + shownAfter
    expect(ringTrouble(receipts, invitedAt, shownAt, invitedAt + after)).toBe(trouble)
  })

  it('is nothing while the receipts are not known', () => {
    expect(ringTrouble(undefined, invitedAt, undefined, invitedAt + 9000)).toBeUndefined()
  })
})
