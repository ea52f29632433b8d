import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import { Client } from '../support/http.ts'
import { addDoctor, addUser, newAccount, registerPatient } from '../support/people.ts'
import { command, inNewDirectory } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { User } from '../support/wire.ts'

/** `praktik user …` on the data of a server that serves: what it changes holds for the next request. */
const server = serverForThisFile()

const login = (email: string, password: string) =>
  new Client(server().origin).post('/api/auth/login', { email, password })
const user = (verb: string, ...more: string[]) => command(['user', verb, '--data', server().dataDir, ...more])

describe('praktik user add', () => {
  test('makes_a_doctor_who_can_sign_in_at_once', async () => {
    const doctor = await addDoctor(server(), 'Cardiology')
    expect(doctor.user).toMatchObject({ role: 'DOCTOR', specialty: 'Cardiology' })
  })

  test('makes_a_patient', async () => {
    const account = newAccount('PATIENT')
    await addUser(server(), 'patient', account)
    const answer = expectAnswer<{ user: User }>(await login(account.email, account.password), 200)
    expect(answer.user).toMatchObject({ role: 'PATIENT', name: account.name })
  })

  test('takes_the_password_line_with_or_without_its_end', async () => {
    const account = newAccount('PATIENT')
    const args = ['add', '--role', 'patient', '--email', account.email, '--name', account.name, '--password-stdin']
    const [verb = '', ...rest] = args
    const result = await command(['user', verb, '--data', server().dataDir, ...rest], account.password)
    expect(result.code, result.output).toBe(0)
    expectAnswer(await login(account.email, account.password), 200)
  })

  test('refuses_an_email_that_is_taken_in_any_case', async () => {
    const patient = await registerPatient(server())
    const result = await command(
      [
        'user',
        'add',
        '--data',
        server().dataDir,
        '--role',
        'doctor',
        '--email',
        patient.email.toUpperCase(),
        '--name',
        'Second',
        '--password-stdin',
      ],
      'correct horse battery\n',
    )
    expect(result.code).not.toBe(0)
    expect(result.output.trim()).not.toBe('')
    expectAnswer(await login(patient.email, patient.password), 200)
  })

  test('refuses_a_role_that_does_not_exist', async () => {
    const { email, name, password } = newAccount('PATIENT')
    const result = await command(
      [
        'user',
        'add',
        '--data',
        server().dataDir,
        '--role',
        'nurse',
        '--email',
        email,
        '--name',
        name,
        '--password-stdin',
      ],
      `${password}\n`,
    )
    expect(result.code).not.toBe(0)
    expectProblem(await login(email, password), 401)
  })

  test('says_no_password', async () => {
    const account = newAccount('PATIENT')
    const result = await command(
      [
        'user',
        'add',
        '--data',
        server().dataDir,
        '--role',
        'patient',
        '--email',
        account.email,
        '--name',
        account.name,
        '--password-stdin',
      ],
      `${account.password}\n`,
    )
    expect(result.output).not.toContain(account.password)
    expect(server().log).not.toContain(account.password)
  })
})

test('praktik_user_list_names_everybody', async () => {
  const [doctor, patient] = [await addDoctor(server()), await registerPatient(server())]
  const result = await user('list')
  expect(result.code, result.output).toBe(0)
  expect(result.output).toContain(doctor.email)
  expect(result.output).toContain(patient.email)
})

describe('praktik user disable', () => {
  test('ends_every_sign_in_and_lets_nobody_in_again', async () => {
    const patient = await registerPatient(server())
    const tokens = await patient.tokens()
    const page = await patient.live()
    const result = await user('disable', '--email', patient.email)
    const disabledAt = Date.now()
    expect(result.code, result.output).toBe(0)

    expectProblem(await patient.http.get('/api/me'), 401)
    expectProblem(await Client.withToken(server().origin, tokens.accessToken).get('/api/me'), 401)
    expectProblem(
      await new Client(server().origin).post('/api/auth/refresh', { refreshToken: tokens.refreshToken }),
      401,
    )
    expectProblem(await login(patient.email, patient.password), 401)
    const closing = await page.closing(5000, 'the account of this socket was disabled')
    expect(closing.code).toBe(4401)
    expect(closing.at - disabledAt).toBeLessThanOrEqual(1000)
  })

  test('an_email_that_nobody_has_is_an_error', async () => {
    const result = await user('disable', '--email', newAccount('PATIENT').email)
    expect(result.code).not.toBe(0)
    expect(result.output.trim()).not.toBe('')
  })
})

describe('praktik user reset-password', () => {
  test('lets_the_new_password_in_and_the_old_one_not_and_ends_every_sign_in', async () => {
    const patient = await registerPatient(server())
    const result = await command(
      ['user', 'reset-password', '--data', server().dataDir, '--email', patient.email, '--password-stdin'],
      'an entirely new password\n',
    )
    expect(result.code, result.output).toBe(0)
    expectProblem(await patient.http.get('/api/me'), 401)
    expectProblem(await login(patient.email, patient.password), 401, 'invalid_credentials')
    expectAnswer(await login(patient.email, 'an entirely new password'), 200)
  })
})

describe('the data directory of a command', () => {
  test.each([['user', 'list'], ['migrate']])(
    'is_what_the_flag_says_and_only_without_one_what_the_variable_says: praktik %s %s',
    async (...name) => {
      await inNewDirectory(async (directory) => {
        const [flagged, named] = [join(directory, 'flagged'), join(directory, 'named')]
        const words = name.filter((word) => word !== undefined)
        expect((await command([...words, '--data', flagged], '', { PRAKTIK_DATA: named })).code).toBe(0)
        expect(await readdir(directory)).toEqual(['flagged'])
        expect((await command(words, '', { PRAKTIK_DATA: named })).code).toBe(0)
        expect((await readdir(directory)).sort()).toEqual(['flagged', 'named'])
      })
    },
  )
})
