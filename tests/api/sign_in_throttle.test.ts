import { describe, expect, test, vi } from 'vitest'
import { expectAnswer, expectEmpty, expectFieldErrors, expectProblem } from '../support/answers.ts'
import { Authenticator } from '../support/authenticator.ts'
import { days } from '../support/clock.ts'
import { alter } from '../support/data.ts'
import { type Answer, Client } from '../support/http.ts'
import { addDoctor, newAccount, type Person, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'

/** Behind this test as its proxy, so that the test says where a request comes from. */
const server = serverForThisFile({ throttle: 'on', flags: ['--trusted-proxy', '127.0.0.1'] })
/** How often strangers may try one account. */
const strangersTries = 30

const postFrom = (client: Client, address: string, path: string, body: object): Promise<Answer> =>
  client.send({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(body),
  })
interface Credentials {
  email: string
  password: string
  otp?: string
}
const signInFrom = (address: string, who: Credentials, client = new Client(server().origin)) => {
  const { email, password, otp } = who
  return postFrom(client, address, '/api/auth/login', { email, password, ...(otp === undefined ? {} : { otp }) })
}

let networks = 0
/** An address that no test has come from. */
const elsewhere = () => `10.${++networks >> 8}.${networks & 255}.9`
/** Guesses from a network of its own each time, until the server looks at no more; says how long to wait then. */
async function attack(email: string): Promise<number> {
  for (let tries = 0; tries <= strangersTries; ++tries) {
    const answer = await signInFrom(elsewhere(), { email, password: 'a guess, and wrong' })
    if (answer.status === 429) {
      expect(tries).toBe(strangersTries)
      expectProblem(answer, 429, 'too_many')
      return Number(answer.headers['retry-after'])
    }
    expectProblem(answer, 401, 'invalid_credentials')
  }
  throw new Error('nobody stops the attack')
}

const freshBrowserFrom = (address: string, who: Person) => signInFrom(address, who)

describe('whoever guesses from many addresses', () => {
  test('is held up and keeps the doctor out of no known device and no known network', async () => {
    const doctor = await addDoctor(server())
    const home = await signInFrom('192.0.2.44', doctor)
    expectAnswer(home, 200)
    const wait = await attack(doctor.email)
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(3600)

    expectProblem(await freshBrowserFrom('203.0.113.1', doctor), 429)
    // The browser that signed in before, wherever it is by now.
    expectAnswer(await signInFrom('203.0.113.1', doctor, doctor.http), 200)
    // Without its cookies, from the network where it signed in.
    expectAnswer(await freshBrowserFrom('192.0.2.44', doctor), 200)
    expectProblem(await freshBrowserFrom('192.0.2.45', doctor), 429)
  })

  test('keeps nobody out of a known network, also when the server was started again, for a week', async () => {
    const doctor = await addDoctor(server())
    expectAnswer(await signInFrom('192.0.2.70', doctor), 200)
    await server().stop()
    await server().restart()
    await attack(doctor.email)
    expectAnswer(await freshBrowserFrom('192.0.2.70', doctor), 200)
    expectProblem(await freshBrowserFrom('192.0.2.71', doctor), 429)
    const age = 'UPDATE sign_ins SET created_at = created_at - ? WHERE user_id = ?'
    alter(server(), age, days(7), doctor.id)
    expectProblem(await freshBrowserFrom('192.0.2.70', doctor), 429)
  })

  test('is held up for an account that does not exist just as well', async () => {
    expect(await attack(newAccount('DOCTOR').email)).toBeGreaterThan(0)
  })

  test('counts by the first 64 bits of an IPv6 address', async () => {
    const { email } = newAccount('PATIENT')
    const guess = (address: string) => signInFrom(address, { email, password: 'a guess, and wrong' })
    for (let tries = 0; tries < 10; ++tries) expectProblem(await guess(`2001:db8::${tries + 1}`), 401)
    expectProblem(await guess('2001:db8::ffff'), 429)
    expectProblem(await guess('2001:db8:0:1::1'), 401)
  })
})

/** Switches two-step sign-in on, by the first browser of that person. */
async function enableSecondFactor({
  http,
  password,
}: Person): Promise<{ authenticator: Authenticator; codes: string[] }> {
  const begun = expectAnswer<{ secret: string }>(await http.post('/api/me/second-factor', { password }), 201)
  const authenticator = new Authenticator(begun.secret)
  const confirmed = await http.post('/api/me/second-factor/confirm', { otp: authenticator.next() })
  return { authenticator, codes: expectAnswer<{ recoveryCodes: string[] }>(confirmed, 200).recoveryCodes }
}

describe('whoever knows the password and guesses codes', () => {
  /** How many an account's strangers may try. */
  const tries = 10
  const wrong = ({ email, password }: Person): Credentials => ({ email, password, otp: 'abcdef' })

  test('from many addresses is held up and keeps nobody out of a known device', async () => {
    const doctor = await addDoctor(server())
    const { authenticator } = await enableSecondFactor(doctor)
    for (let tried = 0; tried < tries; ++tried) {
      expectProblem(await signInFrom(elsewhere(), wrong(doctor)), 401, 'otp_wrong')
    }
    const right = { email: doctor.email, password: doctor.password, otp: authenticator.next() }
    const refused = await signInFrom(elsewhere(), right)
    expectProblem(refused, 429, 'too_many')
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(360)
    expectAnswer(await signInFrom(elsewhere(), right, doctor.http), 200)
  })

  test('is a stranger in every browser and network that signed in before there were codes', async () => {
    const patient = await registerPatient(server())
    const thieves = Array.from({ length: 2 }, () => ({
      browser: Client.withCookies(server().origin),
      address: elsewhere(),
    }))
    for (const { browser, address } of thieves) expectAnswer(await signInFrom(address, patient, browser), 200)
    await enableSecondFactor(patient)
    for (let tried = 0; tried < tries; ++tried) {
      const { browser, address } = thieves[tried % thieves.length] as (typeof thieves)[number]
      expectProblem(await signInFrom(address, wrong(patient), browser), 401, 'otp_wrong')
    }
    for (const { browser, address } of thieves) {
      expectProblem(await signInFrom(address, wrong(patient), browser), 429, 'too_many')
    }
  })

  test('has as many when others have guessed passwords', async () => {
    const patient = await registerPatient(server())
    await enableSecondFactor(patient)
    for (let tried = 0; tried < tries + 5; ++tried) {
      expectProblem(await signInFrom(elsewhere(), { ...wrong(patient), password: 'a guess, and wrong' }), 401)
    }
    for (let tried = 0; tried < tries; ++tried) {
      expectProblem(await signInFrom(elsewhere(), wrong(patient)), 401, 'otp_wrong')
    }
    expectProblem(await signInFrom(elsewhere(), wrong(patient)), 429, 'too_many')
  })
})

describe('the mark of a known device', () => {
  test('is out of reach of scripts, says nothing of its person and outlives signing out', async () => {
    const patient = await registerPatient(server())
    const answer = await signInFrom('192.0.2.9', patient, patient.http)
    const cookie = answer.cookie('praktik_device')
    expect(cookie?.attributes.has('httponly')).toBe(true)
    expect(cookie?.attributes.get('samesite')).toMatch(/^strict$/i)
    expect(Number(cookie?.attributes.get('max-age'))).toBe(180 * 86_400)
    for (const personal of [patient.id, patient.email, patient.email.split('@')[0] ?? '']) {
      expect(cookie?.value).not.toContain(personal)
    }
    await patient.http.post('/api/auth/logout')
    await attack(patient.email)
    expectAnswer(await signInFrom('203.0.113.2', patient, patient.http), 200)
  })

  test('of one account is worth nothing for another', async () => {
    const [doctor, attacker] = [await addDoctor(server()), await registerPatient(server())]
    await attack(doctor.email)
    expectProblem(await signInFrom('203.0.113.3', doctor, attacker.http), 429)
  })

  test('is void when the password has changed, and new in the browser that changed it', async () => {
    const patient = await registerPatient(server())
    const [other, home] = [Client.withCookies(server().origin), '192.0.2.60']
    expectAnswer(await signInFrom(home, patient, other), 200)
    const newPassword = `${patient.password}, now another`
    const change = { password: { currentPassword: patient.password, newPassword } }
    expectAnswer(await patient.http.patch('/api/me', change), 200)
    const now = { email: patient.email, password: newPassword }
    await attack(patient.email)
    expectProblem(await signInFrom('203.0.113.5', now, other), 429)
    expectProblem(await signInFrom(home, now), 429)
    expectAnswer(await signInFrom('203.0.113.5', now, patient.http), 200)
  })

  test('from before two-step sign-in is void also when that was removed, and one from since then is not', async () => {
    const patient = await registerPatient(server())
    const [other, home] = [Client.withCookies(server().origin), '192.0.2.61']
    expectAnswer(await signInFrom(home, patient, other), 200)
    const { codes } = await enableSecondFactor(patient)
    const remove = { password: patient.password, otp: codes[0] }
    expectEmpty(await patient.http.post('/api/me/second-factor/remove', remove))
    await attack(patient.email)
    expectProblem(await signInFrom('203.0.113.6', patient, other), 429)
    expectProblem(await freshBrowserFrom(home, patient), 429)
    expectAnswer(await signInFrom('203.0.113.6', patient, patient.http), 200)
  })

  test('is no cookie for a client that uses none', async () => {
    const patient = await registerPatient(server())
    const client = Client.withToken(server().origin, (await patient.tokens()).accessToken)
    const change = { password: { currentPassword: patient.password, newPassword: patient.password } }
    const answer = await client.patch('/api/me', change)
    expectAnswer(answer, 200)
    expect(answer.cookies).toEqual([])
  })

  test('gives ten attempts of its own and no more', async () => {
    const patient = await registerPatient(server())
    const wrong = { email: patient.email, password: 'a guess, and wrong' }
    for (let tries = 0; tries < 10; ++tries) {
      expectProblem(await signInFrom('203.0.113.4', wrong, patient.http), 401)
    }
    expectProblem(await signInFrom('203.0.113.4', wrong, patient.http), 429)
  })
})

test('the own password may be tried ten times, and a right one costs nothing', async () => {
  const { http, password } = await registerPatient(server())
  const change = (currentPassword: string) =>
    http.patch('/api/me', { password: { currentPassword, newPassword: password } })
  for (let tries = 0; tries < 12; ++tries) expectAnswer(await change(password), 200)
  for (let tries = 0; tries < 10; ++tries) {
    expectFieldErrors(await change('not my password'), 'password.currentPassword')
  }
  const answer = await change(password)
  expectProblem(answer, 429, 'too_many')
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  expectAnswer(await http.get('/api/me'), 200)
})

test('a network registers six hundred accounts in five minutes and no more', async () => {
  const client = new Client(server().origin)
  const register = () => postFrom(client, '198.51.100.77', '/api/auth/register', newAccount('PATIENT'))
  const since = Date.now()
  let registered = 0
  let refused: Answer | undefined
  while (!refused) {
    const answers = await Promise.all(Array.from({ length: 16 }, register))
    registered += answers.filter(({ status }) => status === 201).length
    refused = answers.find(({ status }) => status !== 201)
  }
  expectProblem(refused, 429, 'too_many')
  expect(registered).toBeGreaterThanOrEqual(600)
  // While it lasts, two more are allowed every second.
  expect(registered).toBeLessThanOrEqual(601 + (Date.now() - since) / 500)
}, 120_000)

test('a network that asks for more passwords at once than may wait keeps nobody else from signing in', async () => {
  const doctor = await addDoctor(server())
  let answered = 0
  const flood = Array.from({ length: 800 }, async (_, i) => {
    const client = new Client(server().origin)
    const answer = await postFrom(client, `2001:db8:77:${i % 2}::1`, '/api/auth/register', newAccount('PATIENT'))
    ++answered
    client.close()
    return answer.status
  })
  // Now they are with the server, and no longer on their way out of this process.
  await vi.waitFor(() => expect(answered).toBeGreaterThan(0), { timeout: 10_000, interval: 5 })
  for (let times = 0; times < 5; ++times) {
    const asked = Date.now()
    expectAnswer(await signInFrom('203.0.113.77', doctor), 200)
    expect(Date.now() - asked).toBeLessThanOrEqual(2000)
  }
  expect(answered, 'most of the others still wait').toBeLessThan(600)
  const statuses = await Promise.all(flood)
  expect(new Set(statuses)).toEqual(new Set([201, 503]))
}, 120_000)
