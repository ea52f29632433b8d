import { describe, expect, test } from 'vitest'
import { agenda, byDoctor, inOrder, isFull, isTakingPatients, reopenableUntil } from './schedule'
import { aSchedule, byId } from './testing'

const hour = 3_600_000
const now = Date.UTC(2026, 10, 23, 5)
const jakarta = 'Asia/Jakarta'

function at(id: string, startsIn: number, over = {}) {
  return aSchedule({ id, startsAt: now + startsIn, endsAt: now + startsIn + hour, status: 'UPCOMING', ...over })
}

test('open practices come first, then what comes, by time', () => {
  const schedules = byId(at('late', 9 * hour), at('soon', hour), at('open', 5 * hour, { status: 'ONLINE' }))
  expect(inOrder(schedules).map((schedule) => schedule.id)).toEqual(['open', 'soon', 'late'])
})

test("the agenda sorts by the viewer's days", () => {
  const result = agenda(
    byId(
      at('open', -hour, { status: 'ONLINE' }),
      at('unstarted', -20 * hour),
      at('today', 2 * hour),
      // 18:00 UTC is already tomorrow in Jakarta.
      at('tomorrow', 13 * hour),
      at('later', 48 * hour),
      at('done', -5 * hour, { status: 'COMPLETED' }),
      at('cancelled', -2 * hour, { status: 'CANCELLED' }),
    ),
    now,
    jakarta,
  )
  expect(result.online.map((schedule) => schedule.id)).toEqual(['open'])
  expect(result.today.map((schedule) => schedule.id)).toEqual(['unstarted', 'today'])
  expect(result.coming.map((group) => [group.day, group.schedules.map((schedule) => schedule.id)])).toEqual([
    ['2026-11-24', ['tomorrow']],
    ['2026-11-25', ['later']],
  ])
  expect(result.past.map((schedule) => schedule.id)).toEqual(['cancelled', 'done'])
})

test('doctors who are open now come first; finished schedules are not listed', () => {
  const ani = { id: 'a', name: 'Dr. Ani' }
  const ben = { id: 'b', name: 'Dr. Ben' }
  const listings = byDoctor(
    byId(
      at('a1', hour, { doctor: ani }),
      at('a0', -9 * hour, { doctor: ani, status: 'COMPLETED' }),
      at('b2', 3 * hour, { doctor: ben }),
      at('b1', 2 * hour, { doctor: ben, status: 'ONLINE' }),
    ),
  )
  expect(listings.map((listing) => [listing.doctor.id, listing.schedules.map((schedule) => schedule.id)])).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
  ])
})

describe('a completed practice', () => {
  test('can be reopened for 15 minutes', () => {
    expect(reopenableUntil(aSchedule({ status: 'COMPLETED', completedAt: now }))).toBe(now + 900_000)
  })

  test.each(['UPCOMING', 'ONLINE', 'CANCELLED'] as const)('but not one that is %s', (status) => {
    expect(reopenableUntil(aSchedule({ status }))).toBeUndefined()
  })
})

test.each([
  ['UPCOMING', true],
  ['ONLINE', true],
  ['COMPLETED', false],
  ['CANCELLED', false],
] as const)('%s takes patients: %s', (status, taking) => {
  expect(isTakingPatients(aSchedule({ status }))).toBe(taking)
})

test.each([
  [undefined, 99, false],
  [3, 2, false],
  [3, 3, true],
])('with capacity %s and %d waiting, full is %s', (capacity, waiting, full) => {
  expect(isFull(aSchedule({ waiting, ...(capacity !== undefined && { capacity }) }))).toBe(full)
})
