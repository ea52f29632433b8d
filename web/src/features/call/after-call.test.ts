import { describe, expect, it } from 'vitest'
import { aCall } from '../../domain/testing'
import { emptyTally } from '../../rtc/call-tally'
import { asksForNumbers, TAKEN_MS, WORTH_MS } from './after-call'

const endedAt = 1_000_000
const call = aCall({ id: 'c1', scheduleId: 's1', status: 'ENDED', answeredAt: endedAt - 60_000, endedAt })
const counted = { callId: 'c1', tally: { ...emptyTally, ms: WORTH_MS }, isAnswered: false }

describe('after a call', () => {
  it('the page of its practice asks for the numbers', () => {
    expect(asksForNumbers(counted, call, 's1', endedAt)).toBe(true)
    expect(asksForNumbers(counted, call, 's1', endedAt + TAKEN_MS - 1)).toBe(true)
  })

  it.each([
    ['the person answered already', { ...counted, isAnswered: true }, call, 's1', endedAt],
    ['the server takes none any more', counted, call, 's1', endedAt + TAKEN_MS],
    ['it was too short', { ...counted, tally: { ...emptyTally, ms: WORTH_MS - 1 } }, call, 's1', endedAt],
    ['it is the page of another practice', counted, call, 's2', endedAt],
    ['the numbers are of an earlier call', { ...counted, callId: 'c0' }, call, 's1', endedAt],
    ['there was no call', { tally: emptyTally, isAnswered: false }, undefined, 's1', endedAt],
  ] as const)('nothing is asked when %s', (_, numbers, lastCall, scheduleId, now) => {
    expect(asksForNumbers(numbers, lastCall, scheduleId, now)).toBe(false)
  })
})
