import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, ring } from '../support/clinic.ts'
import { expectLife, PushService, reachable } from '../support/push-service.ts'
import { serverForThisFile } from '../support/vitest.ts'

const server = serverForThisFile()
let service: PushService
beforeAll(async () => {
  service = await PushService.start()
})
afterAll(() => service.stop())

describe('a ring', () => {
  test('is_pushed_encrypted_signed_urgent_and_for_as_long_as_it_lasts', async () => {
    const { doctor, entry, device } = await reachable(server(), service)
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
    const { doctor, patient, entry, device } = await reachable(server(), service)
    const call = await ring(doctor, entry.id)
    const began = await device.message('ring', call.id)
    await command(patient, call.id, 'decline')
    const ended = await device.message('ring_over', call.id)
    expect(ended.payload).toEqual({ kind: 'ring_over', call: call.id, outcome: 'DECLINED' })
    expect(ended.headers['topic']).toBe(began.headers['topic'])
    expectLife(ended, 3600)
  })
})
