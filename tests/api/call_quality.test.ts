import { describe, expect, test } from 'vitest'
import { expectAnswer, expectConflict, expectFieldErrors, expectProblem } from '../support/answers.ts'
import { command, openPractice, readCall, ring, ringing, setReady, talking } from '../support/clinic.ts'
import { minutes } from '../support/clock.ts'
import { alter, inDatabase } from '../support/data.ts'
import { Client } from '../support/http.ts'
import { atLeast } from '../support/lists.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { command as run } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Call, Entry, QualityReport } from '../support/wire.ts'

/** How a call was, told by both people in numbers and kept for its doctor. */
const server = serverForThisFile()

const numbers = {
  seconds: 754,
  freezes: 3,
  frozenMs: 2150,
  lossInPermille: 12,
  lossOutPermille: 4,
  roundTripMs: 86,
  relayed: true,
  reconnects: 1,
}
const needed = { seconds: 0, freezes: 0, frozenMs: 0, lossInPermille: 0, relayed: false, reconnects: 0 }

const send = (who: Person | Client, call: Call, body: object = numbers) =>
  ('http' in who ? who.http : who).put(`/api/calls/${call.id}/quality`, body)
const tell = async (who: Person, call: Call, body: object = numbers) =>
  expectAnswer<{ report: QualityReport }>(await send(who, call, body), 200).report
const told = async (doctor: Person, call: Call) =>
  expectAnswer<{ reports: QualityReport[] }>(await doctor.http.get(`/api/calls/${call.id}/quality`), 200).reports

const recorded = (call: Call) =>
  inDatabase(server(), (database) =>
    database.prepare("SELECT actor_id FROM audit WHERE subject_id = ? AND action = 'call.report_quality'").all(call.id),
  ).map(({ actor_id }) => actor_id)

describe('a report of a call', () => {
  test('of_each_side_is_kept_for_its_doctor', async () => {
    const { doctor, patient, call } = await talking(server())
    expect(await told(doctor, call)).toEqual([])
    const before = Date.now()
    const hers = await tell(patient, call, needed)
    expect(hers).toEqual({ from: 'PATIENT', reportedAt: hers.reportedAt, ...needed })
    expect(hers.reportedAt).toBeGreaterThanOrEqual(before)
    expect(hers.reportedAt).toBeLessThanOrEqual(Date.now())
    const theirs = await tell(doctor, call)
    expect(theirs).toEqual({ from: 'DOCTOR', reportedAt: theirs.reportedAt, ...numbers })
    expect(await told(doctor, call)).toEqual([theirs, hers])
    expect(recorded(call)).toEqual([patient.id, doctor.id])
  })

  test('takes_the_place_of_the_same_sides_older_one', async () => {
    const { doctor, patient, call } = await talking(server())
    await tell(doctor, call)
    await tell(patient, call)
    const newer = await tell(patient, call, { ...needed, seconds: 900 })
    expect((await told(doctor, call))[1]).toEqual(newer)
    expect(await told(doctor, call)).toHaveLength(2)
  })

  test('repeated_as_it_was_is_quiet', async () => {
    const { doctor, patient, call } = await talking(server())
    const first = await tell(patient, call)
    expect(await tell(patient, call)).toEqual(first)
    expect(await told(doctor, call)).toEqual([first])
    expect(recorded(call)).toEqual([patient.id])
  })

  test('changes_nothing_of_the_call', async () => {
    const { doctor, patient, call } = await talking(server())
    await tell(patient, call)
    expect(await readCall(doctor, call.id)).toEqual(call)
  })

  test('stays_with_its_call_when_the_patient_is_called_again', async () => {
    const { doctor, patient, entry, call } = await talking(server())
    await tell(patient, call)
    await command(doctor, call.id, 'end')
    expectAnswer(await doctor.http.post(`/api/queue/${entry.id}/requeue`), 200)
    const next = await ring(doctor, entry.id)
    expect(await told(doctor, next)).toEqual([])
    expect(await told(doctor, call)).toHaveLength(1)
  })

  test('survives_a_kill', async () => {
    const { doctor, patient, call } = await talking(server())
    const report = await tell(patient, call)
    await server().kill9()
    await server().restart()
    expect(await told(doctor, call)).toEqual([report])
  })
})

describe('the calls of an entry', () => {
  const callsOf = async (doctor: Person, entry: Entry) =>
    expectAnswer<{ calls: { call: Call; reports: QualityReport[] }[] }>(
      await doctor.http.get(`/api/queue/${entry.id}/calls`),
      200,
    ).calls

  test('are_read_with_what_was_reported_of_each_the_newest_first', async () => {
    const { doctor, patient, entry, call } = await talking(server())
    const report = await tell(patient, call)
    const ended = await command(doctor, call.id, 'end')
    expectAnswer(await doctor.http.post(`/api/queue/${entry.id}/requeue`), 200)
    const next = await ring(doctor, entry.id)
    expect(await callsOf(doctor, entry)).toEqual([
      { call: next, reports: [] },
      { call: ended, reports: [report] },
    ])
  })

  test('are_not_those_of_another_entry', async () => {
    const { doctor, waiting } = await openPractice(server(), 2)
    const [first, second] = atLeast(2, waiting)
    await ring(doctor, first.entry.id)
    expect(await callsOf(doctor, second.entry)).toEqual([])
  })

  test('are_fifty_at_most', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    await command(patient, call.id, 'decline')
    for (let rings = 1; rings <= 50; ++rings) {
      await setReady(patient, entry.id)
      await command(patient, (await ring(doctor, entry.id)).id, 'decline')
    }
    const ids = (await callsOf(doctor, entry)).map(({ call: { id } }) => id)
    expect(ids).toHaveLength(50)
    expect(ids, 'the oldest is left out').not.toContain(call.id)
  })

  test('are_read_by_its_doctor_alone', async () => {
    const { patient, entry } = await talking(server())
    const path = `/api/queue/${entry.id}/calls`
    for (const someone of [patient, await registerPatient(server())]) {
      expectProblem(await someone.http.get(path), 403, 'role')
    }
    expectProblem(await (await addDoctor(server())).http.get(path), 404, 'not_found')
    expectProblem(await new Client(server().origin).get(path), 401, 'not_signed_in')
  })
})

describe('when a call may be reported', () => {
  test('not_while_it_rings', async () => {
    const { doctor, patient, call } = await ringing(server())
    for (const who of [doctor, patient]) expect(expectConflict(await send(who, call), 'not_active')).toEqual(call)
    expect(await told(doctor, call)).toEqual([])
  })

  test('not_when_it_was_never_answered', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    await command(patient, call.id, 'decline')
    expectConflict(await send(patient, call), 'not_active')
    await setReady(patient, entry.id)
    const next = await ring(doctor, entry.id)
    await command(doctor, next.id, 'cancel')
    expectConflict(await send(doctor, next), 'not_active')
  })

  test('for_15_minutes_after_its_end', async () => {
    const { doctor, patient, call } = await talking(server())
    await command(patient, call.id, 'end')
    const report = await tell(patient, call)
    const endedAgo = (ago: number) =>
      expect(alter(server(), 'UPDATE calls SET ended_at = ? WHERE id = ?', Date.now() - ago, call.id)).toBe(1)
    endedAgo(minutes(15) - minutes(1))
    await tell(doctor, call)
    endedAgo(minutes(15) + 1)
    for (const who of [doctor, patient]) {
      expect(expectConflict<Call>(await send(who, call, needed), 'call_over').status).toBe('ENDED')
    }
    expect((await told(doctor, call))[1], 'and is read for ever').toEqual(report)
  })
})

describe('nobody else', () => {
  test('reports_a_call_or_learns_that_there_is_one', async () => {
    const { doctor, patient, call } = await talking(server())
    const disabled = await talking(server())
    expect((await run(['user', 'disable', '--data', server().dataDir, '--email', disabled.patient.email])).code).toBe(0)
    for (const stranger of [await addDoctor(server()), await registerPatient(server())]) {
      expectProblem(await send(stranger, call), 404, 'not_found')
    }
    expectProblem(await send(new Client(server().origin), call), 401, 'not_signed_in')
    expectProblem(await send(disabled.patient, disabled.call), 401, 'not_signed_in')
    expect(await told(doctor, call)).toEqual([])
    await tell(patient, call)
  })

  test('reads_what_was_reported', async () => {
    const { patient, call } = await talking(server())
    await tell(patient, call)
    const path = `/api/calls/${call.id}/quality`
    for (const someone of [patient, await registerPatient(server())]) {
      expectProblem(await someone.http.get(path), 403, 'role')
    }
    expectProblem(await (await addDoctor(server())).http.get(path), 404, 'not_found')
    expectProblem(await new Client(server().origin).get(path), 401, 'not_signed_in')
  })
})

describe('the numbers', () => {
  const most: Record<string, number> = {
    seconds: 86_400,
    freezes: 1_000_000,
    frozenMs: 86_400_000,
    lossInPermille: 1000,
    lossOutPermille: 1000,
    roundTripMs: 60_000,
    reconnects: 10_000,
  }

  test('may_be_as_large_as_this', async () => {
    const { doctor, call } = await talking(server())
    const report = await tell(doctor, call, { ...most, relayed: false })
    expect(report).toMatchObject(most)
  })

  const wrong: [situation: string, body: object, fields: string[]][] = [
    ...Object.entries(most).flatMap(([field, value]): typeof wrong => [
      [`${field} is one too large`, { ...numbers, [field]: value + 1 }, [field]],
      [`${field} is negative`, { ...numbers, [field]: -1 }, [field]],
      [`${field} is a fraction`, { ...numbers, [field]: 0.5 }, [field]],
      [`${field} is text`, { ...numbers, [field]: '1' }, [field]],
      [`${field} is null`, { ...numbers, [field]: null }, [field]],
      [`${field} is beyond 64 bits`, { ...numbers, [field]: 1e30 }, [field]],
    ]),
    ['relayed is a number', { ...numbers, relayed: 1 }, ['relayed']],
    ['relayed is text', { ...numbers, relayed: 'true' }, ['relayed']],
    ['everything is missing', {}, Object.keys(needed)],
    ['a word is added', { ...numbers, comment: 'It was bad.' }, ['comment']],
  ]
  test('are_whole_within_their_bounds_and_nothing_but_numbers', async () => {
    const { doctor, call } = await talking(server())
    for (const [, body, fields] of wrong) expectFieldErrors(await send(doctor, call, body), ...fields)
    expect(await told(doctor, call)).toEqual([])
  })
})
