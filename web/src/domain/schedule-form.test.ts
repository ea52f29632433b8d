import { describe, expect, test } from 'vitest'
import { editScheduleForm, fromInputs, newScheduleForm, readScheduleForm, toInputs, toPatch } from './schedule-form'
import { aSchedule } from './testing'

// Local time on purpose: the inputs speak the viewer's own time, whatever zone the test runs in.
const now = new Date(2026, 10, 23, 14, 10).getTime()
const form = { date: '2026-11-23', start: '15:00', end: '18:00', capacity: '', note: '' }

test('instants and inputs are each other back and forth', () => {
  expect(toInputs(now)).toEqual({ date: '2026-11-23', time: '14:10' })
  expect(fromInputs('2026-11-23', '14:10')).toBe(now)
})

test.each([
  ['', '14:10'],
  ['2026-11-23', ''],
  ['nonsense', '14:10'],
])('inputs "%s" and "%s" mean no instant', (date, time) => {
  expect(fromInputs(date, time)).toBeUndefined()
})

test('a new schedule starts at the next half hour and lasts three hours', () => {
  expect(newScheduleForm(now)).toMatchObject({ date: '2026-11-23', start: '14:30', end: '17:30' })
})

test('an edited schedule shows what it has', () => {
  const schedule = aSchedule({ startsAt: now, endsAt: now + 3_600_000, capacity: 7, note: 'Children only' })
  expect(editScheduleForm(schedule)).toEqual({
    date: '2026-11-23',
    start: '14:10',
    end: '15:10',
    capacity: '7',
    note: 'Children only',
  })
})

describe('reading the form', () => {
  test('leaves out what is empty', () => {
    expect(readScheduleForm(form, now)).toEqual({
      body: { startsAt: fromInputs('2026-11-23', '15:00'), endsAt: fromInputs('2026-11-23', '18:00') },
    })
  })

  test('takes capacity and a trimmed note', () => {
    expect(readScheduleForm({ ...form, capacity: '12', note: '  Flu shots ' }, now)).toMatchObject({
      body: { capacity: 12, note: 'Flu shots' },
    })
  })

  test('an end that is not later than the start is on the next day', () => {
    const read = readScheduleForm({ ...form, start: '22:00', end: '01:00' }, now)
    expect(read).toMatchObject({ body: { endsAt: fromInputs('2026-11-24', '01:00') } })
  })

  test.each([
    [{ date: '' }, 'date'],
    [{ start: '' }, 'start'],
    [{ end: '' }, 'end'],
    [{ start: '10:00', end: '12:00' }, 'over'],
    [{ capacity: '0' }, 'capacity'],
    [{ capacity: '2.5' }, 'capacity'],
    [{ capacity: 'many' }, 'capacity'],
  ] as const)('%j is refused as %s', (over, error) => {
    expect(readScheduleForm({ ...form, ...over }, now)).toEqual({ error })
  })
})

test('a patch clears by name what was emptied', () => {
  expect(toPatch({ startsAt: 1, endsAt: 2, note: 'x' })).toEqual({ startsAt: 1, endsAt: 2, capacity: null, note: 'x' })
})
