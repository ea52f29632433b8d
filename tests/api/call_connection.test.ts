import { describe, expect, test } from 'vitest'
import { type Consultation, command, readCall, readEntry, talking } from '../support/clinic.ts'
import { atInstant, seconds } from '../support/clock.ts'
import type { Live } from '../support/live.ts'
import { Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Call, CallTopic } from '../support/wire.ts'

/** Small settings, so that the limits can be crossed; each test has a call of its own, side by side. */
const joinSeconds = 5
const callGraceSeconds = 4
const settings = { joinSeconds, callGraceSeconds }
const server = serverForThisFile({ ...settings, keepConnections: true })

/** How late the server may be, and the time until somebody who vanished is noticed. */
const slack = seconds(1.5)

const attach = async (page: Live, call: Call) => {
  page.send({ op: 'attach', call: call.id })
  return page.op('attached', { call: call.id })
}

/** Waits for the end on a page that only looks, and gives the instant at which it was told. */
async function lost(watcher: Live, call: Call, timeoutMs: number): Promise<number> {
  const state = await watcher.until<CallTopic>(
    `call:${call.id}`,
    (topic) => topic.call.status === 'ENDED',
    'the server ends the call',
    timeoutMs,
  )
  expect(state.call.endReason).toBe('CONNECTION_LOST')
  expect(state.call).not.toHaveProperty('endedBy')
  return watcher.view(`call:${call.id}`).serverAt
}

const expectBetween = (instant: number, earliest: number, latest: number, what: string) => {
  expect(instant - earliest, `${what}: never before its time`).toBeGreaterThanOrEqual(0)
  expect(instant - latest, `${what}: not late`).toBeLessThanOrEqual(0)
}

async function bothAttached(consultation: Consultation): Promise<{ doctorPage: Live; patientPage: Live }> {
  const doctorPage = await consultation.doctor.live()
  const patientPage = await consultation.patient.live()
  await attach(doctorPage, consultation.call)
  await attach(patientPage, consultation.call)
  return { doctorPage, patientPage }
}

describe.concurrent('after the accept', () => {
  test('nobody_attaches_and_the_call_ends_when_the_time_to_join_is_over', async () => {
    const { doctor, entry, call } = await talking(server())
    const watcher = await doctor.live()
    const endedAt = await lost(watcher, call, seconds(joinSeconds + 4))
    const due = (call.answeredAt ?? 0) + seconds(joinSeconds)
    expectBetween(endedAt, due, due + slack, 'the join time')
    expect(await readEntry(doctor, entry)).toMatchObject({ status: 'DONE', lastOutcome: 'CONNECTION_LOST' })
  }, 30_000)

  test('only_the_doctor_attaches_and_the_call_ends_when_the_time_to_join_is_over', async () => {
    const { doctor, call } = await talking(server())
    const page = await doctor.live()
    await attach(page, call)
    const endedAt = await lost(page, call, seconds(joinSeconds + 4))
    const due = (call.answeredAt ?? 0) + seconds(joinSeconds)
    expectBetween(endedAt, due, due + slack, 'the join time')
    await page.op('detached', { call: call.id, reason: 'call_over' })
  }, 30_000)

  test('both_attach_and_the_call_goes_on_past_both_times', async () => {
    const consultation = await talking(server())
    await bothAttached(consultation)
    const { doctor, call } = consultation
    await atInstant((call.answeredAt ?? 0) + seconds(joinSeconds + callGraceSeconds) + slack)
    expect((await readCall(doctor, call.id)).status).toBe('ACTIVE')
  }, 30_000)
})

describe.concurrent('a participant who was attached', () => {
  test.each(['patient', 'doctor'] as const)(
    'the_%s_vanishes_and_the_call_ends_after_the_grace',
    async (side) => {
      const consultation = await talking(server())
      const { doctorPage, patientPage } = await bothAttached(consultation)
      const [gone, stays] = side === 'patient' ? [patientPage, doctorPage] : [doctorPage, patientPage]
      await stays.current(`call:${consultation.call.id}`)
      const goneAt = Date.now()
      gone.abandon()
      await stays.until<CallTopic>(
        `call:${consultation.call.id}`,
        (topic) => !topic[side].attached,
        'the other side is told',
        seconds(1),
      )
      await stays.op('peer', { call: consultation.call.id, present: false })
      const endedAt = await lost(stays, consultation.call, seconds(callGraceSeconds + 4))
      expectBetween(
        endedAt,
        goneAt + seconds(callGraceSeconds),
        goneAt + seconds(callGraceSeconds) + slack,
        'the grace',
      )
      expect((await readEntry(consultation.doctor, consultation.entry)).status).toBe('DONE')
    },
    30_000,
  )

  test('comes_back_within_the_grace_and_the_call_goes_on', async () => {
    const consultation = await talking(server())
    const { doctorPage, patientPage } = await bothAttached(consultation)
    const { call, doctor, patient } = consultation
    const goneAt = Date.now()
    patientPage.abandon()
    await doctorPage.op('peer', { call: call.id, present: false })
    await atInstant(goneAt + seconds(callGraceSeconds) / 2)
    const back = await patient.live()
    await attach(back, call)
    await doctorPage.op('peer', { call: call.id, present: true })
    await atInstant(goneAt + seconds(callGraceSeconds) + slack)
    expect((await readCall(doctor, call.id)).status).toBe('ACTIVE')
  }, 30_000)

  test('ends_the_call_at_once_without_waiting_for_the_one_who_vanished', async () => {
    const consultation = await talking(server())
    const { patientPage } = await bothAttached(consultation)
    patientPage.abandon()
    expect(await command(consultation.doctor, consultation.call.id, 'end')).toMatchObject({ endReason: 'HUNG_UP' })
  }, 30_000)
})

describe.concurrent('an active call over a restart of the server', () => {
  const onAServerOfItsOwn = async (work: (own: Server) => Promise<void>) => {
    const own = await Server.start(settings)
    try {
      await work(own)
    } finally {
      await own.dispose()
    }
  }

  test('nobody_comes_back_and_it_ends_the_grace_after_the_start', async () => {
    await onAServerOfItsOwn(async (own) => {
      const consultation = await talking(own)
      await bothAttached(consultation)
      await own.kill9()
      const startsAt = Date.now()
      await own.restart()
      const startedAt = Date.now()
      const watcher = await consultation.doctor.live()
      const endedAt = await lost(watcher, consultation.call, seconds(callGraceSeconds + 4))
      const grace = seconds(callGraceSeconds)
      expectBetween(endedAt, startsAt + grace, startedAt + grace + slack, 'the grace from the start')
    })
  }, 60_000)

  test('both_come_back_and_it_goes_on', async () => {
    await onAServerOfItsOwn(async (own) => {
      const consultation = await talking(own)
      await bothAttached(consultation)
      await own.kill9()
      await own.restart()
      const startedAt = Date.now()
      await bothAttached(consultation)
      await atInstant(startedAt + seconds(callGraceSeconds) + slack)
      expect((await readCall(consultation.doctor, consultation.call.id)).status).toBe('ACTIVE')
    })
  }, 60_000)

  test('long_out_of_service_counts_for_nobody', async () => {
    await onAServerOfItsOwn(async (own) => {
      const consultation = await talking(own)
      await bothAttached(consultation)
      await own.kill9()
      await atInstant(Date.now() + seconds(callGraceSeconds) + slack)
      await own.restart()
      expect((await readCall(consultation.doctor, consultation.call.id)).status).toBe('ACTIVE')
      await bothAttached(consultation)
    })
  }, 60_000)
})
