import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import { command, readEntry, ring, setReady } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { Client } from '../support/http.ts'
import { expectLife, PushService, reachable } from '../support/push-service.ts'
import { Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { PracticeTopic } from '../support/wire.ts'

/** What becomes of a push when the push service does not simply take it. */
const server = serverForThisFile()
let service: PushService
beforeAll(async () => {
  service = await PushService.start()
})
afterAll(() => service.stop())

describe('a push service', () => {
  test('that_answers_410_loses_the_subscription_and_the_doctor_sees_it', async () => {
    const { doctor, entry, device, schedule } = await reachable(server(), service)
    const room = await doctor.live()
    const topic = `practice:${schedule.id}`
    const shows = (reachability: string) =>
      room.until<PracticeTopic>(topic, ({ entries }) => entries[entry.id]?.reachability === reachability, reachability)
    await shows('PUSH')
    device.expire()
    const call = await ring(doctor, entry.id)
    const after = await shows('NONE')
    expect(after.receipts).toEqual({ sent: false, delivered: false, ringing: false, audible: false })
    expect(device.attempts).toHaveLength(1)
    await command(doctor, call.id, 'cancel')
    expect((await readEntry(doctor, entry)).reachability).toBe('NONE')
  })

  test('that_answers_404_loses_it_too', async () => {
    const { doctor, patient, entry, device, schedule } = await reachable(server(), service)
    const room = await doctor.live()
    device.answerAlways({ status: 404 })
    await ring(doctor, entry.id)
    await room.until<PracticeTopic>(
      `practice:${schedule.id}`,
      ({ entries }) => entries[entry.id]?.reachability === 'NONE',
      'the subscription is gone',
    )
    expect(expectAnswer<object>(await patient.http.post('/api/push/test'), 200)).toEqual({ results: [] })
  })

  test.each([429, 500, 503])('that_answers_%i_is_asked_again_while_it_rings', async (status) => {
    const { doctor, entry, device } = await reachable(server(), service)
    device.answerNext({ status }, { status })
    const call = await ring(doctor, entry.id)
    const { headers, at } = await device.message('ring', call.id, seconds(8))
    expect(device.attempts).toHaveLength(3)
    expect(at - (device.attempts[0]?.at ?? 0)).toBeGreaterThan(2900)
    // What is left is told anew at each attempt.
    const ttls = device.attempts.map((attempt) => Number(attempt.headers['ttl']))
    expect(ttls).toEqual([...ttls].sort((left, right) => right - left))
    expect(Number(headers['ttl'])).toBeLessThanOrEqual(Math.floor((call.expiresAt - at) / 1000) + 1)
    expect(Number(headers['ttl'])).toBeLessThan(ttls[0] as number)
  })

  test('is_asked_again_when_it_says_and_not_before', async () => {
    const { doctor, entry, device } = await reachable(server(), service)
    device.answerNext({ status: 429, headers: { 'retry-after': '3' } })
    const call = await ring(doctor, entry.id)
    const { at } = await device.message('ring', call.id, seconds(8))
    expect(at - (device.attempts[0]?.at ?? 0)).toBeGreaterThanOrEqual(2950)
  })

  test('is_not_asked_again_once_the_ring_is_over', async () => {
    const { doctor, patient, entry, device } = await reachable(server(), service)
    device.answerNext({ status: 503, headers: { 'retry-after': '2' } })
    const call = await ring(doctor, entry.id)
    await device.attempt(1)
    await command(patient, call.id, 'decline')
    await device.message('ring_over', call.id)
    await setReady(patient, entry.id)
    const again = await ring(doctor, entry.id)
    await device.message('ring', again.id)
    await command(doctor, again.id, 'cancel')
    await device.message('ring_over', again.id)
    expect(device.received.map(({ payload }) => [payload.kind, payload['call']])).toEqual([
      ['ring_over', call.id],
      ['ring', again.id],
      ['ring_over', again.id],
    ])
  })

  test('that_is_slow_gets_the_end_of_a_ring_after_the_ring', async () => {
    const { doctor, entry, device } = await reachable(server(), service)
    device.answerAlways({ delayMs: 700 })
    const call = await ring(doctor, entry.id)
    await device.attempt(1)
    await command(doctor, call.id, 'cancel')
    await device.message('ring_over', call.id)
    expect(device.received.map(({ payload }) => payload.kind)).toEqual(['ring', 'ring_over'])
  })
})

describe('a test push', () => {
  test('tells_what_each_push_service_answered', async () => {
    const { patient, device } = await reachable(server(), service)
    const other = await patient.otherBrowser()
    const second = await service.subscribed(other)
    second.answerAlways({ status: 503 })
    const { results } = expectAnswer<{ results: object[] }>(await patient.http.post('/api/push/test'), 200)
    expect(results).toEqual([
      { endpointHost: '127.0.0.1', status: 201 },
      { endpointHost: '127.0.0.1', status: 503 },
    ])
    const came = await device.message('test')
    const { payload, headers } = came
    expect(payload).toEqual({
      kind: 'test',
      receipt: expect.any(String),
      title: expect.any(String),
      body: expect.any(String),
    })
    expectLife(came, 60)
    expect(headers['urgency']).toBe('high')
    const receipt = { token: payload['receipt'], event: 'delivered' }
    const answer = expectAnswer<object>(await new Client(server().origin).post('/api/push/receipts', receipt), 200)
    expect(answer).toEqual({ status: 'TEST', expiresAt: expect.any(Number), serverAt: expect.any(Number) })
  })

  test('says_0_for_a_push_service_that_is_not_there', async () => {
    const { patient } = await reachable(server(), service)
    const gone = await PushService.start()
    const other = await patient.otherBrowser()
    await gone.subscribed(other)
    gone.stop()
    const { results } = expectAnswer<{ results: { status: number }[] }>(await patient.http.post('/api/push/test'), 200)
    expect(results.map(({ status }) => status)).toEqual([201, 0])
  })

  test('waits_ten_seconds_for_an_answer_and_no_longer', async () => {
    const { patient, device } = await reachable(server(), service)
    device.answerAlways({ delayMs: seconds(20), status: 201 })
    const begin = Date.now()
    const { results } = expectAnswer<{ results: { status: number }[] }>(await patient.http.post('/api/push/test'), 200)
    expect(results.map(({ status }) => status)).toEqual([0])
    expect(Date.now() - begin).toBeGreaterThan(seconds(9.5))
    expect(Date.now() - begin).toBeLessThan(seconds(12))
  })

  test('is_in_the_language_of_the_one_whom_it_reaches', async () => {
    const { patient, device } = await reachable(server(), service)
    expectAnswer(await patient.http.patch('/api/me', { locale: 'id' }), 200)
    expectAnswer(await patient.http.post('/api/push/test'), 200)
    const { payload } = await device.message('test')
    expect(payload['title']).toBe('Notifikasi berfungsi')
  })

  test('is_sent_ten_times_in_five_minutes_and_no_more', async () => {
    const throttled = await Server.start({ throttle: 'on' })
    try {
      const { patient } = await reachable(throttled, service)
      for (let i = 0; i < 10; ++i) expectAnswer(await patient.http.post('/api/push/test'), 200)
      const answer = await patient.http.post('/api/push/test')
      expectProblem(answer, 429, 'too_many')
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    } finally {
      await throttled.dispose()
    }
  })
})

describe('a server that starts while it rings', () => {
  test('rings_again_with_the_same_topic_and_a_receipt_that_works', async () => {
    const restarting = await Server.start()
    try {
      const { doctor, entry, device } = await reachable(restarting, service)
      const call = await ring(doctor, entry.id)
      const first = await device.message('ring', call.id)
      await restarting.kill9()
      await restarting.restart()
      const again = await device.until(
        () => device.received.filter(({ payload }) => payload.kind === 'ring')[1],
        'a second ring',
        5000,
      )
      expect(again.payload['call']).toBe(call.id)
      expect(again.headers['topic']).toBe(first.headers['topic'])
      const nobody = new Client(restarting.origin)
      for (const { payload } of [first, again]) {
        const answer = await nobody.post('/api/push/receipts', { token: payload['receipt'], event: 'delivered' })
        expect(expectAnswer<{ status: string }>(answer, 200).status).toBe('RINGING')
      }
    } finally {
      await restarting.dispose()
    }
  })

  test('has_told_before_it_ended_what_happened_last', async () => {
    const ending = await Server.start()
    try {
      const { doctor, patient, entry, device } = await reachable(ending, service)
      const call = await ring(doctor, entry.id)
      await device.message('ring', call.id)
      await command(patient, call.id, 'decline')
      expect(await ending.stop()).toBe(0)
      expect(device.received.map(({ payload }) => payload.kind)).toEqual(['ring', 'ring_over'])
    } finally {
      await ending.dispose()
    }
  })

  test('ends_at_once_when_told_to_while_a_push_service_does_not_answer', async () => {
    const ending = await Server.start()
    try {
      const { doctor, entry, device } = await reachable(ending, service)
      device.answerAlways({ delayMs: 8000, status: 201 })
      await ring(doctor, entry.id)
      await device.attempt(1)
      const begin = Date.now()
      expect(await ending.stop()).toBe(0)
      expect(Date.now() - begin).toBeLessThan(5000)
    } finally {
      await ending.dispose()
    }
  })
})
