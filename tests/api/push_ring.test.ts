import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { command, openPractice, ring } from '../support/clinic.ts'
import { Client } from '../support/http.ts'
import { atLeast } from '../support/lists.ts'
import { PushService, subscribed } from '../support/push-service.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { PracticeTopic } from '../support/wire.ts'

const server = serverForThisFile()
let service: PushService
beforeAll(async () => {
  service = await PushService.start()
})
afterAll(() => service.stop())

/** A READY patient with one subscribed browser. */
async function reachable() {
  const practice = await openPractice(server())
  const [{ patient, entry }] = atLeast(1, practice.waiting)
  return { ...practice, patient, entry, device: await subscribed(service, patient.http) }
}

describe('a ring', () => {
  test('is_pushed_encrypted_signed_urgent_and_for_as_long_as_it_lasts', async () => {
    const { doctor, entry, device } = await reachable()
    const call = await ring(doctor, entry.id)
    const { payload, headers, at } = await device.message('ring', call.id)
    expect(payload).toEqual({
      kind: 'ring',
      call: call.id,
      expiresAt: call.expiresAt,
      receipt: expect.stringMatching(/^[\w-]{40,200}$/),
      title: 'Your doctor is calling',
      body: expect.any(String),
    })
    expect(JSON.stringify(payload)).not.toContain(doctor.user.name)
    expect(headers).toMatchObject({
      urgency: 'high',
      'content-encoding': 'aes128gcm',
      topic: expect.stringMatching(/^[\w-]{1,32}$/),
    })
    const left = (call.expiresAt - at) / 1000
    expect(Number(headers['ttl'])).toBeGreaterThanOrEqual(Math.floor(left))
    expect(Number(headers['ttl'])).toBeLessThanOrEqual(30)
  })

  test('that_is_over_is_pushed_under_the_same_topic', async () => {
    const { doctor, patient, entry, device } = await reachable()
    const call = await ring(doctor, entry.id)
    const began = await device.message('ring', call.id)
    await command(patient, call.id, 'decline')
    const ended = await device.message('ring_over', call.id)
    expect(ended.payload).toEqual({ kind: 'ring_over', call: call.id, outcome: 'DECLINED' })
    expect(ended.headers['topic']).toBe(began.headers['topic'])
    expect(ended.headers['ttl']).toBe('3600')
  })

  test('shows_the_doctor_how_far_its_push_came', async () => {
    const { doctor, entry, device, schedule } = await reachable()
    const room = await doctor.live()
    const topic = `practice:${schedule.id}`
    const call = await ring(doctor, entry.id)
    const { payload } = await device.message('ring', call.id)
    const sent = await room.until<PracticeTopic>(topic, ({ receipts }) => receipts?.sent === true, 'sent')
    expect(sent.receipts).toEqual({ sent: true, delivered: false, ringing: false, audible: false })
    const nobody = new Client(server().origin)
    const report = async (event: string) =>
      expectAnswer<object>(await nobody.post('/api/push/receipts', { token: payload['receipt'], event }), 200)
    expect(await report('delivered')).toEqual({
      status: 'RINGING',
      expiresAt: call.expiresAt,
      serverAt: expect.any(Number),
    })
    const delivered = await room.until<PracticeTopic>(
      topic,
      ({ receipts }) => receipts?.delivered === true,
      'delivered',
    )
    expect(delivered.receipts).toEqual({ sent: true, delivered: true, ringing: false, audible: false })
    await report('shown')
    const shown = await room.until<PracticeTopic>(topic, ({ receipts }) => receipts?.ringing === true, 'shown')
    expect(shown.receipts).toEqual({ sent: true, delivered: true, ringing: true, audible: false })
    expect(await report('declined')).toEqual({
      status: 'DECLINED',
      outcome: 'DECLINED',
      expiresAt: call.expiresAt,
      serverAt: expect.any(Number),
    })
  })
})
