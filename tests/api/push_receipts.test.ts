import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAnswer, expectFieldErrors, expectProblem } from '../support/answers.ts'
import { command, readCall, readEntry, ring } from '../support/clinic.ts'
import { atInstant, minutes } from '../support/clock.ts'
import { Client } from '../support/http.ts'
import { PushService, reachable } from '../support/push-service.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Call, MeTopic, PracticeTopic } from '../support/wire.ts'

/** What a service worker reports, with nothing but the token of the push. */
const server = serverForThisFile({ ringSeconds: 15 })
let service: PushService
beforeAll(async () => {
  service = await PushService.start()
})
afterAll(() => service.stop())

interface State {
  status: string
  expiresAt: number
  serverAt: number
  outcome?: string
}

const post = (token: unknown, event: string, more: object = {}) =>
  new Client(server().origin).post('/api/push/receipts', { token, event, ...more })
const report = async (token: unknown, event: string) => expectAnswer<State>(await post(token, event), 200)

/** A patient's device that has just been rung. */
async function rung() {
  const practice = await reachable(server(), service)
  const call = await ring(practice.doctor, practice.entry.id)
  const { payload } = await practice.device.message('ring', call.id)
  return { ...practice, call, token: payload['receipt'] as string }
}

describe('a receipt', () => {
  test('shows_the_doctor_how_far_the_push_came_and_never_goes_back', async () => {
    const { doctor, schedule, call, token } = await rung()
    const room = await doctor.live()
    const until = async (wanted: object) => {
      const shows = ({ receipts }: PracticeTopic) => JSON.stringify(receipts) === JSON.stringify(wanted)
      await room.until<PracticeTopic>(`practice:${schedule.id}`, shows, JSON.stringify(wanted))
    }
    await until({ sent: true, delivered: false, ringing: false, audible: false })
    const before = Date.now()
    const state = await report(token, 'delivered')
    expect(state).toEqual({ status: 'RINGING', expiresAt: call.expiresAt, serverAt: expect.any(Number) })
    expect(state.serverAt).toBeGreaterThanOrEqual(before)
    await until({ sent: true, delivered: true, ringing: false, audible: false })
    await report(token, 'shown')
    await until({ sent: true, delivered: true, ringing: true, audible: false })
    for (const event of ['delivered', 'shown', 'clicked', 'shown']) await report(token, event)
    await until({ sent: true, delivered: true, ringing: true, audible: false })
  })

  test('tells_how_the_ring_ended', async () => {
    for (const [name, outcome, status] of [
      ['accept', 'ANSWERED', 'ACTIVE'],
      ['cancel', 'CANCELLED', 'CANCELLED'],
      ['decline', 'DECLINED', 'DECLINED'],
    ] as const) {
      const { doctor, patient, call, token } = await rung()
      await command(name === 'cancel' ? doctor : patient, call.id, name)
      expect(await report(token, 'delivered')).toMatchObject({ status, outcome })
      if (name !== 'accept') continue
      await command(patient, call.id, 'end')
      expect(await report(token, 'delivered')).toMatchObject({ status: 'ENDED', outcome: 'ANSWERED' })
    }
  })

  test('after_a_missed_ring_says_so_and_takes_nothing_back', async () => {
    const { doctor, entry, call, token } = await rung()
    await atInstant(call.expiresAt + 1000)
    expect(await report(token, 'declined')).toMatchObject({ status: 'MISSED', outcome: 'MISSED' })
    expect((await readEntry(doctor, entry)).lastOutcome).toBe('MISSED')
  })
})

describe('declined from the notification', () => {
  test('ends_the_ring_with_no_cookie_while_a_page_sees_it', async () => {
    const { doctor, patient, entry, call, token, device } = await rung()
    const [room, page] = [await doctor.live(), await patient.live()]
    await page.until<MeTopic>('me', (me) => me.call?.id === call.id, 'the page rings')
    expect(await report(token, 'declined')).toMatchObject({ status: 'DECLINED', outcome: 'DECLINED' })
    await page.until<MeTopic>(
      'me',
      (me) => me.lastCall?.id === call.id && me.lastCall.status === 'DECLINED',
      'declined',
    )
    await room.until<PracticeTopic>(
      `practice:${call.scheduleId}`,
      ({ entries }) => entries[entry.id]?.lastOutcome === 'DECLINED',
      'the doctor sees it',
    )
    expect((await device.message('ring_over', call.id)).payload['outcome']).toBe('DECLINED')
    expect(await report(token, 'declined')).toMatchObject({ status: 'DECLINED' })
    expect(server().log).not.toContain(token)
  })

  test('too_late_changes_nothing', async () => {
    const { patient, call, token } = await rung()
    await command(patient, call.id, 'accept')
    expect(await report(token, 'declined')).toMatchObject({ status: 'ACTIVE', outcome: 'ANSWERED' })
    expect((await readCall(patient, call.id)).status).toBe('ACTIVE')
  })

  test('declines_its_own_call_and_not_the_next_one', async () => {
    const { doctor, entry, call, token, device } = await rung()
    await command(doctor, call.id, 'cancel')
    const next: Call = await ring(doctor, entry.id)
    await device.message('ring', next.id)
    expect(await report(token, 'declined')).toMatchObject({ status: 'CANCELLED', outcome: 'CANCELLED' })
    expect((await readCall(doctor, next.id)).status).toBe('RINGING')
  })
})

describe('a token', () => {
  test('that_this_server_did_not_make_is_not_found', async () => {
    const { token } = await rung()
    const end = token.at(-1) === 'A' ? 'B' : 'A'
    for (const forged of [
      'x',
      'not a token',
      token.slice(0, -1) + end,
      `B${token.slice(1)}`,
      token.slice(4),
      `${token}AAAA`,
    ]) {
      expectProblem(await post(forged, 'delivered'), 404, 'not_found')
    }
  })

  test('is_sealed_until_one_minute_after_the_ring', async () => {
    const { call, token } = await rung()
    // Kind, call, subscription, then the instant. That it is kept to is tried where time is an argument.
    const sealed = Buffer.from(token, 'base64url').readBigInt64BE(1 + 16 + 16)
    expect(Number(sealed)).toBe(call.expiresAt + minutes(1))
  })

  test('whose_subscription_is_gone_is_not_found_and_declines_nothing', async () => {
    const { patient, call, token, device } = await rung()
    expect((await patient.http.delete(`/api/push/subscriptions/${device.id}`)).status).toBe(204)
    expectProblem(await post(token, 'declined'), 404, 'not_found')
    expect((await readCall(patient, call.id)).status).toBe('RINGING')
  })

  test('whose_sign_in_is_over_is_not_found_and_declines_nothing', async () => {
    const { doctor, patient, call, token } = await rung()
    expect((await patient.http.post('/api/auth/logout')).status).toBe(204)
    expectProblem(await post(token, 'declined'), 404, 'not_found')
    expect((await readCall(doctor, call.id)).status).toBe('RINGING')
  })

  test('comes_with_an_event_of_the_contract', async () => {
    const { token } = await rung()
    expectFieldErrors(await post(token, 'accepted'), 'event')
    expectFieldErrors(await post(token, 'DELIVERED'), 'event')
    expectFieldErrors(await post(7, 'shown'), 'token')
    expectFieldErrors(await post('', 'seen', { why: 1 }), 'token', 'event', 'why')
    expectFieldErrors(await post('x'.repeat(4097), 'shown'), 'token')
  })
})
