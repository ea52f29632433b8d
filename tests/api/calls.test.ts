import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectConflict, expectProblem, wordsOf } from '../support/answers.ts'
import {
  type CallCommand,
  type Consultation,
  schedule as change,
  command,
  createSchedule,
  join,
  openPractice,
  readCall,
  readEntry,
  requeue,
  ring,
  ringing,
  setReady,
  talking,
} from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import type { Answer } from '../support/http.ts'
import { atLeast } from '../support/lists.ts'
import { Live } from '../support/live.ts'
import { addDoctor, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Call, Entry, Problem } from '../support/wire.ts'

const server = serverForThisFile()

describe('a new call', () => {
  test('rings_for_30_seconds_by_the_servers_clock', async () => {
    const { doctor, waiting, schedule } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    const before = Date.now()
    const call = await ring(doctor, first.entry.id)
    expect(call).toEqual({
      id: call.id,
      entryId: first.entry.id,
      scheduleId: schedule.id,
      doctor: { id: doctor.id, name: doctor.user.name },
      patient: { id: first.patient.id, name: first.patient.user.name },
      status: 'RINGING',
      invitedAt: call.invitedAt,
      expiresAt: call.invitedAt + seconds(30),
    })
    expect(call.invitedAt).toBeGreaterThanOrEqual(before)
    expect(call.invitedAt).toBeLessThanOrEqual(Date.now())
    expect((await readEntry(doctor, first.entry)).status).toBe('RINGING')
    expect(await readCall(first.patient, call.id)).toEqual(call)
    expect(await readCall(doctor, call.id)).toEqual(call)
  })

  test('asked_for_again_while_it_lives_is_the_same_call', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    const again = async () =>
      expectAnswer<{ call: Call }>(await doctor.http.post(`/api/queue/${entry.id}/call`), 200).call
    expect(await again()).toEqual(call)
    const active = await command(patient, call.id, 'accept')
    expect(await again()).toEqual(active)
  })

  test('pressed_ten_times_at_once_is_one_call', async () => {
    const { doctor, waiting } = await openPractice(server(), 1)
    const id = waiting[0]?.entry.id
    const answers = await Promise.all(Array.from({ length: 10 }, () => doctor.http.post(`/api/queue/${id}/call`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 9 }, () => 200), 201])
    expect(new Set(answers.map((answer) => answer.json<{ call: Call }>().call.id)).size).toBe(1)
  })

  test('after_the_last_one_is_over_has_a_new_id', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    await command(doctor, call.id, 'cancel')
    const next = await ring(doctor, entry.id)
    expect(next.id).not.toBe(call.id)
    expect((await readCall(patient, call.id)).status).toBe('CANCELLED')
  })
})

describe('a call is refused', () => {
  test('to_a_patient_who_is_not_ready', async () => {
    const { doctor, waiting } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    await setReady(first.patient, first.entry.id, false)
    expectConflict(await doctor.http.post(`/api/queue/${first.entry.id}/call`), 'not_ready')
    expect((await readEntry(doctor, first.entry)).status).toBe('NOT_READY')
  })

  test.each(['LEFT', 'NOT_SEEN', 'DONE'])('to_a_patient_who_is_%s', async (status) => {
    const { doctor, waiting } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    if (status === 'DONE') {
      const call = await ring(doctor, first.entry.id)
      await command(first.patient, call.id, 'accept')
      await command(doctor, call.id, 'end')
    } else {
      await (status === 'LEFT' ? first.patient : doctor).http.delete(`/api/queue/${first.entry.id}`)
    }
    expectConflict(await doctor.http.post(`/api/queue/${first.entry.id}/call`), 'not_ready')
  })

  test('before_the_practice_opens_and_after_it_closed', async () => {
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor)
    const patient = await registerPatient(server())
    const entry = await join(patient, id)
    await setReady(patient, entry.id)
    expectConflict(await doctor.http.post(`/api/queue/${entry.id}/call`), 'practice_not_online')
    await change(doctor, id, 'start')
    await change(doctor, id, 'complete')
    expectConflict(await doctor.http.post(`/api/queue/${entry.id}/call`), 'practice_not_online')
  })

  test('while_the_doctor_rings_or_talks_to_somebody_else', async () => {
    const { doctor, waiting } = await openPractice(server(), 2)
    const [first, second] = atLeast(2, waiting)
    const call = await ring(doctor, first.entry.id)
    expectConflict(await doctor.http.post(`/api/queue/${second.entry.id}/call`), 'doctor_busy')
    await command(first.patient, call.id, 'accept')
    expectConflict(await doctor.http.post(`/api/queue/${second.entry.id}/call`), 'doctor_busy')
    await command(doctor, call.id, 'end')
    await ring(doctor, second.entry.id)
  })

  test('to_a_patient_whom_another_doctor_rings_without_a_word_about_that_doctor', async () => {
    const { patient, doctor: other, call } = await ringing(server())
    const { doctor, schedule } = await openPractice(server(), 0)
    const entry = await join(patient, schedule.id)
    await setReady(patient, entry.id)
    const answer = await doctor.http.post(`/api/queue/${entry.id}/call`)
    expectConflict(answer, 'patient_busy')
    for (const secret of [other.id, other.user.name, call.id, call.scheduleId, call.entryId]) {
      expect(answer.text).not.toContain(secret)
    }
  })

  test('with_the_first_reason_in_the_contracts_order_when_several_hold', async () => {
    // The patient is being rung by another doctor and is NOT_READY here; this doctor rings somebody else.
    const { patient } = await ringing(server())
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const entry = await join(patient, schedule.id)
    const ask = async () => expectConflict(await doctor.http.post(`/api/queue/${entry.id}/call`), expected)
    let expected = 'doctor_busy'
    const call = await ring(doctor, waiting[0]?.entry.id ?? '')
    await ask()
    await command(doctor, call.id, 'cancel')
    expected = 'patient_busy'
    await ask()

    // And with a practice that is not online on top of all the others.
    const upcoming = await createSchedule(doctor)
    const early = await join(patient, upcoming.id)
    await ring(doctor, waiting[0]?.entry.id ?? '')
    expectConflict(await doctor.http.post(`/api/queue/${early.id}/call`), 'practice_not_online')
  })

  test('to_one_of_two_doctors_who_ring_the_same_patient_at_once', async () => {
    const patient = await registerPatient(server())
    const practices = [await openPractice(server(), 0), await openPractice(server(), 0)]
    const entries: Entry[] = []
    for (const { schedule } of practices) {
      const entry = await join(patient, schedule.id)
      entries.push(await setReady(patient, entry.id))
    }
    const answers = await Promise.all(
      practices.map(({ doctor }, index) => doctor.http.post(`/api/queue/${entries[index]?.id}/call`)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.json<Problem>().code).toBe('patient_busy')
  })
})

describe('the outcome of a ring', () => {
  test('accepted_the_two_talk', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    const active = await command(patient, call.id, 'accept')
    expect(active).toEqual({ ...call, status: 'ACTIVE', answeredAt: active.answeredAt })
    expect(active.answeredAt).toBeGreaterThanOrEqual(call.invitedAt)
    expect((await readEntry(doctor, entry)).status).toBe('IN_CALL')
  })

  test('declined_the_patient_keeps_the_place_and_is_not_ready', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    const declined = await command(patient, call.id, 'decline')
    expect(declined.status).toBe('DECLINED')
    expect(declined).not.toHaveProperty('answeredAt')
    expect(await readEntry(doctor, entry)).toMatchObject({
      number: entry.number,
      status: 'NOT_READY',
      lastOutcome: 'DECLINED',
      missedCalls: 0,
    })
  })

  test('cancelled_the_patient_stays_ready', async () => {
    const { doctor, entry, call } = await ringing(server())
    expect((await command(doctor, call.id, 'cancel')).status).toBe('CANCELLED')
    expect(await readEntry(doctor, entry)).toMatchObject({ status: 'READY', lastOutcome: 'CANCELLED' })
  })
})

describe('ending', () => {
  test.each(['doctor', 'patient'] as const)('by_the_%s_ends_it_for_both', async (side) => {
    const consultation = await talking(server())
    const { doctor, patient, entry, call } = consultation
    const ended = await command(consultation[side], call.id, 'end')
    expect(ended).toEqual({
      ...call,
      status: 'ENDED',
      endReason: 'HUNG_UP',
      endedBy: side.toUpperCase(),
      endedAt: ended.endedAt,
    })
    expect(ended.endedAt).toBeGreaterThanOrEqual(call.answeredAt ?? 0)
    expect(await readCall(doctor, call.id)).toEqual(ended)
    expect(await readCall(patient, call.id)).toEqual(ended)
    expect(await readEntry(doctor, entry)).toMatchObject({ status: 'DONE', lastOutcome: 'ENDED' })
  })

  test('by_both_at_once_has_one_outcome', async () => {
    const { doctor, patient, call } = await talking(server())
    const answers = await Promise.all([
      doctor.http.post(`/api/calls/${call.id}/end`),
      patient.http.post(`/api/calls/${call.id}/end`),
    ])
    expect(answers.some(({ status }) => status === 200)).toBe(true)
    for (const answer of answers) if (answer.status !== 200) expectConflict(answer, 'call_over', 'not_active')
    const [seenByDoctor, seenByPatient] = [await readCall(doctor, call.id), await readCall(patient, call.id)]
    expect(seenByDoctor).toEqual(seenByPatient)
    expect(seenByDoctor).toMatchObject({ status: 'ENDED', endReason: 'HUNG_UP' })
  })
})

type State = 'RINGING' | 'ACTIVE' | 'ENDED' | 'DECLINED' | 'CANCELLED'

async function callIn(state: State): Promise<Consultation> {
  if (state === 'RINGING') return ringing(server())
  if (state === 'ACTIVE') return talking(server())
  const consultation = state === 'ENDED' ? await talking(server()) : await ringing(server())
  const { doctor, patient, call } = consultation
  if (state === 'ENDED') await command(doctor, call.id, 'end')
  if (state === 'DECLINED') await command(patient, call.id, 'decline')
  if (state === 'CANCELLED') await command(doctor, call.id, 'cancel')
  return { ...consultation, call: await readCall(doctor, call.id) }
}

describe('every command of a call in every state', () => {
  const rows: [State, 'doctor' | 'patient', CallCommand, string[]][] = [
    ['RINGING', 'patient', 'accept', ['ACTIVE']],
    ['RINGING', 'patient', 'decline', ['DECLINED']],
    ['RINGING', 'doctor', 'cancel', ['CANCELLED']],
    ['RINGING', 'doctor', 'end', ['not_active']],
    ['RINGING', 'patient', 'end', ['not_active']],
    ['ACTIVE', 'patient', 'accept', ['ACTIVE']],
    ['ACTIVE', 'patient', 'decline', ['already_answered']],
    ['ACTIVE', 'doctor', 'cancel', ['already_answered']],
    ['ACTIVE', 'doctor', 'end', ['ENDED']],
    ['ACTIVE', 'patient', 'end', ['ENDED']],
    // Both words are true of an Accept that is repeated after the call it accepted has ended.
    ['ENDED', 'patient', 'accept', ['ENDED', 'call_over']],
    ['ENDED', 'patient', 'decline', ['call_over']],
    ['ENDED', 'doctor', 'cancel', ['call_over']],
    ['ENDED', 'doctor', 'end', ['ENDED']],
    ['ENDED', 'patient', 'end', ['ENDED', 'call_over', 'not_active']],
    ['DECLINED', 'patient', 'accept', ['call_over']],
    ['DECLINED', 'patient', 'decline', ['DECLINED']],
    ['DECLINED', 'doctor', 'cancel', ['call_over']],
    ['DECLINED', 'doctor', 'end', ['call_over', 'not_active']],
    ['DECLINED', 'patient', 'end', ['call_over', 'not_active']],
    ['CANCELLED', 'patient', 'accept', ['call_over']],
    ['CANCELLED', 'patient', 'decline', ['call_over']],
    ['CANCELLED', 'doctor', 'cancel', ['CANCELLED']],
    ['CANCELLED', 'doctor', 'end', ['call_over', 'not_active']],
    ['CANCELLED', 'patient', 'end', ['call_over', 'not_active']],
  ]

  test.each(rows)('%s, %s %s: %s', async (state, side, name, outcomes) => {
    const consultation = await callIn(state)
    const { call } = consultation
    const answer = await consultation[side].http.post(`/api/calls/${call.id}/${name}`)
    const after = await readCall(consultation.doctor, call.id)
    if (answer.status === 200) {
      expect(outcomes).toContain(expectAnswer<{ call: Call }>(answer, 200).call.status)
      expect(answer.json<{ call: Call }>().call).toEqual(after)
    } else {
      expect(expectConflict<Call>(answer, ...outcomes)).toEqual(call)
    }
    if (after.status === state) expect(after, 'a repeat or a refusal changes nothing').toEqual(call)
  })

  test.each([
    ['RINGING', ['not_active']],
    ['ENDED', ['not_active', 'call_over']],
    ['DECLINED', ['not_active', 'call_over']],
  ] as [State, string[]][])('%s, ice is refused', async (state, codes) => {
    const { patient, call } = await callIn(state)
    expectConflict(await patient.http.get(`/api/calls/${call.id}/ice`), ...codes)
  })

  test('ACTIVE, ice is there for both', async () => {
    const { doctor, patient, call } = await talking(server())
    for (const person of [doctor, patient]) {
      const answer = expectAnswer<{ iceServers: unknown[]; expiresAt: number }>(
        await person.http.get(`/api/calls/${call.id}/ice`),
        200,
      )
      expect(answer.iceServers).toBeInstanceOf(Array)
      expect(answer.expiresAt).toBeGreaterThan(Date.now())
    }
  })
})

describe('accepting on several devices', () => {
  const accept = (who: { post(path: string, body?: unknown): Promise<Answer> }, call: Call, connection?: string) =>
    who.post(`/api/calls/${call.id}/accept`, connection === undefined ? undefined : { connection })

  test('the_same_connection_may_repeat_it', async () => {
    const { patient, call } = await ringing(server())
    const page = await patient.live()
    const first = expectAnswer<{ call: Call }>(await accept(patient.http, call, page.connection), 200)
    expect(expectAnswer(await accept(patient.http, call, page.connection), 200)).toEqual(first)
    expect(expectAnswer(await accept(patient.http, call), 200)).toEqual(first)
  })

  test('another_tab_of_the_same_browser_is_told_answered_elsewhere', async () => {
    const { patient, call } = await ringing(server())
    const [tab, otherTab] = [await patient.live(), await patient.live()]
    expect(tab.connection).not.toBe(otherTab.connection)
    const { call: active } = expectAnswer<{ call: Call }>(await accept(patient.http, call, tab.connection), 200)
    const answer = await accept(patient.http, call, otherTab.connection)
    expect(expectConflict<Call>(answer, 'answered_elsewhere')).toEqual(active)
  })

  test('another_browser_is_told_answered_elsewhere', async () => {
    const { patient, call } = await ringing(server())
    const otherBrowser = await patient.otherBrowser()
    const otherPage = await Live.open(otherBrowser)
    const page = await patient.live()
    const { call: active } = expectAnswer<{ call: Call }>(await accept(patient.http, call, page.connection), 200)
    for (const connection of [undefined, otherPage.connection]) {
      const answer = await accept(otherBrowser, call, connection)
      expect(expectConflict<Call>(answer, 'answered_elsewhere')).toEqual(active)
    }
  })

  test('of_many_devices_at_once_exactly_one_wins', async () => {
    const { patient, call } = await ringing(server())
    const browsers = await Promise.all(Array.from({ length: 6 }, () => patient.otherBrowser()))
    const pages = await Promise.all(browsers.map((browser) => Live.open(browser)))
    const answers = await Promise.all(browsers.map((browser, index) => accept(browser, call, pages[index]?.connection)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
    for (const answer of answers) if (answer.status === 409) expectConflict(answer, 'answered_elsewhere')
  })

  test('accept_and_decline_and_cancel_at_once_have_one_outcome', async () => {
    for (let round = 0; round < 8; ++round) {
      const { doctor, patient, entry, call } = await ringing(server())
      const [accepted, declined, cancelled] = await Promise.all([
        patient.http.post(`/api/calls/${call.id}/accept`),
        patient.http.post(`/api/calls/${call.id}/decline`),
        doctor.http.post(`/api/calls/${call.id}/cancel`),
      ])
      const winners = [accepted, declined, cancelled].filter(({ status }) => status === 200)
      expect(winners).toHaveLength(1)
      const after = await readCall(doctor, call.id)
      expect(winners[0]?.json<{ call: Call }>().call).toEqual(after)
      const entryAfter = { ACTIVE: 'IN_CALL', DECLINED: 'NOT_READY', CANCELLED: 'READY' }[after.status as 'ACTIVE']
      expect((await readEntry(doctor, entry)).status).toBe(entryAfter)
    }
  })
})

test('ring_again_after_a_decline_needs_the_patient_to_be_ready_again', async () => {
  const { doctor, patient, entry, call } = await ringing(server())
  await command(patient, call.id, 'decline')
  expectConflict(await doctor.http.post(`/api/queue/${entry.id}/call`), 'not_ready')
  await setReady(patient, entry.id)
  await ring(doctor, entry.id)
})

test('call_again_after_the_end_is_a_new_call', async () => {
  const { doctor, entry, call } = await talking(server())
  await command(doctor, call.id, 'end')
  await requeue(doctor, entry.id)
  expect((await ring(doctor, entry.id)).id).not.toBe(call.id)
})

describe('a call that is not there', () => {
  const rows: ['doctor' | 'patient', string, string][] = [
    ['doctor', 'GET', ''],
    ['doctor', 'GET', '/ice'],
    ['doctor', 'POST', '/cancel'],
    ['doctor', 'POST', '/end'],
    ['patient', 'GET', ''],
    ['patient', 'GET', '/ice'],
    ['patient', 'POST', '/accept'],
    ['patient', 'POST', '/decline'],
    ['patient', 'POST', '/end'],
  ]
  test.each(rows)('another_%s_gets_the_same_words_as_for_an_unknown_one: %s %s', async (role, method, suffix) => {
    const { doctor, call } = await talking(server())
    const stranger = role === 'doctor' ? await addDoctor(server()) : await registerPatient(server())
    const answers = await Promise.all(
      [call.id, randomUUID(), 'not-an-id'].map((id) =>
        stranger.http.send({ method, path: `/api/calls/${id}${suffix}` }),
      ),
    )
    for (const answer of answers) expectProblem(answer, 404)
    expect(new Set(answers.map((answer) => JSON.stringify(wordsOf(answer)))).size).toBe(1)
    expect((await readCall(doctor, call.id)).status).toBe('ACTIVE')
  })
})
