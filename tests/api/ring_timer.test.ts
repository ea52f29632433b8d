import { describe, expect, test } from 'vitest'
import { expectAnswer, expectConflict } from '../support/answers.ts'
import { command, readCall, readEntry, ring, ringing, setReady } from '../support/clinic.ts'
import { atInstant, seconds } from '../support/clock.ts'
import { inNewDirectory, command as run, Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Call, MeTopic, PracticeTopic } from '../support/wire.ts'

/** A ring of the shortest length, each test on a doctor and a patient of its own, side by side. */
const ringSeconds = 15
const server = serverForThisFile({ ringSeconds, keepConnections: true })

/** The contract's limit for being late, and what this machine may add between a commit and our reading of it. */
const latest = seconds(1)
const travel = 250

const missed = (call: Call) => (state: MeTopic) => state.lastCall?.id === call.id && state.call === undefined

describe.concurrent('a ring that nobody answers', () => {
  test('is_missed_at_its_time_and_never_before_on_both_screens', async () => {
    const { doctor, patient, schedule, call } = await ringing(server())
    expect(call.expiresAt).toBe(call.invitedAt + seconds(ringSeconds))
    const [hers, theirs] = [await patient.live(), await doctor.live()]
    await hers.until<MeTopic>('me', (me) => me.call?.id === call.id, 'the patient is rung')
    const me = await hers.until<MeTopic>('me', missed(call), 'the ring is over', seconds(ringSeconds + 5))
    expect(me.lastCall?.status).toBe('MISSED')
    expect(me.entries[call.entryId]).toMatchObject({ status: 'NOT_READY', lastOutcome: 'MISSED', missedCalls: 1 })
    const { serverAt, arrivedAt } = hers.view('me')
    expect(serverAt).toBeGreaterThanOrEqual(call.expiresAt)
    expect(serverAt).toBeLessThanOrEqual(call.expiresAt + latest)
    expect(arrivedAt).toBeLessThanOrEqual(call.expiresAt + latest + travel)
    const practice = await theirs.until<PracticeTopic>(
      `practice:${schedule.id}`,
      (state) => state.call === undefined,
      'the doctor sees that it is over',
    )
    expect(practice.entries[call.entryId]).toMatchObject({ status: 'NOT_READY', lastOutcome: 'MISSED', missedCalls: 1 })
    expect(practice).not.toHaveProperty('receipts')
    const over = await readCall(doctor, call.id)
    expect(over.status).toBe('MISSED')
    if (over.endedAt !== undefined) {
      expect(over.endedAt).toBeGreaterThanOrEqual(call.expiresAt)
      expect(over.endedAt).toBeLessThanOrEqual(call.expiresAt + latest)
    }
  }, 40_000)

  test('accept_after_the_ring_expired_is_told_that_the_call_is_over', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    await atInstant(call.expiresAt + latest + travel)
    for (const [who, name] of [
      [patient, 'accept'],
      [patient, 'decline'],
      [doctor, 'cancel'],
    ] as const) {
      const current = expectConflict<Call>(await who.http.post(`/api/calls/${call.id}/${name}`), 'call_over')
      expect(current.status).toBe('MISSED')
    }
    expectConflict(await doctor.http.post(`/api/calls/${call.id}/end`), 'call_over', 'not_active')
    expect(await readEntry(doctor, entry)).toMatchObject({ status: 'NOT_READY', lastOutcome: 'MISSED' })
  }, 40_000)

  test('accept_in_the_last_half_second_still_counts', async () => {
    const { doctor, patient, call } = await ringing(server())
    await atInstant(call.expiresAt - 500)
    const active = await command(patient, call.id, 'accept')
    expect(active.status).toBe('ACTIVE')
    await atInstant(call.expiresAt + latest + travel)
    expect((await readCall(doctor, call.id)).status, 'the ring time of an answered call means nothing').toBe('ACTIVE')
  }, 40_000)

  test('accept_at_the_very_end_has_one_outcome', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    await atInstant(call.expiresAt - 2)
    const answer = await patient.http.post(`/api/calls/${call.id}/accept`)
    const after = await readCall(doctor, call.id)
    if (answer.status === 200) {
      expect(after.status).toBe('ACTIVE')
      expect(after.answeredAt).toBeLessThan(call.expiresAt)
      expect((await readEntry(doctor, entry)).status).toBe('IN_CALL')
    } else {
      expect(expectConflict<Call>(answer, 'call_over').status).toBe('MISSED')
      expect((await readEntry(doctor, entry)).status).toBe('NOT_READY')
    }
  }, 40_000)

  test('a_cancelled_ring_is_not_missed_later', async () => {
    const { doctor, entry, call } = await ringing(server())
    await command(doctor, call.id, 'cancel')
    await atInstant(call.expiresAt + latest + travel)
    expect((await readCall(doctor, call.id)).status).toBe('CANCELLED')
    expect(await readEntry(doctor, entry)).toMatchObject({ status: 'READY', missedCalls: 0 })
  }, 40_000)

  test('a_second_miss_is_counted', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    const page = await patient.live()
    await page.until<MeTopic>('me', missed(call), 'the first ring is over', seconds(ringSeconds + 5))
    await setReady(patient, entry.id)
    const again = await ring(doctor, entry.id)
    const me = await page.until<MeTopic>('me', missed(again), 'the second is over', seconds(ringSeconds + 5))
    expect(me.entries[entry.id]?.missedCalls).toBe(2)
  }, 60_000)
})

describe.concurrent('a ring over a restart', () => {
  const onAServerOfItsOwn = async (work: (own: Server) => Promise<void>) => {
    const own = await Server.start({ ringSeconds })
    try {
      await work(own)
    } finally {
      await own.dispose()
    }
  }

  test.each(['kill9', 'stop'] as const)(
    '%s_while_ringing_the_ring_ends_missed_at_its_own_time',
    async (how) => {
      await onAServerOfItsOwn(async (own) => {
        const { doctor, patient, entry, call } = await ringing(own)
        await own[how]()
        await own.restart()
        expect(await readCall(patient, call.id), 'it rings on as if nothing had been').toEqual(call)
        const page = await patient.live()
        const me = await page.until<MeTopic>('me', missed(call), 'the ring is over', seconds(ringSeconds + 5))
        expect(me.lastCall?.status).toBe('MISSED')
        const { serverAt } = page.view('me')
        expect(serverAt).toBeGreaterThanOrEqual(call.expiresAt)
        expect(serverAt).toBeLessThanOrEqual(call.expiresAt + latest)
        expect((await readEntry(doctor, entry)).status).toBe('NOT_READY')
      })
    },
    60_000,
  )

  test('a_ring_that_ran_out_while_the_server_was_down_is_missed_at_once_when_it_is_back', async () => {
    await onAServerOfItsOwn(async (own) => {
      const { patient, call } = await ringing(own)
      await own.kill9()
      await atInstant(call.expiresAt + 200)
      await own.restart()
      const backAt = Date.now()
      const page = await patient.live()
      const me = await page.until<MeTopic>('me', missed(call), 'the ring is over', seconds(3))
      expect(me.lastCall?.status).toBe('MISSED')
      expect(page.view('me').arrivedAt).toBeLessThanOrEqual(backAt + latest + travel)
    })
  }, 60_000)

  test('a_ring_can_be_answered_after_the_restart', async () => {
    await onAServerOfItsOwn(async (own) => {
      const { patient, call } = await ringing(own)
      await own.kill9()
      await own.restart()
      expect((await command(patient, call.id, 'accept')).status).toBe('ACTIVE')
    })
  }, 60_000)

  test('an_acknowledged_answer_survives_a_kill_at_once', async () => {
    await onAServerOfItsOwn(async (own) => {
      const { doctor, patient, entry, call } = await ringing(own)
      const active = await command(patient, call.id, 'accept')
      await own.kill9()
      await own.restart()
      expect(await readCall(doctor, call.id)).toEqual(active)
      expect((await readEntry(doctor, entry)).status).toBe('IN_CALL')
    })
  }, 60_000)
})

describe('the ring time', () => {
  test('is_told_to_every_client', async () => {
    const { patient } = await ringing(server())
    const config = expectAnswer<{ ringSeconds: number }>(await patient.http.get('/api/config'), 200)
    expect(config.ringSeconds).toBe(ringSeconds)
  })

  test.each([14, 91, 0, -1])('of_%s_seconds_is_refused_at_the_start', async (length) => {
    const result = await inNewDirectory((data) =>
      run(['serve', '--listen', '127.0.0.1:0', '--data', data, '--ring-seconds', String(length)]),
    )
    expect(result.code, result.output).not.toBe(0)
    expect(result.output).toMatch(/15/)
  })
})
