import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { expectAnswer, expectEmpty, expectProblem } from '../support/answers.ts'
import { Authenticator } from '../support/authenticator.ts'
import { minutes, seconds } from '../support/clock.ts'
import { alter, inDatabase } from '../support/data.ts'
import { Client } from '../support/http.ts'
import { Live } from '../support/live.ts'
import { type Person, registerPatient } from '../support/people.ts'
import { PushService } from '../support/push-service.ts'
import { command } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { SignIn, Tokens } from '../support/wire.ts'

const server = serverForThisFile()
let service: PushService
beforeAll(async () => {
  service = await PushService.start()
})
afterAll(() => service.stop())

/** The sign-in that shall end, beside the person's first one. */
interface Ending {
  person: Person
  tokens: Tokens
  client: Client
  id: string
}

const operator = async (verb: string, { person }: Ending, input = '', more: string[] = []) => {
  const args = ['user', verb, '--data', server().dataDir, '--email', person.email, ...more]
  expect(await command(args, input)).toMatchObject({ code: 0 })
}

async function enableSecondFactor(client: Client, password: string): Promise<void> {
  const path = '/api/me/second-factor'
  const { secret } = expectAnswer<{ secret: string }>(await client.post(path, { password }), 201)
  expectAnswer(await client.post(`${path}/confirm`, { otp: new Authenticator(secret).next() }), 200)
}

const refresh = (refreshToken: string) => new Client(server().origin).post('/api/auth/refresh', { refreshToken })

/** Every way in which a sign-in ends, and what the database then says of it. */
const ways: [string, string, (ending: Ending) => Promise<unknown>][] = [
  ['signing out', 'signed_out', async ({ client }) => expectEmpty(await client.post('/api/auth/logout'))],
  [
    'revoking it from another device',
    'revoked',
    async ({ person, id }) => expectEmpty(await person.http.delete(`/api/me/sessions/${id}`)),
  ],
  [
    'running out',
    'expired',
    async ({ id }) => alter(server(), 'UPDATE sign_ins SET expires_at = ? WHERE id = ?', Date.now(), id),
  ],
  ['disabling its person', 'disabled', (ending) => operator('disable', ending)],
  [
    'a new password on another device',
    'password_changed',
    async ({ person: { http, password } }) => {
      const change = { currentPassword: password, newPassword: `${password} again` }
      expectAnswer(await http.patch('/api/me', { password: change }), 200)
    },
  ],
  [
    'erasing the account',
    'erased',
    async ({ person: { http, password } }) => expectEmpty(await http.post('/api/me/erase', { password })),
  ],
  [
    'a new password by the operator',
    'password_reset',
    (ending) => operator('reset-password', ending, 'another sentence of mine\n', ['--password-stdin']),
  ],
  [
    'switching two-step sign-in on',
    'second_factor_enabled',
    ({ person }) => enableSecondFactor(person.http, person.password),
  ],
  [
    'the operator taking two-step sign-in off',
    'second_factor_reset',
    async (ending) => {
      alter(
        server(),
        'INSERT INTO second_factors (user_id, secret, begun_at, confirmed_at) VALUES (?, ?, 1, 1)',
        ending.person.id,
        'sealed',
      )
      await operator('reset-second-factor', ending)
    },
  ],
  [
    'an old refresh token',
    'refresh_token_reused',
    async ({ id, tokens }) => {
      const next = expectAnswer<Tokens>(await refresh(tokens.refreshToken), 200)
      alter(
        server(),
        'UPDATE refresh_tokens SET used_at = used_at - ? WHERE sign_in_id = ? AND used_at IS NOT NULL',
        seconds(31),
        id,
      )
      expectProblem(await refresh(tokens.refreshToken), 401, 'not_signed_in')
      expectProblem(await refresh(next.refreshToken), 401, 'not_signed_in')
    },
  ],
]

async function signInToEnd(): Promise<Ending> {
  const person = await registerPatient(server())
  const tokens = await person.tokens()
  const client = Client.withToken(server().origin, tokens.accessToken)
  const { sessions } = expectAnswer<{ sessions: SignIn[] }>(await client.get('/api/me/sessions'), 200)
  return { person, tokens, client, id: sessions.find(({ current }) => current)?.id ?? '' }
}

const subscriptionsOf = (id: string) =>
  inDatabase(server(), (db) => db.prepare('SELECT id FROM push_subscriptions WHERE sign_in_id = ?').all(id))
const tokensOf = (id: string) =>
  inDatabase(server(), (db) => db.prepare('SELECT digest FROM refresh_tokens WHERE sign_in_id = ?').all(id))
const causeOf = (id: string) =>
  inDatabase(server(), (db) => db.prepare('SELECT end_cause FROM sign_ins WHERE id = ?').get(id)?.['end_cause'])

async function expectNothingLeft({ client, id }: Ending, cause: string): Promise<void> {
  for (const path of ['/api/me', '/api/ice-test', '/api/push/key']) expectProblem(await client.get(path), 401)
  await vi.waitFor(() => expect(causeOf(id)).toBe(cause), { timeout: 3000, interval: 20 })
  expect(subscriptionsOf(id)).toEqual([])
  expect(tokensOf(id)).toEqual([])
}

describe('everything of a sign-in ends with it', () => {
  test.each(ways)('by %s', async (_, cause, end) => {
    const ending = await signInToEnd()
    const page = await Live.open(ending.client)
    await service.subscribed(ending.client)
    expectAnswer(await ending.client.get('/api/ice-test'), 200)
    await end(ending)
    const endedAt = Date.now()
    const closing = await page.closing(3000, 'its socket closes')
    expect(closing.code).toBe(4401)
    expect(closing.at - endedAt).toBeLessThanOrEqual(1000)
    await expectNothingLeft(ending, cause)
    expectProblem(await refresh(ending.tokens.refreshToken), 401, 'not_signed_in')
  })

  test('by idleness, which takes that no page is open', async () => {
    const ending = await signInToEnd()
    await service.subscribed(ending.client)
    // The server that runs remembers the request, which no row tells of yet.
    await server().stop()
    alter(server(), 'UPDATE sign_ins SET last_seen_at = ? WHERE id = ?', Date.now() - minutes(721), ending.id)
    await server().restart()
    await expectNothingLeft(ending, 'idle')
    expectProblem(await refresh(ending.tokens.refreshToken), 401, 'not_signed_in')
    expectAnswer(await ending.person.http.get('/api/me'), 200)
  })
})

test('the fifty-first sign-in of a person ends the one that was not seen for the longest time', async () => {
  const { person, client, id } = await signInToEnd()
  const living = async () =>
    expectAnswer<{ sessions: SignIn[] }>(await person.http.get('/api/me/sessions'), 200).sessions.length
  while ((await living()) < 50) await person.tokens()
  alter(server(), 'UPDATE sign_ins SET last_seen_at = last_seen_at - ? WHERE id = ?', minutes(5), id)
  await person.tokens()
  expect(await living()).toBe(50)
  expectProblem(await client.get('/api/me'), 401, 'not_signed_in')
  expect(causeOf(id)).toBe('too_many')
})

test('a lost reply asked for again and again leaves twenty unused tokens and no more', async () => {
  const { tokens, id } = await signInToEnd()
  let last = tokens
  for (let asked = 0; asked < 25; ++asked) last = expectAnswer<Tokens>(await refresh(tokens.refreshToken), 200)
  expect(tokensOf(id)).toHaveLength(21)
  expectAnswer(await refresh(last.refreshToken), 200)
})
