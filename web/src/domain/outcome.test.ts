import { describe, expect, test } from 'vitest'
import { patientOutcome } from './outcome'
import { aCall, anEntry } from './testing'

const missed = aCall({ status: 'MISSED', endedAt: 99 })

describe('a missed call', () => {
  const entry = anEntry(1, { lastOutcome: 'MISSED', missedCalls: 2 })

  test('is told with its time and how often', () => {
    expect(patientOutcome(entry, missed)).toEqual({ kind: 'MISSED', at: 99, times: 2 })
  })

  test('of another entry lends no time', () => {
    expect(patientOutcome(entry, { ...missed, entryId: 'other' })).toEqual({ kind: 'MISSED', at: undefined, times: 2 })
  })

  test('is over with once the patient is ready again', () => {
    expect(patientOutcome({ ...entry, status: 'READY' }, missed)).toBeUndefined()
  })
})

test.each([
  ['DECLINED', 'NOT_READY', { kind: 'DECLINED' }],
  ['DECLINED', 'READY', undefined],
  ['CANCELLED', 'READY', { kind: 'CANCELLED' }],
  ['CANCELLED', 'NOT_READY', undefined],
  ['CONNECTION_LOST', 'DONE', { kind: 'CONNECTION_LOST' }],
  ['CONNECTION_LOST', 'READY', undefined],
  ['ENDED', 'DONE', undefined],
] as const)('%s while %s', (lastOutcome, status, outcome) => {
  expect(patientOutcome(anEntry(1, { lastOutcome, status }), undefined)).toEqual(outcome)
})

test('no call yet, no outcome', () => {
  expect(patientOutcome(anEntry(1), undefined)).toBeUndefined()
})
