import { describe, expect, test } from 'vitest'
import { expectAnswer, expectEmpty, expectProblem } from '../support/answers.ts'
import { atInstant, days, minutes, seconds } from '../support/clock.ts'
import { alter, inDatabase } from '../support/data.ts'
import { Client, CookieJar } from '../support/http.ts'
import { Live } from '../support/live.ts'
import { type Person, registerPatient } from '../support/people.ts'
import { Server } from '../support/server.ts'
import { claimsOf } from '../support/tokens.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { SignIn, Tokens } from '../support/wire.ts'

/** How long a refresh token still works after it was rotated. */
const graceAfterRotation = seconds(30)

const server = serverForThisFile({ keepConnections: true })
const nobody = () => new Client(server().origin)
const refresh = (refreshToken: string) => nobody().post('/api/auth/refresh', { refreshToken })
const bearer = (tokens: Tokens) => Client.withToken(server().origin, tokens.accessToken)

function jarOf(person: Person): CookieJar {
  if (person.http.credentials.kind !== 'cookies') throw new Error('this person signs in by cookies')
  return person.http.credentials.jar
}

describe.concurrent('refresh', () => {
  test('rotates_the_cookies_of_a_browser', async () => {
    const patient = await registerPatient(server())
    const before = jarOf(patient).copy()
    const answer = await patient.http.post('/api/auth/refresh')
    expectEmpty(answer)
    expect(answer.cookies.map(({ name }) => name).sort()).toEqual(['praktik_access', 'praktik_refresh'])
    expect(answer.cookie('praktik_refresh')?.value).not.toBe(before.get('praktik_refresh'))
    expectAnswer(await patient.http.get('/api/me'), 200)
  })

  test('works_for_a_browser_whose_access_cookie_ran_out', async () => {
    const patient = await registerPatient(server())
    const jar = new CookieJar()
    jar.set('praktik_refresh', jarOf(patient).get('praktik_refresh') ?? '')
    const browser = Client.withCookies(server().origin, jar)
    expectProblem(await browser.get('/api/me'), 401)
    expectEmpty(await browser.post('/api/auth/refresh'))
    expectAnswer(await browser.get('/api/me'), 200)
  })

  test('by_cookie_needs_the_servers_own_origin', async () => {
    const patient = await registerPatient(server())
    for (const origin of [null, 'https://evil.example']) {
      const answer = await patient.http.send({ method: 'POST', path: '/api/auth/refresh', origin })
      expectProblem(answer, 403, 'origin')
      expect(answer.cookies).toEqual([])
    }
  })

  test('rotates_the_tokens_of_a_client_without_cookies', async () => {
    const patient = await registerPatient(server())
    const tokens = await patient.tokens()
    const answer = await refresh(tokens.refreshToken)
    const next = expectAnswer<Tokens>(answer, 200)
    expect(answer.cookies).toEqual([])
    expect(next.refreshToken).not.toBe(tokens.refreshToken)
    expect(next.expiresAt).toBeGreaterThan(Date.now() + minutes(14))
    expectAnswer(await bearer(next).get('/api/me'), 200)
  })

  test('a_token_that_never_was_is_refused', async () => {
    expectProblem(await refresh('nonsense'), 401)
    const { accessToken } = await (await registerPatient(server())).tokens()
    expectProblem(await refresh(accessToken), 401)
  })

  test('an_access_token_is_no_refresh_token_and_the_other_way_round', async () => {
    const { refreshToken } = await (await registerPatient(server())).tokens()
    expectProblem(await Client.withToken(server().origin, refreshToken).get('/api/me'), 401)
  })

  test('two_tabs_that_refresh_at_once_stay_in_one_sign_in', async () => {
    const patient = await registerPatient(server())
    const tokens = await patient.tokens()
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(tokens.refreshToken)))
    for (const answer of answers) {
      const next = expectAnswer<Tokens>(answer, 200)
      expectAnswer(await bearer(next).get('/api/me'), 200)
    }
    const { sessions } = expectAnswer<{ sessions: SignIn[] }>(await patient.http.get('/api/me/sessions'), 200)
    expect(sessions, 'the registration and the tokens: no sign-in came from refreshing').toHaveLength(2)
  })

  test('a_lost_reply_may_be_asked_for_again_within_30_seconds', async () => {
    const tokens = await (await registerPatient(server())).tokens()
    const rotatedBefore = Date.now()
    expectAnswer<Tokens>(await refresh(tokens.refreshToken), 200)
    await atInstant(rotatedBefore + graceAfterRotation - seconds(3))
    const again = expectAnswer<Tokens>(await refresh(tokens.refreshToken), 200)
    expectAnswer(await bearer(again).get('/api/me'), 200)
    expectAnswer(await refresh(again.refreshToken), 200)
  }, 60_000)

  test('a_rotated_token_that_is_used_after_30_seconds_ends_the_sign_in', async () => {
    const patient = await registerPatient(server())
    const stolen = await patient.tokens()
    const next = expectAnswer<Tokens>(await refresh(stolen.refreshToken), 200)
    const rotatedAt = Date.now()
    const page = await Live.open(bearer(next))
    await atInstant(rotatedAt + graceAfterRotation + seconds(1))
    const usedAt = Date.now()
    expectProblem(await refresh(stolen.refreshToken), 401)
    const closing = await page.closing(3000, 'the sign-in ended')
    expect(closing.code).toBe(4401)
    expect(closing.at - usedAt).toBeLessThanOrEqual(1000)
    expectProblem(await bearer(next).get('/api/me'), 401)
    expectProblem(await refresh(next.refreshToken), 401)
    expectAnswer(await patient.http.get('/api/me'), 200)
  }, 60_000)

  test('a_rotated_token_that_is_used_weeks_later_ends_the_sign_in_all_the_same', async () => {
    const patient = await registerPatient(server())
    const stolen = await patient.tokens()
    let next = expectAnswer<Tokens>(await refresh(stolen.refreshToken), 200)
    const { sid } = claimsOf(next.accessToken)
    const age = 'UPDATE refresh_tokens SET used_at = used_at - ? WHERE sign_in_id = ? AND used_at IS NOT NULL'
    expect(alter(server(), age, days(29), String(sid))).toBe(1)
    next = expectAnswer<Tokens>(await refresh(next.refreshToken), 200)
    expectAnswer(await bearer(next).get('/api/me'), 200)
    expectProblem(await refresh(stolen.refreshToken), 401, 'not_signed_in')
    expectProblem(await bearer(next).get('/api/me'), 401)
    expectProblem(await refresh(next.refreshToken), 401)
    const kept = 'SELECT digest FROM refresh_tokens WHERE sign_in_id = ?'
    expect(inDatabase(server(), (db) => db.prepare(kept).all(String(sid)))).toEqual([])
  })

  test('a_socket_outlives_the_rotation_of_its_tokens', async () => {
    const tokens = await (await registerPatient(server())).tokens()
    const page = await Live.open(bearer(tokens))
    expectAnswer(await refresh(tokens.refreshToken), 200)
    await page.current('me')
    await page.ping()
  })

  test('signed_in_people_stay_signed_in_over_a_restart', async () => {
    const own = await Server.start()
    try {
      const patient = await registerPatient(own)
      const tokens = await patient.tokens()
      await own.stop()
      await own.restart()
      expectAnswer(await patient.http.get('/api/me'), 200)
      expectAnswer(await Client.withToken(own.origin, tokens.accessToken).get('/api/me'), 200)
      expectEmpty(await patient.http.post('/api/auth/refresh'))
    } finally {
      await own.dispose()
    }
  })
})
