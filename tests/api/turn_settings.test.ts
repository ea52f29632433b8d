import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { registerPatient } from '../support/people.ts'
import { command, inNewDirectory, Server, type ServerOptions } from '../support/server.ts'
import type { IceOffer } from '../support/wire.ts'

const secret = 'nobody may read this in a log'

const withSecretFile = <T>(contents: string, work: (file: string, directory: string) => Promise<T>) =>
  inNewDirectory(async (directory) => {
    const file = join(directory, 'secret')
    await writeFile(file, contents, { mode: 0o600 })
    return work(file, directory)
  })

/** Every URI that a server with these settings hands out. */
async function urlsOf(options: ServerOptions): Promise<string[]> {
  const server = await Server.start(options)
  try {
    const { http } = await registerPatient(server)
    const { iceServers } = expectAnswer<IceOffer>(await http.get('/api/ice-test'), 200)
    expect(server.log).not.toContain(secret)
    return iceServers.flatMap(({ urls }) => urls)
  } finally {
    await server.dispose()
  }
}

const [first, second] = ['turn:turn.clinic.example:3478', 'turns:turn.clinic.example:5349?transport=tcp']

describe('the servers that help calls through', () => {
  test.each([
    ['a_flag_that_is_repeated', (file: string) => ({ flags: ['--turn', first, '--turn', second, ...given(file)] })],
    ['a_flag_with_commas', (file: string) => ({ flags: ['--turn', `${first},${second}`, ...given(file)] })],
    [
      'variables',
      (file: string) => ({ environment: { PRAKTIK_TURN: `${first},${second}`, PRAKTIK_TURN_SECRET_FILE: file } }),
    ],
  ] as [string, (file: string) => ServerOptions][])('come_from_%s', async (_, options) => {
    const urls = await withSecretFile(`  ${secret}\r\n\n`, (file) => urlsOf(options(file)))
    expect(urls).toEqual([first, second])
  })

  test('come_from_the_settings_file', async () => {
    const urls = await withSecretFile(secret, async (file, directory) => {
      const settings = join(directory, 'praktik.toml')
      await writeFile(settings, `turn = ["${first}", "${second}"]\nturn-secret-file = "${file}"\n`)
      return urlsOf({ flags: ['--config', settings] })
    })
    expect(urls).toEqual([first, second])
  })

  test('need_no_secret_where_none_relays', async () => {
    expect(await urlsOf({ flags: ['--turn', 'stun:turn.clinic.example'] })).toEqual(['stun:turn.clinic.example'])
  })
})

describe('the warning that calls may not get through', () => {
  const logOf = async (...flags: string[]) => {
    const server = await Server.start({ throttle: 'on', flags })
    await server.dispose()
    return server.log
  }
  const elsewhere = ['--origin', 'https://praktik.example']

  test('stands_in_the_log_of_a_clinic_without_a_relay', async () => {
    expect(await logOf(...elsewhere)).toMatch(/no TURN server/)
    expect(await logOf(...elsewhere, '--turn', 'stun:turn.clinic.example')).toMatch(/no TURN server/)
  })

  test('does_not_where_there_is_one_or_nobody_comes_from_elsewhere', async () => {
    const log = await withSecretFile(secret, (file) => logOf(...elsewhere, '--turn', first, ...given(file)))
    expect(log).not.toMatch(/no TURN server/)
    expect(await logOf()).not.toMatch(/no TURN server/)
  })
})

const given = (file: string) => ['--turn-secret-file', file]

/** What a start with these flags says that must not be. */
async function refusal(...flags: string[]): Promise<string> {
  const result = await inNewDirectory((data) =>
    command(['serve', '--listen', '127.0.0.1:0', '--data', join(data, 'new'), ...flags]),
  )
  expect(result.code).not.toBe(0)
  expect(result.output).not.toContain(secret)
  return result.output
}

describe('a start is refused with a sentence', () => {
  test.each(['turn.clinic.example', 'turn://turn.clinic.example', 'https://turn.clinic.example', 'turn:host:0'])(
    'for_%s',
    async (uri) => {
      expect(await withSecretFile(secret, (file) => refusal('--turn', uri, ...given(file)))).toContain(`--turn ${uri}:`)
    },
  )

  test.each([first, second])('for_%s_without_the_secret', async (uri) => {
    expect(await refusal('--turn', 'stun:turn.clinic.example', '--turn', uri)).toMatch(/needs --turn-secret-file/)
  })

  test('for_a_secret_that_is_not_there', async () => {
    expect(await refusal('--turn', first, ...given('/nowhere/secret'))).toMatch(/\/nowhere\/secret: there is no such/)
  })

  test('for_a_secret_that_is_a_folder', async () => {
    const said = await inNewDirectory(async (directory) => {
      await mkdir(join(directory, 'secret'), { mode: 0o700 })
      return refusal('--turn', first, ...given(join(directory, 'secret')))
    })
    expect(said).toMatch(/cannot be read/)
  })

  test.each(['', ' \n\t\r\n'])('for_a_secret_that_is_empty', async (nothing) => {
    expect(await withSecretFile(nothing, (file) => refusal('--turn', first, ...given(file)))).toMatch(/it is empty/)
  })

  test.each([0o604, 0o602])('for_a_secret_that_everybody_may_open: %i', async (mode) => {
    const said = await withSecretFile(secret, async (file) => {
      await chmod(file, mode)
      return refusal('--turn', first, ...given(file))
    })
    expect(said).toMatch(/chmod o-rwx/)
  })

  test('for_a_secret_of_more_than_1024_bytes', async () => {
    const longest = 's'.repeat(1024)
    const urls = await withSecretFile(longest, (file) => urlsOf({ flags: ['--turn', first, ...given(file)] }))
    expect(urls).toEqual([first])
    const said = await withSecretFile(`${longest}s`, (file) => refusal('--turn', first, ...given(file)))
    expect(said).toMatch(/at most 1024 bytes/)
  })
})
