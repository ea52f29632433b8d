import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAnswer, expectEmpty, expectFieldErrors, expectProblem, wordsOf } from '../support/answers.ts'
import { join, readEntry, ring, setReady } from '../support/clinic.ts'
import { Client } from '../support/http.ts'
import { addDoctor, newAccount, registerPatient } from '../support/people.ts'
import { PushService, pushKey, reachable } from '../support/push-service.ts'
import { command, Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Entry, PracticeTopic, SignIn, Tokens } from '../support/wire.ts'

const server = serverForThisFile()
let service: PushService
beforeAll(async () => {
  service = await PushService.start()
})
afterAll(() => service.stop())

const endpoint = 'https://push.example.org/some/place'
const post = async (client: Client, change: object) => {
  const { subscription } = await service.subscribe(await pushKey(client))
  return client.post('/api/push/subscriptions', { ...subscription, ...change })
}

describe('the key', () => {
  test('is_a_point_on_p_256_the_same_for_all_and_after_a_restart', async () => {
    const restarting = await Server.start()
    try {
      const patient = await registerPatient(restarting)
      const key = await pushKey(patient.http)
      expect(Buffer.from(key, 'base64url')).toHaveLength(65)
      expect(key).toMatch(/^[\w-]{87}$/)
      await restarting.stop()
      await restarting.restart()
      expect(await pushKey(patient.http)).toBe(key)
      expect(await pushKey((await addDoctor(restarting)).http)).toBe(key)
    } finally {
      await restarting.dispose()
    }
  })
})

describe('a subscription', () => {
  test('is_new_once_and_known_from_then_on', async () => {
    const { patient, device } = await reachable(server(), service)
    expect(await device.register(patient.http, 200)).toBe(device.id)
    expect(await device.register(await patient.otherBrowser(), 200)).toBe(device.id)
  })

  test('may_say_when_it_runs_out_or_null', async () => {
    const patient = await registerPatient(server())
    expectAnswer(await post(patient.http, { expirationTime: null }), 201)
    expectAnswer(await post(patient.http, { expirationTime: Date.now() + 1000 }), 201)
    expectFieldErrors(await post(patient.http, { expirationTime: 'soon' }), 'expirationTime')
  })

  test('has_an_endpoint_and_keys_that_are_some', async () => {
    const { http } = await registerPatient(server())
    expectFieldErrors(await http.post('/api/push/subscriptions', {}), 'endpoint', 'keys')
    expectFieldErrors(await post(http, { endpoint: '', keys: {} }), 'endpoint', 'keys.p256dh', 'keys.auth')
    expectFieldErrors(await post(http, { keys: { p256dh: 'AAAA', auth: 'AAAA' } }), 'keys.p256dh', 'keys.auth')
    const offCurve = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString('base64url')
    const wrong = { keys: { p256dh: offCurve, auth: 'BTBZMqHH6r4Tts7J_aSIgg' } }
    expectFieldErrors(await post(http, wrong), 'keys.p256dh')
    const long = { keys: { p256dh: 'A'.repeat(129), auth: 'A'.repeat(129) } }
    expectFieldErrors(await post(http, long), 'keys.p256dh', 'keys.auth')
    expectFieldErrors(await post(http, { endpoint: 'http://push.example.org/x' }), 'endpoint')
    expectFieldErrors(await post(http, { other: 1 }), 'other')
  })

  test('goes_when_its_person_takes_it_back_and_only_then', async () => {
    const { doctor, patient, entry, device } = await reachable(server(), service)
    const foreign = await (await registerPatient(server())).http.delete(`/api/push/subscriptions/${device.id}`)
    const unknown = await patient.http.delete(`/api/push/subscriptions/${randomUUID()}`)
    for (const answer of [foreign, unknown, await patient.http.delete('/api/push/subscriptions/7')]) {
      expectProblem(answer, 404, 'not_found')
    }
    expect(wordsOf(foreign)).toEqual(wordsOf(unknown))
    expect((await readEntry(doctor, entry)).reachability).toBe('PUSH')
    expectEmpty(await patient.http.delete(`/api/push/subscriptions/${device.id}`))
    expect((await readEntry(doctor, entry)).reachability).toBe('NONE')
    expectProblem(await patient.http.delete(`/api/push/subscriptions/${device.id}`), 404)
  })

  test('becomes_another_persons_who_signs_in_on_the_same_browser', async () => {
    const { doctor, patient, entry, device, schedule } = await reachable(server(), service)
    const other = await registerPatient(server())
    const place = await join(other, schedule.id)
    const id = await device.register(other.http)
    expect(id).not.toBe(device.id)
    expect((await readEntry(doctor, entry)).reachability).toBe('NONE')
    expect((await readEntry(doctor, place)).reachability).toBe('PUSH')
    expectProblem(await patient.http.delete(`/api/push/subscriptions/${id}`), 404)
    await setReady(other, place.id)
    const call = await ring(doctor, place.id)
    await device.message('ring', call.id)
  })

  test('of_which_there_are_eleven_takes_the_place_of_the_oldest', async () => {
    const { patient, device } = await reachable(server(), service)
    const newer = [await service.subscribed(patient.http)]
    while (newer.length < 9) newer.push(await service.subscribed(patient.http))
    const results = async () =>
      expectAnswer<{ results: object[] }>(await patient.http.post('/api/push/test'), 200).results
    expect(await results()).toHaveLength(10)
    await device.message('test')
    newer.push(await service.subscribed(patient.http))
    expect(await results()).toHaveLength(10)
    for (const one of newer) await one.message('test')
    expect(device.received).toHaveLength(1)
    expectProblem(await patient.http.delete(`/api/push/subscriptions/${device.id}`), 404)
  })

  test('goes_with_its_sign_in_however_that_ends', async () => {
    const endings: [
      string,
      (client: Client, own: Client, person: { email: string; password: string }) => Promise<unknown>,
    ][] = [
      ['signing out', (client) => client.post('/api/auth/logout')],
      [
        'revoked from another device',
        async (client, own) => {
          const { sessions } = expectAnswer<{ sessions: SignIn[] }>(await client.get('/api/me/sessions'), 200)
          await own.delete(`/api/me/sessions/${sessions.find(({ current }) => current)?.id}`)
        },
      ],
      [
        'another password',
        (_, own, { password }) =>
          own.patch('/api/me', { password: { currentPassword: password, newPassword: `${password} anew` } }),
      ],
      [
        'disabled by the operator',
        (_, __, { email }) => command(['user', 'disable', '--data', server().dataDir, '--email', email]),
      ],
    ]
    for (const [what, end] of endings) {
      const { doctor, patient, entry, device } = await reachable(server(), service)
      const browser = await patient.otherBrowser()
      const second = await service.subscribed(browser)
      expectEmpty(await patient.http.delete(`/api/push/subscriptions/${device.id}`))
      const room = await doctor.live()
      const topic = `practice:${entry.scheduleId}`
      const reachability = (state: PracticeTopic) => (state.entries[entry.id] as Entry).reachability
      await room.until<PracticeTopic>(topic, (state) => reachability(state) === 'PUSH', `reachable before: ${what}`)
      await end(browser, patient.http, patient)
      await room.until<PracticeTopic>(topic, (state) => reachability(state) === 'NONE', `no longer reachable: ${what}`)
      expect(second.received).toEqual([])
    }
  })
})

describe('who may', () => {
  const routes = [
    ['GET', '/api/push/key'],
    ['POST', '/api/push/subscriptions'],
    ['DELETE', `/api/push/subscriptions/${randomUUID()}`],
    ['POST', '/api/push/test'],
  ] as const

  test('only_the_signed_in_subscribe_and_test', async () => {
    const nobody = new Client(server().origin)
    for (const [method, path] of routes) expectProblem(await nobody.send({ method, path }), 401, 'not_signed_in')
  })

  test('only_from_the_servers_own_pages', async () => {
    const { http } = await registerPatient(server())
    for (const [method, path] of routes.slice(1)) {
      for (const origin of ['https://evil.example', null]) {
        expectProblem(await http.send({ method, path, origin }), 403, 'origin')
      }
    }
    const receipts = { method: 'POST', path: '/api/push/receipts', origin: 'https://evil.example' }
    expectProblem(await http.send(receipts), 403, 'origin')
  })

  test('doctors_as_well_as_patients', async () => {
    const doctor = await addDoctor(server())
    const device = await service.subscribed(doctor.http)
    expectAnswer(await doctor.http.post('/api/push/test'), 200)
    await device.message('test')
  })
})

describe('an endpoint', () => {
  const inside = [
    'http://push.example.org/x',
    'https://10.0.0.1/x',
    'https://192.168.1.1/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::ffff:10.0.0.1]/x',
    'https://[fd00::1]/x',
    'https://printer/x',
    'https://db.internal/x',
    'https://user@push.example.org/x',
    'https://127.1/x',
    `https://push.example.org/${'x'.repeat(2048)}`,
    'ftp://127.0.0.1/x',
    'no url',
  ]

  test('that_leads_inside_is_refused', async () => {
    const { http } = await registerPatient(server())
    for (const one of inside) expectFieldErrors(await post(http, { endpoint: one }), 'endpoint')
    expectAnswer(await post(http, { endpoint }), 201)
  })

  test('on_loopback_is_refused_by_a_server_for_others', async () => {
    const flags = ['--origin', 'https://praktik.example.org']
    const outside = await Server.start({ throttle: 'on', flags })
    try {
      const account = newAccount('PATIENT')
      const nobody = new Client(outside.origin)
      expectAnswer(await nobody.post('/api/auth/register', account), 201)
      const { accessToken } = expectAnswer<Tokens>(
        await nobody.post('/api/auth/token', { email: account.email, password: account.password }),
        200,
      )
      const client = Client.withToken(outside.origin, accessToken)
      for (const one of [
        'http://127.0.0.1:8090/x',
        'https://127.0.0.1/x',
        'https://localhost/x',
        'https://[::1]/x',
        ...inside,
      ]) {
        expectFieldErrors(await post(client, { endpoint: one }), 'endpoint')
      }
      expectAnswer(await post(client, { endpoint }), 201)
    } finally {
      await outside.dispose()
    }
  })

  test('is_never_told_or_logged', async () => {
    const { patient, device } = await reachable(server(), service)
    const secret = new URL(device.subscription.endpoint).pathname
    const texts = [
      (await patient.http.post('/api/push/test')).text,
      (await patient.http.post('/api/push/subscriptions', device.subscription)).text,
      (await post(patient.http, { endpoint: 'https://10.0.0.1/secret-place' })).text,
      server().log,
    ]
    for (const text of texts) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain('secret-place')
    }
  })
})
