import { describe, expect, test } from 'vitest'
import {
  byNumber,
  callObstacle,
  countAhead,
  countWaiting,
  isOpen,
  isWaiting,
  nextReady,
  ownEntry,
  queueNews,
  splitQueue,
  waitBand,
} from './queue'
import { aCall, anEntry, aSchedule, byId } from './testing'
import type { EntryStatus } from './types'

const statuses: [EntryStatus, open: boolean, waiting: boolean][] = [
  ['NOT_READY', true, true],
  ['READY', true, true],
  ['RINGING', true, false],
  ['IN_CALL', true, false],
  ['DONE', false, false],
  ['LEFT', false, false],
  ['NOT_SEEN', false, false],
]

test.each(statuses)('%s is open: %s, waiting: %s', (status, open, waiting) => {
  expect(isOpen(status)).toBe(open)
  expect(isWaiting(status)).toBe(waiting)
})

test('the order is by number, not by id or by who is ready', () => {
  const entries = byId(anEntry(10), anEntry(9, { status: 'READY' }), anEntry(2))
  expect(byNumber(entries).map((entry) => entry.number)).toEqual([2, 9, 10])
})

test('the queue splits into who has a place and who is through', () => {
  const { open, closed } = splitQueue(byId(...statuses.map(([status], index) => anEntry(index + 1, { status }))))
  expect(open.map((entry) => entry.number)).toEqual([1, 2, 3, 4])
  expect(closed.map((entry) => entry.number)).toEqual([5, 6, 7])
})

describe('the next to call', () => {
  test('is the lowest number that is ready', () => {
    const entries = byId(anEntry(1), anEntry(12, { status: 'READY' }), anEntry(4, { status: 'READY' }))
    expect(nextReady(entries)?.number).toBe(4)
  })

  test('is nobody when nobody is ready', () => {
    expect(nextReady(byId(anEntry(1), anEntry(2, { status: 'DONE' })))).toBeUndefined()
  })
})

test('those in a call do not count as waiting', () => {
  expect(countWaiting(byId(anEntry(1, { status: 'IN_CALL' }), anEntry(2), anEntry(3, { status: 'READY' })))).toBe(2)
})

describe('what is in the way of a call', () => {
  const ready = anEntry(1, { status: 'READY' })
  test.each([
    ['nothing', ready, aSchedule(), undefined, undefined],
    ['not ready', anEntry(1), aSchedule(), undefined, 'not_ready'],
    ['another call', ready, aSchedule(), aCall(), 'doctor_busy'],
    ['practice not open', ready, aSchedule({ status: 'UPCOMING' }), aCall(), 'practice_not_online'],
    ['another call comes before not ready', anEntry(1), aSchedule(), aCall(), 'doctor_busy'],
  ] as const)('%s', (_, entry, schedule, call, obstacle) => {
    expect(callObstacle(entry, schedule, call)).toBe(obstacle)
  })
})

describe('my entry', () => {
  test('is the open one, even when a later one was left', () => {
    const entries = byId(anEntry(3), anEntry(5, { status: 'LEFT' }))
    expect(ownEntry(entries, 's1')?.number).toBe(3)
  })

  test('is the newest one when none is open', () => {
    const entries = byId(anEntry(3, { status: 'LEFT' }), anEntry(11, { status: 'DONE' }))
    expect(ownEntry(entries, 's1')?.number).toBe(11)
  })

  test('is none in a schedule that I did not join', () => {
    expect(ownEntry(byId(anEntry(3)), 'other')).toBeUndefined()
  })
})

test('ahead are the waiting numbers below mine, compared as numbers', () => {
  expect(countAhead({ '2': 1, '9': 1, '10': 1, '11': 1 }, 10)).toBe(2)
})

describe('the wait band', () => {
  const pace = { fromMinutes: 5, toMinutes: 9 }
  test('is unknown without a pace', () => {
    expect(waitBand({ line: { '1': 1 } }, 2)).toBeUndefined()
  })

  test('multiplies the pace by the number ahead', () => {
    expect(waitBand({ line: { '1': 1, '2': 1, '3': 1 }, pace }, 3)).toEqual({ fromMinutes: 10, toMinutes: 18 })
  })

  test('whoever is being served widens it upwards', () => {
    expect(waitBand({ line: { '2': 1, '3': 1 }, serving: 1, pace }, 3)).toEqual({ fromMinutes: 5, toMinutes: 18 })
  })

  test('my own turn has no wait', () => {
    expect(waitBand({ line: {}, serving: 3, pace }, 3)).toEqual({ fromMinutes: 0, toMinutes: 0 })
  })
})

describe('news in the queue', () => {
  test('tells who joined and who turned ready', () => {
    const before = byId(anEntry(1), anEntry(2))
    const after = byId(anEntry(1, { status: 'READY' }), anEntry(2), anEntry(3))
    const news = queueNews(before, after)
    expect(news.joined.map((entry) => entry.number)).toEqual([3])
    expect(news.ready.map((entry) => entry.number)).toEqual([1])
  })

  test.each(['DECLINED', 'MISSED'] as const)('tells that a ring was %s', (lastOutcome) => {
    const news = queueNews(byId(anEntry(1, { status: 'RINGING' })), byId(anEntry(1, { lastOutcome, missedCalls: 1 })))
    expect(news.unanswered.map((entry) => entry.number)).toEqual([1])
  })

  test('is silent about a call that was cancelled or finished', () => {
    const before = byId(
      anEntry(1, { status: 'RINGING' }),
      anEntry(2, { status: 'RINGING' }),
      anEntry(3, { status: 'IN_CALL' }),
    )
    const after = byId(anEntry(1, { status: 'READY' }), anEntry(2), anEntry(3, { status: 'DONE' }))
    expect(queueNews(before, after)).toEqual({ joined: [], ready: [], unanswered: [] })
  })

  test('is silent about entries that were closed when they came into view', () => {
    expect(queueNews({}, byId(anEntry(1, { status: 'LEFT' }))).joined).toEqual([])
  })
})
