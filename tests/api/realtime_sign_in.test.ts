import { describe, expect, test } from 'vitest'
import { expectEmpty } from '../support/answers.ts'
import { Client, CookieJar } from '../support/http.ts'
import { Live, type OpenOptions } from '../support/live.ts'
import { registerPatient } from '../support/people.ts'
import { UpgradeRefused } from '../support/upgrade.ts'
import { serverForThisFile } from '../support/vitest.ts'

const server = serverForThisFile()

async function refusal(client: Client, options: OpenOptions = {}): Promise<UpgradeRefused> {
  try {
    await Live.upgrade(client, options)
  } catch (error) {
    if (error instanceof UpgradeRefused) return error
    throw error
  }
  throw new Error('the upgrade went through')
}

function cookies(values: Record<string, string>): Client {
  const jar = new CookieJar()
  for (const [name, value] of Object.entries(values)) jar.set(name, value)
  return Client.withCookies(server().origin, jar)
}

describe('the upgrade', () => {
  test('by_cookie_greets_with_hello', async () => {
    const page = await (await registerPatient(server())).live()
    expect(page.socket.protocol).toBe('praktik.v1')
    const hello = page.arrivals[0]?.frame
    expect(hello).toMatchObject({ op: 'hello', protocol: 1, heartbeatSeconds: 20 })
    expect(hello?.['connection']).toMatch(/.+/)
    expect(Math.abs((hello?.['serverAt'] as number) - Date.now())).toBeLessThan(5000)
  })

  test('by_token_needs_no_origin', async () => {
    const { accessToken } = await (await registerPatient(server())).tokens()
    await Live.open(Client.withToken(server().origin, accessToken))
  })

  test.each([
    ['none', null],
    ['a foreign one', 'https://evil.example'],
    ['null', 'null'],
    ['another port', 'http://127.0.0.1:1'],
  ])('by_cookie_with_%s_as_origin_is_403', async (_, origin) => {
    const patient = await registerPatient(server())
    expect((await refusal(patient.http, { origin })).status).toBe(403)
  })

  test('every_name_of_loopback_is_the_servers_own_origin', async () => {
    const patient = await registerPatient(server())
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      await patient.live({ origin: `http://${host}:${server().port}` })
    }
  })

  test.each(['nonsense', 'a.b.c', ''])('with_a_token_that_means_nothing_is_401: "%s"', async (token) => {
    expect((await refusal(Client.withToken(server().origin, token))).status).toBe(401)
  })

  test('with_the_token_of_a_sign_in_that_ended_is_401', async () => {
    const { accessToken } = await (await registerPatient(server())).tokens()
    const client = Client.withToken(server().origin, accessToken)
    expectEmpty(await client.post('/api/auth/logout'))
    expect((await refusal(client)).status).toBe(401)
  })

  test.each([
    ['no cookie at all', () => cookies({})],
    ['a token that means nothing', () => cookies({ praktik_access: 'nonsense' })],
    ['only a refresh cookie', () => cookies({ praktik_refresh: 'nonsense' })],
  ])('of_a_browser_with_%s_is_closed_at_once_with_4401', async (_, client) => {
    const page = await Live.upgrade(client())
    const closing = await page.closing(2000, 'nobody is signed in')
    expect(closing.code).toBe(4401)
    expect(page.arrivals.filter(({ frame }) => frame.op !== 'hello')).toEqual([])
  })

  test('of_a_browser_whose_sign_in_ended_is_closed_at_once_with_4401', async () => {
    const patient = await registerPatient(server())
    if (patient.http.credentials.kind !== 'cookies') throw new Error('signs in by cookies')
    const before = Client.withCookies(server().origin, patient.http.credentials.jar.copy())
    expectEmpty(await patient.http.post('/api/auth/logout'))
    const page = await Live.upgrade(before)
    expect((await page.closing(2000, 'the sign-in is over')).code).toBe(4401)
  })

  test.each([
    ['none', []],
    ['another', ['praktik.v2']],
    ['somebody elses', ['chat']],
  ])('with_%s_as_subprotocol_is_not_spoken_to', async (_, subprotocols) => {
    const patient = await registerPatient(server())
    const outcome = await Live.upgrade(patient.http, { subprotocols }).then(
      (page) => page.closing(2000, 'this is not the protocol').then(({ code }) => code),
      (error: Error) => (error instanceof UpgradeRefused ? error.status : error.message),
    )
    // Refused in plain HTTP, or closed as "not this protocol"; a ws client itself drops an answer without one.
    expect([400, 426, 4400, 'Server sent no subprotocol']).toContain(outcome)
  })

  test('may_offer_several_subprotocols', async () => {
    const page = await (await registerPatient(server())).live({ subprotocols: ['other', 'praktik.v1'] })
    expect(page.socket.protocol).toBe('praktik.v1')
  })

  test('a_plain_get_of_the_realtime_path_is_refused', async () => {
    const patient = await registerPatient(server())
    const answer = await patient.http.get('/api/realtime')
    expect([400, 426], answer.text).toContain(answer.status)
  })
})
