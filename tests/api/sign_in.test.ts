import { describe, expect, test } from 'vitest'
import { expectAnswer, expectEmpty, expectProblem, wordsOf } from '../support/answers.ts'
import { minutes } from '../support/clock.ts'
import { Client, CookieJar } from '../support/http.ts'
import { Live } from '../support/live.ts'
import { newAccount, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { SignIn, Tokens, User } from '../support/wire.ts'

const server = serverForThisFile()
const nobody = () => new Client(server().origin)

describe('register', () => {
  test('a_new_patient_is_signed_in_by_cookies', async () => {
    const account = newAccount('PATIENT')
    const browser = Client.withCookies(server().origin)
    const answer = await browser.post('/api/auth/register', {
      ...account,
      locale: 'id',
      phone: '+62 811 234 567',
      birthDate: '1980-02-29',
      consentVersion: '2026-11',
    })
    const { user } = expectAnswer<{ user: User }>(answer, 201)
    expect(user).toMatchObject({
      role: 'PATIENT',
      email: account.email,
      name: account.name,
      locale: 'id',
      phone: '+62 811 234 567',
      birthDate: '1980-02-29',
    })
    expect(user.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(expectAnswer<{ user: User }>(await browser.get('/api/me'), 200).user).toEqual(user)
  })

  test('the_three_needed_fields_are_enough', async () => {
    const { user } = await registerPatient(server())
    expect(user).not.toHaveProperty('phone')
    expect(user).not.toHaveProperty('birthDate')
    expect(user).not.toHaveProperty('specialty')
    expect(user.locale).toBeTypeOf('string')
  })

  test('cookies_are_out_of_reach_of_scripts_and_of_other_sites', async () => {
    const answer = await nobody().post('/api/auth/register', newAccount('PATIENT'))
    for (const name of ['praktik_access', 'praktik_refresh']) {
      const cookie = answer.cookie(name)
      expect(cookie, name).toBeDefined()
      expect(cookie?.attributes.has('httponly'), `${name} HttpOnly`).toBe(true)
      expect(cookie?.attributes.get('samesite'), `${name} SameSite`).toMatch(/^strict$/i)
      expect(cookie?.attributes.has('secure'), `${name} is not Secure on an http origin`).toBe(false)
      expect(cookie?.attributes.has('domain'), `${name} has no Domain`).toBe(false)
    }
    expect(answer.text).not.toContain(answer.cookie('praktik_access')?.value)
    expect(answer.text).not.toContain(answer.cookie('praktik_refresh')?.value)
  })

  test('an_email_is_taken_also_in_other_case_and_the_refusal_says_nothing_about_its_owner', async () => {
    const owner = await registerPatient(server())
    const answer = await nobody().post('/api/auth/register', {
      ...newAccount('PATIENT'),
      email: owner.email.toUpperCase(),
    })
    expectProblem(answer, 409, 'email_taken')
    expect(answer.text).not.toContain(owner.id)
    expect(answer.text).not.toContain(owner.user.name)
    expect(answer.cookies).toEqual([])
  })

  test('of_ten_registrations_of_one_email_at_once_one_wins', async () => {
    const account = newAccount('PATIENT')
    const answers = await Promise.all(Array.from({ length: 10 }, () => nobody().post('/api/auth/register', account)))
    const statuses = answers.map((answer) => answer.status).sort()
    expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
  })
})

describe('login', () => {
  test('the_right_password_signs_in_by_cookies', async () => {
    const patient = await registerPatient(server())
    const browser = Client.withCookies(server().origin)
    const answer = await browser.post('/api/auth/login', { email: patient.email, password: patient.password })
    expect(expectAnswer<{ user: User }>(answer, 200).user).toEqual(patient.user)
    expect(answer.json()).toEqual({ user: patient.user })
    expect(answer.cookies.map(({ name }) => name).sort()).toEqual(['praktik_access', 'praktik_refresh'])
    expectAnswer(await browser.get('/api/me'), 200)
  })

  test('the_email_compares_without_case', async () => {
    const patient = await registerPatient(server())
    const answer = await nobody().post('/api/auth/login', {
      email: patient.email.toUpperCase(),
      password: patient.password,
    })
    expectAnswer(answer, 200)
  })

  test('a_one_time_password_may_stand_there_when_none_is_needed', async () => {
    const { email, password } = await registerPatient(server())
    expectAnswer(await nobody().post('/api/auth/login', { email, password, otp: '123456' }), 200)
  })

  test.each(['/api/auth/login', '/api/auth/token'])(
    'unknown_email_and_wrong_password_are_refused_in_the_same_words: %s',
    async (path) => {
      const { email, password } = await registerPatient(server())
      const wrong = await nobody().post(path, { email, password: `${password}!` })
      const unknown = await nobody().post(path, { email: newAccount('PATIENT').email, password })
      expectProblem(wrong, 401, 'invalid_credentials')
      expectProblem(unknown, 401, 'invalid_credentials')
      expect(wordsOf(unknown)).toEqual(wordsOf(wrong))
      expect(wrong.cookies).toEqual([])
      expect(unknown.cookies).toEqual([])
    },
  )

  test('unknown_email_and_wrong_password_take_like_time', async () => {
    const { email, password } = await registerPatient(server())
    const client = nobody()
    const timed = async (body: object) => {
      const before = performance.now()
      expectProblem(await client.post('/api/auth/login', body), 401, 'invalid_credentials')
      return performance.now() - before
    }
    const wrong: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 9; ++round) {
      wrong.push(await timed({ email, password: `${password}!` }))
      unknown.push(await timed({ email: newAccount('PATIENT').email, password }))
    }
    // The quickest of each: what else the machine does only ever adds time.
    const ratio = Math.min(...unknown) / Math.min(...wrong)
    expect(ratio, `unknown ${unknown}, wrong ${wrong}`).toBeGreaterThan(0.5)
    expect(ratio, `unknown ${unknown}, wrong ${wrong}`).toBeLessThan(2)
  })
})

describe('token', () => {
  test('a_client_without_cookies_gets_tokens_and_no_cookies', async () => {
    const { user, email, password } = await registerPatient(server())
    const before = Date.now()
    const answer = await nobody().post('/api/auth/token', { email, password })
    const tokens = expectAnswer<Tokens & { user: User }>(answer, 200)
    expect(Object.keys(tokens).sort()).toEqual(['accessToken', 'expiresAt', 'refreshToken', 'user'])
    expect(answer.cookies).toEqual([])
    expect(tokens.user).toEqual(user)
    expect(tokens.expiresAt).toBeGreaterThan(before + minutes(14))
    expect(tokens.expiresAt).toBeLessThanOrEqual(Date.now() + minutes(15))
    const client = Client.withToken(server().origin, tokens.accessToken)
    expect(expectAnswer<{ user: User }>(await client.get('/api/me'), 200).user).toEqual(user)
  })

  test('the_access_token_is_a_signed_jwt_that_runs_out_in_15_minutes_and_holds_no_name', async () => {
    const patient = await registerPatient(server())
    const { accessToken, expiresAt } = await patient.tokens()
    const [header = '', claims = '', signature = ''] = accessToken.split('.')
    const decoded = (part: string) =>
      JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as { exp: number; alg: string }
    expect(decoded(header).alg.toLowerCase()).not.toBe('none')
    expect(signature).not.toBe('')
    expect(decoded(claims).exp).toBe(Math.floor(expiresAt / 1000))
    const text = Buffer.from(claims, 'base64url').toString('utf8')
    expect(text).not.toContain(patient.email)
    expect(text).not.toContain(patient.user.name)
  })

  test.each([
    ['nothing', ''],
    ['not a token', 'nonsense'],
    ['three empty parts', '..'],
  ])('a_bearer_of_%s_is_not_signed_in', async (_, token) => {
    expectProblem(await Client.withToken(server().origin, token).get('/api/me'), 401)
  })

  test('a_token_whose_signature_or_claims_were_altered_is_refused', async () => {
    const patient = await registerPatient(server())
    const stranger = await registerPatient(server())
    const [header, claims = '', signature] = (await patient.tokens()).accessToken.split('.')
    const [, otherClaims] = (await stranger.tokens()).accessToken.split('.')
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    const forged = [`${header}.${otherClaims}.${signature}`, `${unsigned}.${claims}.`, `${header}.${claims}.`]
    for (const token of forged) {
      expectProblem(await Client.withToken(server().origin, token).get('/api/me'), 401)
    }
  })

  test('a_bearer_counts_and_cookies_beside_it_do_not', async () => {
    const patient = await registerPatient(server())
    const stranger = await registerPatient(server())
    const { accessToken } = await patient.tokens()
    const answer = await stranger.http.send({
      method: 'GET',
      path: '/api/me',
      headers: { authorization: `Bearer ${accessToken}` },
    })
    expect(expectAnswer<{ user: User }>(answer, 200).user.id).toBe(patient.id)
  })
})

describe('logout', () => {
  test('ends_this_sign_in_and_no_other', async () => {
    const patient = await registerPatient(server())
    const other = await patient.otherBrowser()
    const before = Client.withCookies(
      server().origin,
      patient.http.credentials.kind === 'cookies' ? patient.http.credentials.jar.copy() : undefined,
    )
    expectEmpty(await patient.http.post('/api/auth/logout'))
    expectProblem(await patient.http.get('/api/me'), 401)
    expectProblem(await before.get('/api/me'), 401)
    expectProblem(await before.post('/api/auth/refresh'), 401)
    expectAnswer(await other.get('/api/me'), 200)
  })

  test('takes_the_cookies_away', async () => {
    const patient = await registerPatient(server())
    const answer = await patient.http.post('/api/auth/logout')
    expect(answer.cookie('praktik_access')?.removed).toBe(true)
    expect(answer.cookie('praktik_refresh')?.removed).toBe(true)
  })

  test('works_with_a_token', async () => {
    const patient = await registerPatient(server())
    const tokens = await patient.tokens()
    const client = Client.withToken(server().origin, tokens.accessToken)
    expectEmpty(await client.post('/api/auth/logout'))
    expectProblem(await client.get('/api/me'), 401)
    expectProblem(await nobody().post('/api/auth/refresh', { refreshToken: tokens.refreshToken }), 401)
  })

  test('works_for_a_browser_whose_access_cookie_ran_out_and_from_no_other_page', async () => {
    const patient = await registerPatient(server())
    const jar = new CookieJar()
    const { credentials } = patient.http
    jar.set('praktik_refresh', credentials.kind === 'cookies' ? (credentials.jar.get('praktik_refresh') ?? '') : '')
    const browser = Client.withCookies(server().origin, jar)
    for (const origin of [null, 'https://evil.example']) {
      expectProblem(await browser.send({ method: 'POST', path: '/api/auth/logout', origin }), 403, 'origin')
    }
    expectAnswer(await patient.http.get('/api/me'), 200)
    const answer = await browser.post('/api/auth/logout')
    expectEmpty(answer)
    expect(answer.cookie('praktik_refresh')?.removed).toBe(true)
    expectProblem(await patient.http.get('/api/me'), 401)
  })

  test('closes_every_socket_of_the_sign_in_with_4401_within_a_second', async () => {
    const patient = await registerPatient(server())
    const other = await patient.otherBrowser()
    const pages = await Promise.all([patient.live(), patient.live()])
    const stays = await Live.open(other)
    const asked = Date.now()
    expectEmpty(await patient.http.post('/api/auth/logout'))
    for (const page of pages) {
      const closing = await page.closing(3000, 'the sign-in of this socket ended')
      expect(closing.code).toBe(4401)
      expect(closing.at - asked).toBeLessThanOrEqual(1000)
    }
    await stays.ping()
  })
})

describe('sessions', () => {
  const sessionsOf = async (client: Client) =>
    expectAnswer<{ sessions: SignIn[] }>(await client.get('/api/me/sessions'), 200).sessions

  test('lists_every_sign_in_and_marks_the_one_that_asks', async () => {
    const patient = await registerPatient(server())
    const other = await patient.otherBrowser()
    const sessions = await sessionsOf(other)
    expect(sessions).toHaveLength(2)
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
    for (const session of sessions) {
      expect(session.createdAt).toBeLessThanOrEqual(session.lastSeenAt)
      expect(session.expiresAt).toBeGreaterThan(Date.now())
    }
    const mine = (list: SignIn[]) => list.find(({ current }) => current)?.id
    expect(mine(await sessionsOf(patient.http))).not.toBe(mine(sessions))
  })

  test('shows_the_device_that_signed_in', async () => {
    const { email, password } = await registerPatient(server())
    const browser = Client.withCookies(server().origin)
    const answer = await browser.send({
      method: 'POST',
      path: '/api/auth/login',
      headers: { 'content-type': 'application/json', 'user-agent': 'A browser of this test' },
      body: JSON.stringify({ email, password }),
    })
    expectAnswer(answer, 200)
    const current = (await sessionsOf(browser)).find((session) => session.current)
    expect(current?.userAgent).toContain('A browser of this test')
    expect(current?.address).toContain('127.0.0.1')
  })

  test('revoking_another_sign_in_ends_it_at_once_and_closes_its_socket_within_a_second', async () => {
    const patient = await registerPatient(server())
    const other = await patient.otherBrowser()
    const page = await Live.open(other)
    const id = (await sessionsOf(other)).find(({ current }) => current)?.id
    const asked = Date.now()
    expectEmpty(await patient.http.delete(`/api/me/sessions/${id}`))
    expectProblem(await other.get('/api/me'), 401)
    const closing = await page.closing(3000, 'the sign-in was revoked')
    expect(closing.code).toBe(4401)
    expect(closing.at - asked).toBeLessThanOrEqual(1000)
    expectProblem(await other.post('/api/auth/refresh'), 401)
    expect(await sessionsOf(patient.http)).toHaveLength(1)
  })

  test('revoking_the_sign_in_that_asks_ends_it_too', async () => {
    const patient = await registerPatient(server())
    const [mine] = await sessionsOf(patient.http)
    expectEmpty(await patient.http.delete(`/api/me/sessions/${mine?.id}`))
    expectProblem(await patient.http.get('/api/me'), 401)
  })

  test('a_foreign_sign_in_an_unknown_one_and_no_id_at_all_are_not_found_in_the_same_words', async () => {
    const patient = await registerPatient(server())
    const stranger = await registerPatient(server())
    const [theirs] = await sessionsOf(stranger.http)
    const ids = [theirs?.id, '01890a5d-ac96-774b-bcce-b302099a8057', 'not-an-id']
    const answers = await Promise.all(ids.map((id) => patient.http.delete(`/api/me/sessions/${id}`)))
    for (const answer of answers) expectProblem(answer, 404)
    expect(new Set(answers.map((answer) => JSON.stringify(wordsOf(answer)))).size).toBe(1)
    expectAnswer(await stranger.http.get('/api/me'), 200)
  })
})
