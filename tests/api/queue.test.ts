import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectConflict, expectEmpty, expectProblem, wordsOf } from '../support/answers.ts'
import {
  schedule as change,
  command,
  createSchedule,
  join,
  leave,
  openPractice,
  type Practice,
  readEntry,
  readQueue,
  readSchedule,
  requeue,
  ring,
  ringing,
  setReady,
  talking,
} from '../support/clinic.ts'
import { atLeast } from '../support/lists.ts'
import { addDoctor, registerPatient, registerPatients } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Entry, EntryStatus, Schedule } from '../support/wire.ts'

const server = serverForThisFile()

describe('joining', () => {
  test('gives_the_first_number_and_not_ready', async () => {
    const { schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const before = Date.now()
    const entry = await join(patient, schedule.id, 'a cough')
    expect(entry).toMatchObject({ scheduleId: schedule.id, number: 1, status: 'NOT_READY', missedCalls: 0 })
    expect(entry.joinedAt).toBeGreaterThanOrEqual(before)
    expect(entry).not.toHaveProperty('readyAt')
    expect(entry).not.toHaveProperty('lastOutcome')
    expect(entry, 'who it is and how to reach them is for the doctor').not.toHaveProperty('patient')
    expect(entry).not.toHaveProperty('reachability')
  })

  test('is_possible_before_the_practice_opens', async () => {
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor)
    expect((await join(await registerPatient(server()), id)).number).toBe(1)
    expect((await readSchedule(doctor, id)).waiting).toBe(1)
  })

  test('again_gives_the_same_entry_whatever_became_of_it', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const [{ patient, entry }] = atLeast(1, waiting)
    const again = async () =>
      expectAnswer<{ entry: Entry }>(await patient.http.post(`/api/schedules/${schedule.id}/queue`), 200).entry
    expect(await again()).toEqual(entry)
    const call = await ring(doctor, entry.id)
    expect(await again()).toMatchObject({ id: entry.id, status: 'RINGING' })
    await command(patient, call.id, 'accept')
    expect(await again()).toMatchObject({ id: entry.id, status: 'IN_CALL' })
    await command(patient, call.id, 'end')
    expect(await again()).toMatchObject({ id: entry.id, number: 1, status: 'DONE' })
  })

  test('again_after_being_removed_by_the_doctor_gives_the_same_entry', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    await leave(doctor, first.entry.id)
    const answer = await first.patient.http.post(`/api/schedules/${schedule.id}/queue`)
    expect(expectAnswer<{ entry: Entry }>(answer, 200).entry).toMatchObject({ id: first.entry.id, status: 'NOT_SEEN' })
  })

  test('ten_times_at_once_gives_one_entry', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => patient.http.post(`/api/schedules/${schedule.id}/queue`)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 9 }, () => 200), 201])
    expect(new Set(answers.map((answer) => answer.json<{ entry: Entry }>().entry.id)).size).toBe(1)
    expect(await readQueue(doctor, schedule.id)).toHaveLength(1)
  })

  test('again_after_leaving_gives_a_new_number_and_the_old_one_is_never_reused', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const [comesBack, stays] = atLeast(2, await registerPatients(server(), 2))
    const first = await join(comesBack, schedule.id)
    await leave(comesBack, first.id)
    expect((await join(stays, schedule.id)).number).toBe(2)
    const second = await join(comesBack, schedule.id)
    expect(second).toMatchObject({ number: 3, status: 'NOT_READY' })
    expect(second.id).not.toBe(first.id)
    const list = await readQueue(doctor, schedule.id)
    expect(list.map(({ number, status }) => [number, status])).toEqual([
      [1, 'LEFT'],
      [2, 'NOT_READY'],
      [3, 'NOT_READY'],
    ])
  })

  test('is_refused_to_whoever_left_a_hundred_times_within_an_hour_and_to_nobody_else', async () => {
    const { schedule } = await openPractice(server(), 0)
    const [restless, calm] = atLeast(2, await registerPatients(server(), 2))
    for (let round = 0; round < 100; ++round) await leave(restless, (await join(restless, schedule.id)).id)
    const refused = await restless.http.post(`/api/schedules/${schedule.id}/queue`)
    expectProblem(refused, 429, 'too_many')
    expect(refused.headers['retry-after']).toBe('3600')
    expect((await join(calm, schedule.id)).number).toBe(101)
    expect((await join(restless, (await openPractice(server(), 0)).schedule.id)).number).toBe(1)
  })

  test('two_practices_at_once_is_possible', async () => {
    const [a, b] = [await openPractice(server(), 0), await openPractice(server(), 0)]
    const patient = await registerPatient(server())
    expect((await join(patient, a.schedule.id)).number).toBe(1)
    expect((await join(patient, b.schedule.id)).number).toBe(1)
  })

  test('a_full_schedule_is_refused_and_whoever_is_in_it_still_finds_the_entry', async () => {
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor, { capacity: 2 })
    const [a, b, c] = atLeast(3, await registerPatients(server(), 3))
    await join(a, id)
    await join(b, id)
    expect(expectConflict<Schedule>(await c.http.post(`/api/schedules/${id}/queue`), 'queue_full').id).toBe(id)
    expectAnswer(await a.http.post(`/api/schedules/${id}/queue`), 200)
  })

  test('the_last_place_goes_to_one_of_many_who_ask_at_once', async () => {
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor, { capacity: 3 })
    const patients = await registerPatients(server(), 8)
    const answers = await Promise.all(patients.map((patient) => patient.http.post(`/api/schedules/${id}/queue`)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5)
    expect((await readQueue(doctor, id)).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  test.each(['complete', 'cancel'] as const)('a_schedule_after_%s_is_closed', async (end) => {
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor)
    if (end === 'complete') await change(doctor, id, 'start')
    await change(doctor, id, end)
    const patient = await registerPatient(server())
    const answer = await patient.http.post(`/api/schedules/${id}/queue`)
    expect(expectConflict<Schedule>(answer, 'schedule_closed').id).toBe(id)
  })
})

describe('the doctors list', () => {
  test('shows_who_waits_in_the_order_of_numbers_with_reason_and_reachability', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const patients = await registerPatients(server(), 3)
    for (const [index, patient] of patients.entries()) await join(patient, schedule.id, `reason ${index + 1}`)
    const list = await readQueue(doctor, schedule.id)
    expect(list.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(list.map(({ patient }) => patient?.name)).toEqual(patients.map(({ user }) => user.name))
    expect(list.map(({ patient }) => patient?.id)).toEqual(patients.map(({ id }) => id))
    expect(list.map(({ reason }) => reason)).toEqual(['reason 1', 'reason 2', 'reason 3'])
    expect(list.map(({ reachability }) => reachability)).toEqual(['NONE', 'NONE', 'NONE'])
  })

  test('shows_phone_and_birth_date_that_were_given', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server(), { phone: '+62 811 5', birthDate: '1971-12-24' })
    const entry = await join(patient, schedule.id)
    expect((await readEntry(doctor, entry)).patient).toEqual({
      id: patient.id,
      name: patient.user.name,
      phone: '+62 811 5',
      birthDate: '1971-12-24',
    })
  })

  test('being_ready_moves_nobody', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const patients = await registerPatients(server(), 3)
    const entries: Entry[] = []
    for (const patient of patients) entries.push(await join(patient, schedule.id))
    const [, , last] = atLeast(3, patients)
    await setReady(last, atLeast(3, entries)[2].id)
    expect((await readQueue(doctor, schedule.id)).map(({ id }) => id)).toEqual(entries.map(({ id }) => id))
  })
})

describe('readiness', () => {
  test('goes_to_and_fro_and_remembers_since_when', async () => {
    const { schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const { id } = await join(patient, schedule.id)
    const before = Date.now()
    const ready = await setReady(patient, id)
    expect(ready.status).toBe('READY')
    expect(ready.readyAt).toBeGreaterThanOrEqual(before)
    expect(await setReady(patient, id), 'a repeat changes nothing').toEqual(ready)
    const notReady = await setReady(patient, id, false)
    expect(notReady.status).toBe('NOT_READY')
    expect(await setReady(patient, id, false)).toEqual(notReady)
  })

  test('can_be_set_before_the_practice_opens', async () => {
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor)
    const patient = await registerPatient(server())
    const entry = await join(patient, id)
    expect((await setReady(patient, entry.id)).status).toBe('READY')
  })
})

/** One patient whose entry is in that status. */
async function entryIn(status: EntryStatus): Promise<Practice> {
  const practice = await openPractice(server(), 1)
  const { doctor } = practice
  const [{ patient, entry }] = atLeast(1, practice.waiting)
  switch (status) {
    case 'READY':
      return practice
    case 'NOT_READY':
      await setReady(patient, entry.id, false)
      return practice
    case 'LEFT':
      await leave(patient, entry.id)
      return practice
    case 'NOT_SEEN':
      await leave(doctor, entry.id)
      return practice
    default:
  }
  const call = await ring(doctor, entry.id)
  if (status !== 'RINGING') await command(patient, call.id, 'accept')
  if (status === 'DONE') await command(doctor, call.id, 'end')
  return practice
}

describe('every command of the queue in every state', () => {
  type Outcome = EntryStatus | 'entry_busy' | 'entry_closed' | 'not_done' | 'not_ready'
  type Command = 'ready' | 'not ready' | 'leave' | 'remove' | 'requeue'
  const commands: Command[] = ['ready', 'not ready', 'leave', 'remove', 'requeue']
  /** The status afterwards or the refusal, in the order of `commands`; `undefined` where the contract leaves the choice. */
  const table: Record<EntryStatus, (Outcome | undefined)[]> = {
    NOT_READY: ['READY', 'NOT_READY', 'LEFT', 'NOT_SEEN', 'not_done'],
    READY: ['READY', 'NOT_READY', 'LEFT', 'NOT_SEEN', undefined],
    RINGING: [undefined, 'entry_busy', 'entry_busy', 'entry_busy', 'not_done'],
    IN_CALL: ['entry_busy', 'entry_busy', 'entry_busy', 'entry_busy', 'not_done'],
    DONE: ['entry_closed', 'entry_closed', 'entry_closed', 'entry_closed', 'READY'],
    LEFT: ['entry_closed', 'entry_closed', 'LEFT', 'entry_closed', 'not_done'],
    NOT_SEEN: ['entry_closed', 'entry_closed', 'entry_closed', 'NOT_SEEN', 'not_done'],
  }
  const rows = Object.entries(table).flatMap(([status, outcomes]) =>
    outcomes.flatMap((outcome, index) =>
      outcome === undefined ? [] : [[status as EntryStatus, commands[index] as Command, outcome] as const],
    ),
  )

  test.each(rows)('%s %s: %s', async (status, name, outcome) => {
    const { doctor, waiting } = await entryIn(status)
    const [first] = atLeast(1, waiting)
    const { patient, entry } = first
    const before = await readEntry(doctor, entry)
    expect(before.status).toBe(status)
    const answer = await {
      ready: () => patient.http.put(`/api/queue/${entry.id}/readiness`, { ready: true }),
      'not ready': () => patient.http.put(`/api/queue/${entry.id}/readiness`, { ready: false }),
      leave: () => patient.http.delete(`/api/queue/${entry.id}`),
      remove: () => doctor.http.delete(`/api/queue/${entry.id}`),
      requeue: () => doctor.http.post(`/api/queue/${entry.id}/requeue`),
    }[name]()
    const after = await readEntry(doctor, entry)
    if (/^[a-z]/.test(outcome)) {
      const current = expectConflict<Entry>(answer, outcome)
      expect(current).toMatchObject({ id: entry.id, status })
      expect(after, 'a refusal changes nothing').toEqual(before)
    } else {
      if (name === 'leave' || name === 'remove') expectEmpty(answer)
      else expect(expectAnswer<{ entry: Entry }>(answer, 200).entry.status).toBe(outcome)
      expect(after.status).toBe(outcome)
    }
  })
})

describe('the number of those who wait', () => {
  test('follows_who_comes_and_goes', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 3)
    const [a, b, c] = atLeast(3, waiting)
    const count = async () => (await readSchedule(a.patient, schedule.id)).waiting
    expect(await count()).toBe(3)
    await leave(a.patient, a.entry.id)
    expect(await count()).toBe(2)
    await leave(doctor, b.entry.id)
    expect(await count()).toBe(1)
    const call = await ring(doctor, c.entry.id)
    await command(c.patient, call.id, 'accept')
    await command(c.patient, call.id, 'end')
    expect(await count()).toBe(0)
    await requeue(doctor, c.entry.id)
    expect(await count()).toBe(1)
  })
})

describe('call again', () => {
  test('puts_a_seen_patient_back_to_ready_in_the_old_place_any_number_of_times', async () => {
    const { doctor, patient, entry, call } = await talking(server())
    await command(doctor, call.id, 'end')
    const calls = new Set([call.id])
    for (let round = 0; round < 3; ++round) {
      expect(await requeue(doctor, entry.id)).toMatchObject({ id: entry.id, number: entry.number, status: 'READY' })
      expect((await requeue(doctor, entry.id)).status, 'a repeat is quiet').toBe('READY')
      const next = await ring(doctor, entry.id)
      calls.add(next.id)
      await command(patient, next.id, 'accept')
      await command(patient, next.id, 'end')
    }
    expect(calls.size).toBe(4)
  })
})

describe('an entry that is not there', () => {
  const doctors: [string, string, string?][] = [
    ['POST', '/call'],
    ['POST', '/requeue'],
    ['DELETE', ''],
  ]
  const patients: [string, string, string?][] = [
    ['PUT', '/readiness', '{"ready":true}'],
    ['DELETE', ''],
  ]
  const rows = [...doctors.map((row) => ['doctor', ...row]), ...patients.map((row) => ['patient', ...row])]

  test.each(rows)('another_%s_gets_the_same_words_as_for_an_unknown_one: %s %s', async (role, method, suffix, body) => {
    const { entry, doctor } = await ringing(server())
    const stranger = role === 'doctor' ? await addDoctor(server()) : await registerPatient(server())
    const answers = await Promise.all(
      [entry.id, randomUUID(), 'not-an-id'].map((id) =>
        stranger.http.send({
          method: method ?? '',
          path: `/api/queue/${id}${suffix}`,
          ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
        }),
      ),
    )
    for (const answer of answers) expectProblem(answer, 404)
    expect(new Set(answers.map((answer) => JSON.stringify(wordsOf(answer)))).size).toBe(1)
    expect((await readEntry(doctor, entry)).status).toBe('RINGING')
  })
})
