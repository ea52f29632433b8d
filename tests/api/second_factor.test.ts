import { rename } from 'node:fs/promises'
import { join as inFolder } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectEmpty, expectFieldErrors, expectProblem } from '../support/answers.ts'
import { Authenticator } from '../support/authenticator.ts'
import { createSchedule, join, requeue, ring, schedule, setReady, command as talk } from '../support/clinic.ts'
import { inDatabase } from '../support/data.ts'
import { Client } from '../support/http.ts'
import { Live } from '../support/live.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { command, Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { AuditEntry, MeTopic, User } from '../support/wire.ts'

const server = serverForThisFile()

interface State {
  enabled: boolean
  required: boolean
  confirmedAt?: number
  recoveryCodesLeft?: number
}
const path = '/api/me/second-factor'
const stateOf = async ({ http }: Person) =>
  expectAnswer<{ secondFactor: State }>(await http.get(path), 200).secondFactor

async function begin({ http, password }: Person): Promise<Authenticator> {
  const { secret, uri } = expectAnswer<{ secret: string; uri: string }>(await http.post(path, { password }), 201)
  expect(new URL(uri).searchParams.get('secret')).toBe(secret)
  expect(uri).toMatch(/^otpauth:\/\/totp\/Praktik:/)
  return new Authenticator(secret)
}

interface Enabled {
  authenticator: Authenticator
  codes: string[]
}
async function enable(who: Person): Promise<Enabled> {
  const authenticator = await begin(who)
  const answer = await who.http.post(`${path}/confirm`, { otp: authenticator.next() })
  return { authenticator, codes: expectAnswer<{ recoveryCodes: string[] }>(answer, 200).recoveryCodes }
}

const signIn = ({ email, password }: Person, otp?: string, how = 'login') =>
  new Client(server().origin).post(`/api/auth/${how}`, { email, password, ...(otp === undefined ? {} : { otp }) })

describe('two-step sign-in', () => {
  test('is off until a password of the authenticator confirms it', async () => {
    const patient = await registerPatient(server())
    expect(await stateOf(patient)).toEqual({ enabled: false, required: false })
    expectProblem(await patient.http.post(`${path}/confirm`, { otp: '123456' }), 409, 'second_factor_off')
    await begin(patient)
    expect(await stateOf(patient)).toEqual({ enabled: false, required: false })
    expectAnswer(await signIn(patient), 200)
    const wrong = expectFieldErrors(await patient.http.post(`${path}/confirm`, { otp: 'abcdef' }), 'otp')
    expect(wrong[0]?.code).toBe('wrong')
    const { codes } = await enable(patient)
    expect(codes).toHaveLength(10)
    expect(new Set(codes).size).toBe(10)
    const state = await stateOf(patient)
    expect(state).toMatchObject({ enabled: true, required: false, recoveryCodesLeft: 10 })
    expect(state.confirmedAt).toBeGreaterThan(Date.now() - 60_000)
    const kept = expectAnswer<{ secondFactor?: object }>(await patient.http.get('/api/me/export'), 200)
    expect(kept.secondFactor).toEqual({ confirmedAt: state.confirmedAt, recoveryCodesLeft: 10 })
    for (const secret of codes) expect(JSON.stringify(kept)).not.toContain(secret)
    expectProblem(await patient.http.post(path, { password: patient.password }), 409, 'second_factor_on')
  })

  test.each(['login', 'token'])(
    'asks at %s for the second step after the password, and takes each once',
    async (how) => {
      const patient = await registerPatient(server())
      const { authenticator, codes } = await enable(patient)
      expectProblem(await signIn(patient, undefined, how), 401, 'otp_required')
      const { entries } = expectAnswer<{ entries: AuditEntry[] }>(await patient.http.get('/api/audit?limit=1'), 200)
      expect(entries, 'that somebody has the password is on record').toMatchObject([
        { action: 'sign_in.code_asked', subject: 'user', subjectId: patient.id },
      ])
      expectProblem(
        await signIn({ ...patient, password: 'another one' } as Person, 'abcdef', how),
        401,
        'invalid_credentials',
      )
      expectProblem(await signIn(patient, 'abcdef', how), 401, 'otp_wrong')
      const otp = authenticator.next()
      expectAnswer(await signIn(patient, otp, how), 200)
      expectProblem(await signIn(patient, otp, how), 401, 'otp_wrong')
      expectAnswer(await signIn(patient, codes[0], how), 200)
      expectProblem(await signIn(patient, codes[0], how), 401, 'otp_wrong')
      expect((await stateOf(patient)).recoveryCodesLeft).toBe(9)
    },
  )

  test('that is confirmed ends the other sign-ins within a second and not the one that confirms', async () => {
    const patient = await registerPatient(server())
    const [mine, theirs] = [await patient.live(), await Live.open(await patient.otherBrowser())]
    const authenticator = await begin(patient)
    const asked = Date.now()
    expectAnswer(await patient.http.post(`${path}/confirm`, { otp: authenticator.next() }), 200)
    const closing = await theirs.closing(3000, 'the other sign-in ends')
    expect(closing.code).toBe(4401)
    expect(closing.at - asked).toBeLessThanOrEqual(1000)
    await mine.ping()
  })

  test('is changed by who knows the password and has the second step', async () => {
    const patient = await registerPatient(server())
    const { http, password } = patient
    expectProblem(await http.post(`${path}/remove`, { password, otp: '123456' }), 409, 'second_factor_off')
    const { codes } = await enable(patient)
    for (const what of ['recovery-codes', 'remove']) {
      expectFieldErrors(await http.post(`${path}/${what}`, { password: 'not mine', otp: codes[0] }), 'password')
      expectFieldErrors(await http.post(`${path}/${what}`, { password, otp: 'abcdef' }), 'otp')
      expectFieldErrors(await http.post(`${path}/${what}`, {}), 'otp', 'password')
    }
    expectFieldErrors(await http.post(path, { password: 'not mine' }), 'password')
    const renewed = await http.post(`${path}/recovery-codes`, { password, otp: codes[0] })
    const { recoveryCodes } = expectAnswer<{ recoveryCodes: string[] }>(renewed, 200)
    expectProblem(await signIn(patient, codes[1]), 401, 'otp_wrong')
    expectEmpty(await http.post(`${path}/remove`, { password, otp: recoveryCodes[0] }))
    expectAnswer(await signIn(patient), 200)
  })

  test('leaves neither secret nor codes readable, and a record without them', async () => {
    const patient = await registerPatient(server())
    const { codes } = await enable(patient)
    await signIn(patient, 'abcdef')
    await signIn(patient, codes[0])
    const [kept, record] = inDatabase(server(), (database) => [
      JSON.stringify([
        database.prepare('SELECT * FROM second_factors').all(),
        database.prepare('SELECT * FROM recovery_codes').all(),
        database.prepare('SELECT * FROM audit').all(),
      ]),
      database.prepare('SELECT action, cause FROM audit WHERE patient_id = ? ORDER BY id').all(patient.id),
    ])
    for (const code of codes) expect(kept).not.toContain(code.replaceAll('-', ''))
    expect(server().log).not.toContain(codes[0])
    expect(record.map((row) => `${row['action']} ${row['cause'] ?? ''}`.trim())).toEqual(
      expect.arrayContaining(['second_factor.enable', 'sign_in.failed otp', 'sign_in.begin recovery_code']),
    )
  })

  test('goes by the operator for a lost device, with every sign-in', async () => {
    const doctor = await addDoctor(server())
    await enable(doctor)
    const reset = () => command(['user', 'reset-second-factor', '--data', server().dataDir, '--email', doctor.email])
    expect(await reset()).toMatchObject({ code: 0 })
    expectProblem(await doctor.http.get('/api/me'), 401)
    expectAnswer(await signIn(doctor), 200)
    expect(await reset()).toMatchObject({ code: 0 })
    const unknown = await command([
      ...['user', 'reset-second-factor', '--data', server().dataDir],
      ...['--email', 'nobody@example.test'],
    ])
    expect(unknown.code).not.toBe(0)
  })
})

describe('where the clinic demands it of doctors', () => {
  const demanding = serverForThisFile({ flags: ['--second-factor', 'doctors'] })

  test('a doctor without it has the own account and nothing else', async () => {
    const doctor = await addDoctor(demanding())
    expect(doctor.user).toMatchObject({ secondFactorDue: true })
    expect(await stateOf(doctor)).toEqual({ enabled: false, required: true })
    expectProblem(await doctor.http.get('/api/schedules'), 403, 'second_factor_required')
    expectProblem(await doctor.http.post('/api/schedules', {}), 403, 'second_factor_required')
    for (const withNames of ['/api/audit', '/api/me/export'])
      expectProblem(await doctor.http.get(withNames), 403, 'second_factor_required')
    expectAnswer(await doctor.http.get('/api/me/sessions'), 200)
    const page = await doctor.live()
    await page.current('me')
    page.watch('directory')
    expect(await page.untilGone('directory')).toBe('forbidden')

    const { codes } = await enable(doctor)
    expectAnswer(await doctor.http.get('/api/schedules'), 200)
    const { user } = expectAnswer<{ user: User }>(await doctor.http.get('/api/me'), 200)
    expect(user).not.toHaveProperty('secondFactorDue')
    await page.until<{ user: User }>('me', ({ user: me }) => !('secondFactorDue' in me), 'the page hears of it')
    page.watch('directory')
    await page.current('directory')
    const removed = await doctor.http.post(`${path}/remove`, { password: doctor.password, otp: codes[0] })
    expectProblem(removed, 409, 'second_factor_required')
  })

  test('a doctor who owes it is told of no patient, not even of whom a call is or was with', async () => {
    const [doctor, patient] = [await addDoctor(demanding()), await registerPatient(demanding())]
    await enable(doctor)
    const practice = await schedule(doctor, (await createSchedule(doctor)).id, 'start')
    const entry = await setReady(patient, (await join(patient, practice.id)).id)
    const past = await talk(patient, (await ring(doctor, entry.id)).id, 'accept')
    await talk(doctor, past.id, 'end')
    await requeue(doctor, entry.id)
    const live = await ring(doctor, entry.id)
    const device = ['user', 'reset-second-factor', '--data', demanding().dataDir, '--email', doctor.email]
    expect(await command(device)).toMatchObject({ code: 0 })

    const { email, password } = doctor
    expectAnswer(await doctor.http.post('/api/auth/login', { email, password }), 200)
    const page = await doctor.live()
    expect(await page.current<MeTopic>('me')).toEqual({ user: { ...doctor.user, secondFactorDue: true }, entries: {} })
    await enable(doctor)
    const told = await page.until<MeTopic>('me', ({ call }) => call !== undefined, 'the page is told of the call')
    expect(told.call).toMatchObject({ id: live.id, patient: { name: patient.user.name } })
    expect(told.lastCall).toMatchObject({ id: past.id, patient: { name: patient.user.name } })
  })

  test('a patient is asked for nothing', async () => {
    const patient = await registerPatient(demanding())
    expect(patient.user).not.toHaveProperty('secondFactorDue')
    expectAnswer(await patient.http.get('/api/schedules'), 200)
  })
})

test('without its key file nobody with a second step gets in but by a recovery code, and the server says so', async () => {
  const own = await Server.start()
  try {
    const patient = await registerPatient(own)
    const { authenticator, codes } = await enable(patient)
    const login = (otp?: string) =>
      new Client(own.origin).post('/api/auth/login', {
        email: patient.email,
        password: patient.password,
        ...(otp ? { otp } : {}),
      })
    await own.stop()
    await rename(inFolder(own.dataDir, 'second-factor.key'), inFolder(own.dataDir, 'aside'))
    await own.restart()
    await own.says(/second-factor\.key is gone/)
    expectProblem(await login(), 401, 'otp_required')
    const otp = authenticator.next()
    expectProblem(await login(otp), 401, 'otp_wrong')
    expectAnswer(await login(codes[0]), 200)
    expectProblem(await (await registerPatient(own)).http.post(path, { password: 'x' }), 422)
    await own.stop()
    await rename(inFolder(own.dataDir, 'aside'), inFolder(own.dataDir, 'second-factor.key'))
    await own.restart()
    expectAnswer(await login(otp), 200)
  } finally {
    await own.dispose()
  }
})
