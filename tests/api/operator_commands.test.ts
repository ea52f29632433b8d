import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import { Client } from '../support/http.ts'
import { addDoctor, addUser, newAccount, registerPatient } from '../support/people.ts'
import { binary, command, inNewDirectory } from '../support/server.ts'
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

describe('text that is no UTF-8', () => {
  /** As a terminal sends it that speaks Latin-1: in one argument, which Node could not pass on. */
  const addInLatin1 = (flag: string, latin1: string) => {
    const { email, name, password } = newAccount('DOCTOR')
    const values = { '--email': email, '--name': name, '--specialty': 'Surgery', [flag]: '' }
    const others = Object.entries(values).flatMap(([key, value]) => (key === flag ? [] : [key, value]))
    const shell = ['-c', `exec "$0" "$@" ${flag} "$(printf '${latin1}')"`, binary]
    const add = ['user', 'add', '--data', server().dataDir, '--role', 'doctor', '--password-stdin']
    return spawnSync('sh', [...shell, ...add, ...others], { input: `${password}\n`, encoding: 'utf8' })
  }
  const accounts = async () => (await user('list')).output

  test.each([
    ['--name', 'M\\374ller'],
    ['--email', 'm\\374ller@example.test'],
    ['--specialty', 'Gyn\\344kologie'],
  ])('is_refused_as_%s_and_leaves_no_account_behind', async (flag, latin1) => {
    const before = await accounts()
    const { status, stderr } = addInLatin1(flag, latin1)
    expect(status).not.toBe(0)
    expect(stderr).toContain(flag)
    expect(stderr).toContain('no text in UTF-8')
    expect(await accounts()).toBe(before)
  })

  test('is_refused_as_a_password_which_nobody_could_type_in_a_browser', async () => {
    const patient = await registerPatient(server())
    const result = await command(
      ['user', 'reset-password', '--data', server().dataDir, '--email', patient.email, '--password-stdin'],
      Buffer.from('gr\u00fcne Wiesen im Mai\n', 'latin1'),
    )
    expect(result.code).not.toBe(0)
    expect(result.output).toContain('no text in UTF-8')
    expectAnswer(await login(patient.email, patient.password), 200)
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
