import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { access, chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seconds } from '../support/clock.ts'
import { Coturn } from '../support/coturn.ts'
import { registerPatient } from '../support/people.ts'
import { command, inNewDirectory, Server } from '../support/server.ts'

let coturn: Coturn
beforeAll(async () => {
  coturn = await Coturn.start()
})
afterAll(() => coturn?.stop())

const check = (uri: string, secretFile = coturn.secretFile) =>
  command(['check', '--turn', uri, '--turn-secret-file', secretFile])

describe('praktik check of a TURN server', () => {
  test('says_that_it_relays', async () => {
    const { code, output } = await check(`stun:127.0.0.1:${coturn.port},${coturn.uri}`)
    expect(output).toMatch(`ok      ${coturn.uri}: it relays.\n`)
    expect(output).not.toContain('stun:')
    expect(code).toBe(0)
  })

  test('says_that_the_secret_is_another', async () => {
    await inNewDirectory(async (directory) => {
      const other = join(directory, 'secret')
      await writeFile(other, 'another secret', { mode: 0o600 })
      const { code, output } = await check(coturn.uri, other)
      expect(output).toMatch(/refuses the credential: compare --turn-secret-file/)
      expect(output).toMatch(/1 of \d are not as they should be/)
      expect(code).not.toBe(0)
    })
  })

  test('says_of_each_server_what_it_does', async () => {
    const dead = 'turn:127.0.0.1:9?transport=tcp'
    const { code, output } = await check(`${dead},${coturn.uri}`)
    expect(output).toMatch(/^warning turn:127\.0\.0\.1:9\?transport=tcp: it cannot be reached: Connection refused\.$/m)
    expect(output).toContain(`${coturn.uri}: it relays.`)
    expect(output).toMatch(/1 of \d are not as they should be/)
    expect(code).not.toBe(0)
  })

  test('says_that_nobody_answers', async () => {
    const silent = createSocket('udp4')
    silent.bind(0, '127.0.0.1')
    await once(silent, 'listening')
    try {
      const { output } = await check(`turn:127.0.0.1:${silent.address().port}`)
      expect(output).toMatch(/nobody answered in 5 s: look whether it runs and the firewall lets UDP through/)
    } finally {
      silent.close()
    }
  })

  test('says_that_something_else_answers', async () => {
    const web = createServer((socket) => {
      // Whoever reads something unexpected may hang up first.
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n')
    })
    web.listen(0, '127.0.0.1')
    await once(web, 'listening')
    try {
      const { port } = web.address() as { port: number }
      expect((await check(`turn:127.0.0.1:${port}?transport=tcp`)).output).toMatch(/no TURN server/)
      expect((await check(`turns:127.0.0.1:${port}`)).output).toMatch(/it cannot be reached: .+\./)
    } finally {
      web.close()
    }
  })

  test('holds_a_server_for_tls_to_its_certificate', async () => {
    await inNewDirectory(async (directory) => {
      const [certificate, key] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')]
      const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
      const made = ['-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', certificate]
      await promisify(execFile)('openssl', ['req', '-x509', ...made, ...names])
      const relay = await Coturn.start({ tls: { certificate, key } })
      try {
        const ask = (host: string, trusted: Record<string, string>) =>
          command(
            ['check', '--turn', `turns:${host}:${relay.port}`, '--turn-secret-file', relay.secretFile],
            '',
            trusted,
          )
        const trusted = { SSL_CERT_FILE: certificate }
        expect((await ask('localhost', trusted)).output).toContain(
          `ok      turns:localhost:${relay.port}: it relays.\n`,
        )
        expect((await ask('127.0.0.1', trusted)).output).toMatch(/certificate verify failed/)
        expect((await ask('localhost', {})).output).toMatch(/certificate verify failed/)
      } finally {
        await relay.stop()
      }
    })
  })
})

/** Everything that check says without a TURN server to ask, on a web app that is there. */
const lookAround = (flags: readonly string[], environment: Record<string, string> = {}) =>
  inNewDirectory(async (directory) => {
    await writeFile(join(directory, 'index.html'), '<!doctype html>')
    return command(['check', '--web', directory, ...flags], '', environment)
  })

describe('praktik check of everything else', () => {
  test('finds_nothing_wrong_on_ones_own_machine', async () => {
    const { code, output } = await lookAround([])
    const things = [...output.matchAll(/^ok {6}(\S+): .+\.$/gm)].map(([, thing]) => thing)
    expect(things).toEqual(['clock', 'data', 'web', 'origin', 'push', 'turn'])
    expect(code, output).toBe(0)
  })

  test('says_what_a_clinic_would_miss', async () => {
    const { code, output } = await lookAround(['--listen', '0.0.0.0:8080', '--origin', 'http://praktik.example'])
    expect(output).toMatch(/^warning origin: .*no camera, microphone or notifications.*--origin\.$/m)
    expect(output).toMatch(/^warning push: .*--vapid-subject\.$/m)
    expect(output).toMatch(/^warning turn: no TURN server.*--turn\.$/m)
    expect(output).toMatch(/3 of 6 are not as they should be/)
    expect(code).not.toBe(0)
  })

  test('reads_the_settings_as_serve_does', async () => {
    await inNewDirectory(async (directory) => {
      const file = join(directory, 'praktik.toml')
      await writeFile(file, 'origin = "https://file.example"\nvapid-subject = "mailto:file@clinic.example"\n')
      const { output } = await lookAround(['--config', file], { PRAKTIK_ORIGIN: 'https://variable.example' })
      expect(output).toMatch(/^ok {6}origin: .*https:\/\/variable\.example/m)
      expect(output).toMatch(/^ok {6}push: .*mailto:file@clinic\.example/m)
      await writeFile(file, 'orogin = "https://file.example"\n')
      expect((await lookAround(['--config', file])).output).toContain('orogin')
    })
  })

  test.each([
    ['--vapid-subject', 'nobody'],
    ['--listen', '0.0.0.0:8080'],
    ['--turn', 'turn://clinic.example'],
  ])('refuses_what_serve_refuses: %s %s', async (...flags) => {
    const { code, output } = await lookAround(flags)
    expect(output).toContain(flags[0] === '--listen' ? '--origin' : flags[0])
    expect(code).not.toBe(0)
  })

  test('says_that_the_web_app_is_not_there', async () => {
    await inNewDirectory(async (directory) => {
      expect((await command(['check', '--web', directory])).output).toMatch(/^warning web: there is no web app in/m)
    })
  })
})

describe('praktik check of the data', () => {
  const checkData = (data: string) => lookAround(['--data', data])

  test('looks_at_those_of_a_server_that_serves_and_leaves_nothing_there', async () => {
    const server = await Server.start()
    try {
      const before = await readdir(server.dataDir)
      const { code, output } = await checkData(server.dataDir)
      expect(output).toContain(`ok      data: ${server.dataDir} can be written.`)
      expect(code, output).toBe(0)
      expect(await readdir(server.dataDir)).toEqual(before)
      await registerPatient(server)
    } finally {
      await server.dispose()
    }
  })

  test('makes_none_where_there_are_none', async () => {
    await inNewDirectory(async (directory) => {
      const data = join(directory, 'data')
      expect((await checkData(data)).output).toMatch(/^ok {6}data: there is no .* yet/m)
      await expect(access(data)).rejects.toThrow()
    })
  })

  test('says_that_the_folder_is_none', async () => {
    await inNewDirectory(async (directory) => {
      const file = join(directory, 'data')
      await writeFile(file, '')
      expect((await checkData(file)).output).toMatch(/^error {3}data: The data directory .* cannot be made/m)
    })
  })

  test('says_that_the_database_is_none', async () => {
    await inNewDirectory(async (directory) => {
      await writeFile(join(directory, 'praktik.db'), 'x'.repeat(4096))
      const { code, output } = await checkData(directory)
      expect(output).toMatch(
        /^error {3}data: the database in .* is damaged: file is not a database\. Put a backup back/m,
      )
      expect(code).not.toBe(0)
      const started = await command(['serve', '--listen', '127.0.0.1:0', '--data', directory])
      expect(started.output).toMatch(/data: the database in .* is damaged: file is not a database\. Put a backup back/)
      expect(started.code).not.toBe(0)
    })
  })
})

describe('a folder that was made for everybody', () => {
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

  test('keeps_its_files_to_their_owner_from_the_next_start_on_and_is_warned_of', async () => {
    const server = await Server.start()
    try {
      await registerPatient(server)
      await server.kill9()
      const files = (await readdir(server.dataDir)).filter((name) => name !== 'serve.lock')
      expect(files).toEqual(expect.arrayContaining(['praktik.db', 'praktik.db-wal', 'audit.key', 'second-factor.key']))
      await writeFile(join(server.dataDir, 'praktik.db.before-1'), '')
      await writeFile(join(server.dataDir, 'audit.head'), '', { flag: 'a' })
      files.push('praktik.db.before-1', 'audit.head')
      for (const name of files) await chmod(join(server.dataDir, name), 0o644)
      await chmod(server.dataDir, 0o755)
      const { code, output } = await lookAround(['--data', server.dataDir])
      expect(output).toMatch(/^warning data: other users of this machine may look into .* chmod go-rwx\.$/m)
      expect(code).not.toBe(0)

      await server.restart()
      expect(server.log).toMatch(/warn\w* data: other users of this machine may look into/)
      const left = await readdir(server.dataDir)
      expect(left).toEqual(
        expect.arrayContaining(['praktik.db', 'praktik.db-wal', 'praktik.db-shm', 'praktik.db.before-1']),
      )
      for (const name of left) expect(await modeOf(join(server.dataDir, name)), name).toBe('600')
    } finally {
      await server.dispose()
    }
  })

  test('gets_no_file_that_others_may_open', async () => {
    await inNewDirectory(async (directory) => {
      const data = join(directory, 'data')
      await mkdir(data)
      await chmod(data, 0o755)
      const account = ['--role', 'patient', '--email', 'somebody@example.test', '--name', 'Somebody']
      const added = await command(['user', 'add', '--data', data, ...account, '--password-stdin'], 'quite a long one\n')
      expect(added.code, added.output).toBe(0)
      for (const name of await readdir(data)) expect(await modeOf(join(data, name)), name).toBe('600')
    })
  })
})

describe('a start', () => {
  const dead = 'turn:127.0.0.1:9?transport=tcp'

  /** What a server with these TURN servers had to say, `until` it said that. */
  async function logOf(turn: string, until: RegExp): Promise<string> {
    const server = await Server.start({ flags: ['--turn', turn, '--turn-secret-file', coturn.secretFile] })
    try {
      await server.says(until)
      return server.log
    } finally {
      await server.dispose()
    }
  }

  test('tells_of_each_TURN_server_that_gives_no_relay_once_it_listens', async () => {
    const other = 'turn:127.0.0.1:10?transport=tcp'
    const log = await logOf(`${dead},${coturn.uri},${other}`, /127\.0\.0\.1:10/)
    expect(log.match(/cannot be reached/g)).toHaveLength(2)
    expect(log).not.toContain(coturn.uri)
    expect(log.indexOf(dead)).toBeGreaterThan(log.indexOf('listening on'))
  })

  test('does_not_wait_for_a_TURN_server_that_is_silent_and_neither_does_the_end', async () => {
    const silent = createSocket('udp4')
    silent.bind(0, '127.0.0.1')
    await once(silent, 'listening')
    try {
      const began = performance.now()
      const flags = ['--turn', `turn:127.0.0.1:${silent.address().port}`, '--turn-secret-file', coturn.secretFile]
      const server = await Server.start({ flags })
      await once(silent, 'message')
      await server.dispose()
      expect(performance.now() - began).toBeLessThan(seconds(4))
      expect(server.log).not.toContain('nobody answered')
    } finally {
      silent.close()
    }
  })
})
