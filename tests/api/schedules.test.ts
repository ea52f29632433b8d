import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectConflict, expectProblem, wordsOf } from '../support/answers.ts'
import {
  schedule as change,
  command,
  createSchedule,
  join,
  leave,
  openPractice,
  readCall,
  readEntry,
  readQueue,
  readSchedule,
  ring,
  ringing,
  type ScheduleCommand,
  setReady,
  talking,
} from '../support/clinic.ts'
import { days, hours, minutes } from '../support/clock.ts'
import { atLeast } from '../support/lists.ts'
import { addDoctor, type Person, registerPatient, registerPatients } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Schedule, ScheduleStatus } from '../support/wire.ts'

const server = serverForThisFile()

const list = async (who: Person, query = '') =>
  expectAnswer<{ schedules: Schedule[] }>(await who.http.get(`/api/schedules${query}`), 200).schedules

describe('a new schedule', () => {
  test('is_upcoming_and_says_what_it_was_given', async () => {
    const doctor = await addDoctor(server(), 'Cardiology')
    const startsAt = Date.now() + hours(1)
    const given = { startsAt, endsAt: startsAt + hours(2), capacity: 12, note: 'Bring your last results.' }
    const schedule = await createSchedule(doctor, given)
    expect(schedule).toEqual({
      id: schedule.id,
      doctor: { id: doctor.id, name: doctor.user.name, specialty: 'Cardiology' },
      ...given,
      status: 'UPCOMING',
      waiting: 0,
    })
    expect(schedule.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/)
    expect(await readSchedule(doctor, schedule.id)).toEqual(schedule)
  })

  test('is_there_for_every_patient_and_for_no_other_doctor', async () => {
    const [doctor, other, patient] = [
      await addDoctor(server()),
      await addDoctor(server()),
      await registerPatient(server()),
    ]
    const schedule = await createSchedule(doctor)
    expect((await list(doctor)).map(({ id }) => id)).toEqual([schedule.id])
    expect((await list(patient)).map(({ id }) => id)).toContain(schedule.id)
    expect(await list(other)).toEqual([])
    expect(await readSchedule(patient, schedule.id)).toEqual(schedule)
  })
})

describe('GET /api/schedules', () => {
  test('lists_the_nearest_first', async () => {
    const doctor = await addDoctor(server())
    const now = Date.now()
    for (const startsAt of [now + days(3), now + hours(1), now + days(1)]) {
      await createSchedule(doctor, { startsAt, endsAt: startsAt + hours(1) })
    }
    const starts = (await list(doctor)).map(({ startsAt }) => startsAt)
    expect(starts).toEqual([now + hours(1), now + days(1), now + days(3)])
  })

  test('by_default_looks_14_days_ahead', async () => {
    const doctor = await addDoctor(server())
    const startsAt = Date.now() + days(20)
    const far = await createSchedule(doctor, { startsAt, endsAt: startsAt + hours(1) })
    expect(await list(doctor)).toEqual([])
    const found = await list(doctor, `?from=${startsAt - days(1)}&to=${startsAt + days(1)}`)
    expect(found.map(({ id }) => id)).toEqual([far.id])
  })

  test('gives_at_most_500_and_those_are_the_nearest', async () => {
    const doctor = await addDoctor(server())
    const now = Date.now()
    const starts = Array.from({ length: 501 }, (_, index) => now + minutes(10 + 30 * index))
    await Promise.all(starts.map((startsAt) => createSchedule(doctor, { startsAt, endsAt: startsAt + minutes(20) })))
    const found = await list(doctor)
    expect(found.map(({ startsAt }) => startsAt)).toEqual(starts.slice(0, 500))
  })

  test('still_shows_a_patient_what_was_finished_in_the_last_24_hours', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    await change(doctor, schedule.id, 'complete')
    const patient = await registerPatient(server())
    const found = (await list(patient)).find(({ id }) => id === schedule.id)
    expect(found?.status).toBe('COMPLETED')
  })
})

describe('PATCH /api/schedules/{id}', () => {
  const edit = async (doctor: Person, id: string, body: object) =>
    expectAnswer<{ schedule: Schedule }>(await doctor.http.patch(`/api/schedules/${id}`, body), 200).schedule

  test('changes_what_it_names_and_keeps_the_rest', async () => {
    const doctor = await addDoctor(server())
    const schedule = await createSchedule(doctor, { capacity: 5, note: 'before' })
    const edited = await edit(doctor, schedule.id, { note: 'after', endsAt: schedule.endsAt + minutes(30) })
    expect(edited).toEqual({ ...schedule, note: 'after', endsAt: schedule.endsAt + minutes(30) })
    expect(await readSchedule(doctor, schedule.id)).toEqual(edited)
  })

  test('null_clears_an_optional_field', async () => {
    const doctor = await addDoctor(server())
    const schedule = await createSchedule(doctor, { capacity: 5, note: 'before' })
    const edited = await edit(doctor, schedule.id, { capacity: null, note: null })
    expect(edited).not.toHaveProperty('capacity')
    expect(edited).not.toHaveProperty('note')
  })

  test('an_empty_change_changes_nothing', async () => {
    const doctor = await addDoctor(server())
    const schedule = await createSchedule(doctor, { note: 'same' })
    expect(await edit(doctor, schedule.id, {})).toEqual(schedule)
    expect(await edit(doctor, schedule.id, { note: 'same' })).toEqual(schedule)
  })

  test.each(['ONLINE', 'COMPLETED', 'CANCELLED'] as const)('is_refused_when_it_is_%s', async (status) => {
    const { doctor, schedule } = await scheduleIn(status)
    const answer = await doctor.http.patch(`/api/schedules/${schedule.id}`, { note: 'too late' })
    expect(expectConflict<Schedule>(answer, 'schedule_state')).toEqual(schedule)
  })
})

async function scheduleIn(status: ScheduleStatus): Promise<{ doctor: Person; schedule: Schedule }> {
  const doctor = await addDoctor(server())
  const { id } = await createSchedule(doctor)
  const path: Record<ScheduleStatus, ScheduleCommand[]> = {
    UPCOMING: [],
    ONLINE: ['start'],
    COMPLETED: ['start', 'complete'],
    CANCELLED: ['cancel'],
  }
  for (const command of path[status]) await change(doctor, id, command)
  return { doctor, schedule: await readSchedule(doctor, id) }
}

describe('every command in every state', () => {
  /** The status afterwards, or the refusal. What the command already did is quiet. */
  const table: Record<ScheduleStatus, Record<ScheduleCommand, ScheduleStatus | 'schedule_state'>> = {
    UPCOMING: { start: 'ONLINE', complete: 'schedule_state', reopen: 'schedule_state', cancel: 'CANCELLED' },
    ONLINE: { start: 'ONLINE', complete: 'COMPLETED', reopen: 'ONLINE', cancel: 'schedule_state' },
    COMPLETED: { start: 'schedule_state', complete: 'COMPLETED', reopen: 'ONLINE', cancel: 'schedule_state' },
    CANCELLED: { start: 'schedule_state', complete: 'schedule_state', reopen: 'schedule_state', cancel: 'CANCELLED' },
  }
  const rows = Object.entries(table).flatMap(([status, commands]) =>
    Object.entries(commands).map(([command, outcome]) => [status, command, outcome] as const),
  )

  test.each(rows)('%s %s: %s', async (status, command, outcome) => {
    const { doctor, schedule } = await scheduleIn(status as ScheduleStatus)
    const answer = await doctor.http.post(`/api/schedules/${schedule.id}/${command}`)
    if (outcome === 'schedule_state') {
      expect(expectConflict<Schedule>(answer, 'schedule_state')).toEqual(schedule)
      expect(await readSchedule(doctor, schedule.id)).toEqual(schedule)
      return
    }
    const after = expectAnswer<{ schedule: Schedule }>(answer, 200).schedule
    expect(after.status).toBe(outcome)
    if (outcome === status) expect(after).toEqual(schedule)
    expect(await readSchedule(doctor, schedule.id)).toEqual(after)
  })
})

describe('starting', () => {
  test('notes_when_and_so_does_completing', async () => {
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor)
    const before = Date.now()
    const online = await change(doctor, id, 'start')
    expect(online.startedAt).toBeGreaterThanOrEqual(before)
    expect(online.startedAt).toBeLessThanOrEqual(Date.now())
    expect(online).not.toHaveProperty('completedAt')
    const completed = await change(doctor, id, 'complete')
    expect(completed.completedAt).toBeGreaterThanOrEqual(online.startedAt ?? 0)
  })

  test('is_possible_long_before_its_time', async () => {
    const doctor = await addDoctor(server())
    const startsAt = Date.now() + days(3)
    const { id } = await createSchedule(doctor, { startsAt, endsAt: startsAt + hours(1) })
    expect((await change(doctor, id, 'start')).status).toBe('ONLINE')
  })

  test('a_second_practice_beside_the_first_is_refused', async () => {
    const doctor = await addDoctor(server())
    const [first, second] = [await createSchedule(doctor), await createSchedule(doctor)]
    await change(doctor, first.id, 'start')
    expectConflict(await doctor.http.post(`/api/schedules/${second.id}/start`), 'already_online')
    expect((await readSchedule(doctor, second.id)).status).toBe('UPCOMING')
    await change(doctor, first.id, 'complete')
    expect((await change(doctor, second.id, 'start')).status).toBe('ONLINE')
  })

  test('of_two_practices_at_once_one_comes_online', async () => {
    const doctor = await addDoctor(server())
    const schedules = [await createSchedule(doctor), await createSchedule(doctor), await createSchedule(doctor)]
    const answers = await Promise.all(schedules.map(({ id }) => doctor.http.post(`/api/schedules/${id}/start`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const statuses = await Promise.all(schedules.map(async ({ id }) => (await readSchedule(doctor, id)).status))
    expect(statuses.sort()).toEqual(['ONLINE', 'UPCOMING', 'UPCOMING'])
  })

  test('two_doctors_are_online_side_by_side', async () => {
    const [a, b] = [await openPractice(server(), 0), await openPractice(server(), 0)]
    expect([a.schedule.status, b.schedule.status]).toEqual(['ONLINE', 'ONLINE'])
  })
})

describe('completing', () => {
  test('turns_every_open_entry_into_not_seen_and_leaves_the_others', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 3)
    const [first, second] = atLeast(2, waiting)
    await setReady(first.patient, first.entry.id, false)
    await leave(second.patient, second.entry.id)
    const completed = await change(doctor, schedule.id, 'complete')
    expect(completed.waiting).toBe(0)
    const statuses = (await readQueue(doctor, schedule.id)).map(({ status }) => status)
    expect(statuses).toEqual(['NOT_SEEN', 'LEFT', 'NOT_SEEN'])
  })

  test('ends_an_active_call', async () => {
    const { doctor, patient, schedule, entry, call } = await talking(server())
    await change(doctor, schedule.id, 'complete')
    const ended = await readCall(patient, call.id)
    expect(ended).toMatchObject({ status: 'ENDED', endReason: 'PRACTICE_COMPLETED' })
    expect((await readEntry(doctor, entry)).status).toBe('DONE')
  })

  test('cancels_a_ringing_call', async () => {
    const { doctor, patient, schedule, entry, call } = await ringing(server())
    await change(doctor, schedule.id, 'complete')
    expect((await readCall(patient, call.id)).status).toBe('CANCELLED')
    expect((await readEntry(doctor, entry)).status).toBe('NOT_SEEN')
    expectConflict(await patient.http.post(`/api/calls/${call.id}/accept`), 'call_over')
  })
})

describe('reopening', () => {
  test('brings_the_practice_back_online', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    await change(doctor, schedule.id, 'complete')
    const reopened = await change(doctor, schedule.id, 'reopen')
    expect(reopened.status).toBe('ONLINE')
    expect(reopened).not.toHaveProperty('completedAt')
    const patient = await registerPatient(server())
    await join(patient, schedule.id)
  })

  test('gives_those_their_places_back_whom_the_completion_closed', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 3)
    const [, second, third] = atLeast(3, waiting)
    await leave(second.patient, second.entry.id)
    await leave(doctor, third.entry.id)
    await change(doctor, schedule.id, 'complete')
    await change(doctor, schedule.id, 'reopen')
    const list = await readQueue(doctor, schedule.id)
    expect(list.map(({ number, status }) => [number, status])).toEqual([
      [1, 'NOT_READY'],
      [2, 'LEFT'],
      [3, 'NOT_SEEN'],
    ])
  })

  test('is_refused_while_another_practice_is_online', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    await change(doctor, schedule.id, 'complete')
    const other = await createSchedule(doctor)
    await change(doctor, other.id, 'start')
    expectConflict(await doctor.http.post(`/api/schedules/${schedule.id}/reopen`), 'already_online')
  })

  test('repeated_is_quiet', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    await change(doctor, schedule.id, 'complete')
    const reopened = await change(doctor, schedule.id, 'reopen')
    expect(await change(doctor, schedule.id, 'reopen')).toEqual(reopened)
  })
})

test('cancelling_an_upcoming_schedule_turns_its_entries_into_not_seen', async () => {
  const doctor = await addDoctor(server())
  const { id } = await createSchedule(doctor)
  const patients = await registerPatients(server(), 2)
  for (const patient of patients) await join(patient, id)
  await change(doctor, id, 'cancel')
  expect((await readQueue(doctor, id)).map(({ status }) => status)).toEqual(['NOT_SEEN', 'NOT_SEEN'])
})

describe('the notice', () => {
  const put = async (doctor: Person, id: string, text: string | null) =>
    expectAnswer<{ schedule: Schedule }>(await doctor.http.put(`/api/schedules/${id}/notice`, { text }), 200).schedule

  test('is_refused_when_nobody_can_wait_any_more', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    await change(doctor, schedule.id, 'complete')
    const answer = await doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text: 'too late' })
    expect(expectConflict<Schedule>(answer, 'schedule_closed')).not.toHaveProperty('notice')
  })

  test('stands_on_the_schedule_until_null_clears_it', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    expect((await put(doctor, schedule.id, '15 minutes late')).notice).toBe('15 minutes late')
    expect((await readSchedule(patient, schedule.id)).notice).toBe('15 minutes late')
    const same = await put(doctor, schedule.id, '15 minutes late')
    expect(same.notice).toBe('15 minutes late')
    expect(await put(doctor, schedule.id, null)).not.toHaveProperty('notice')
    expect(await put(doctor, schedule.id, null)).not.toHaveProperty('notice')
  })
})

describe('calendar.ics', () => {
  const stamp = (instant: number) => `${new Date(instant).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`

  test('is_one_event_at_the_schedules_time_that_a_calendar_reads', async () => {
    const doctor = await addDoctor(server())
    const startsAt = Math.floor(Date.now() / 1000) * 1000 + hours(1)
    const { id } = await createSchedule(doctor, {
      startsAt,
      endsAt: startsAt + hours(2),
      note: 'One, two; three\nfour',
    })
    const patient = await registerPatient(server())
    const answer = await patient.http.get(`/api/schedules/${id}/calendar.ics`)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toMatch(/^text\/calendar/)
    expect(answer.text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    const lines = answer.text.split('\r\n')
    for (const line of lines) {
      expect(line, 'lines end with CR LF only').not.toMatch(/[\r\n]/)
      expect(Buffer.byteLength(line), 'a line has at most 75 octets').toBeLessThanOrEqual(75)
    }
    const unfolded = answer.text.replace(/\r\n[ \t]/g, '').split('\r\n')
    expect(unfolded[0]).toBe('BEGIN:VCALENDAR')
    expect(unfolded).toContain('VERSION:2.0')
    expect(unfolded.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1)
    expect(unfolded).toContain(`DTSTART:${stamp(startsAt)}`)
    expect(unfolded).toContain(`DTEND:${stamp(startsAt + hours(2))}`)
    for (const needed of ['PRODID:', 'UID:', 'DTSTAMP:']) {
      expect(
        unfolded.some((line) => line.startsWith(needed)),
        needed,
      ).toBe(true)
    }
    expect(answer.text).not.toContain('One, two; three')
  })
})

describe('the summary', () => {
  interface Summary {
    seen: number
    waiting: number
    noShows: number
    missed: number
    declined: number
    left: number
    durations: number[]
    medianDurationSeconds?: number
  }
  const read = async (doctor: Person, id: string) =>
    expectAnswer<{ summary: Summary }>(await doctor.http.get(`/api/schedules/${id}/summary`), 200).summary

  test('of_an_empty_day_is_zeros', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    expect(await read(doctor, schedule.id)).toEqual({
      seen: 0,
      waiting: 0,
      noShows: 0,
      missed: 0,
      declined: 0,
      left: 0,
      durations: [],
    })
  })

  test('counts_what_happened', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 4)
    const [seen, declined, left] = atLeast(3, waiting)
    const first = await ring(doctor, seen.entry.id)
    await command(seen.patient, first.id, 'accept')
    await command(doctor, first.id, 'end')
    const second = await ring(doctor, declined.entry.id)
    await command(declined.patient, second.id, 'decline')
    await leave(left.patient, left.entry.id)
    const summary = await read(doctor, schedule.id)
    expect(summary).toMatchObject({ seen: 1, waiting: 2, declined: 1, left: 1, missed: 0, noShows: 0 })
    expect(summary.durations).toHaveLength(1)
    expect(summary.durations[0]).toBeGreaterThanOrEqual(0)
    expect(summary.durations[0]).toBeLessThan(60)
    expect(summary.medianDurationSeconds).toBe(summary.durations[0])
  })
})

describe('a schedule that is not there', () => {
  const routes: [string, string][] = [
    ['PATCH', ''],
    ['POST', '/start'],
    ['POST', '/complete'],
    ['POST', '/reopen'],
    ['POST', '/cancel'],
    ['PUT', '/notice'],
    ['GET', '/summary'],
    ['GET', '/queue'],
  ]
  const bodies: Record<string, string> = { PATCH: '{"note":"x"}', PUT: '{"text":"x"}' }

  test.each(routes)('another_doctors_an_unknown_and_a_malformed_one_are_told_alike: %s %s', async (method, suffix) => {
    const { schedule } = await openPractice(server(), 0)
    const other = await addDoctor(server())
    const body = bodies[method]
    const answers = await Promise.all(
      [schedule.id, randomUUID(), 'not-an-id', `${schedule.id}0`].map((id) =>
        other.http.send({
          method,
          path: `/api/schedules/${id}${suffix}`,
          ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
        }),
      ),
    )
    for (const answer of answers) expectProblem(answer, 404)
    expect(new Set(answers.map((answer) => JSON.stringify(wordsOf(answer)))).size).toBe(1)
  })

  test('is_not_found_by_a_patient_either', async () => {
    const patient = await registerPatient(server())
    for (const path of ['', '/calendar.ics']) {
      expectProblem(await patient.http.get(`/api/schedules/${randomUUID()}${path}`), 404)
    }
    expectProblem(await patient.http.post(`/api/schedules/${randomUUID()}/queue`), 404)
  })
})
