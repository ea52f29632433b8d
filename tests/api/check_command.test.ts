import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Coturn } from '../support/coturn.ts'
import { command, inNewDirectory } from '../support/server.ts'

let coturn: Coturn
beforeAll(async () => {
  coturn = await Coturn.start()
})
afterAll(() => coturn?.stop())

const check = (uri: string, secretFile = coturn.secretFile) =>
  command(['check', '--turn', uri, '--turn-secret-file', secretFile])

describe('praktik check', () => {
  test('says_that_a_server_relays', async () => {
    const { code, output } = await check(`stun:127.0.0.1:${coturn.port},${coturn.uri}`)
    expect(output).toBe(`${coturn.uri}: it relays.\n`)
    expect(code).toBe(0)
  })

  test('says_that_the_secret_is_another', async () => {
    await inNewDirectory(async (directory) => {
      const other = join(directory, 'secret')
      await writeFile(other, 'another secret', { mode: 0o600 })
      const { code, output } = await check(coturn.uri, other)
      expect(output).toMatch(/refuses the credential: compare --turn-secret-file/)
      expect(output).toMatch(/1 of 1 TURN servers give no relay/)
      expect(code).not.toBe(0)
    })
  })

  test('says_of_each_server_what_it_does', async () => {
    const dead = 'turn:127.0.0.1:9?transport=tcp'
    const { code, output } = await check(`${dead},${coturn.uri}`)
    expect(output).toMatch(/^turn:127\.0\.0\.1:9\?transport=tcp: it cannot be reached: Connection refused\.$/m)
    expect(output).toContain(`${coturn.uri}: it relays.`)
    expect(output).toMatch(/1 of 2 TURN servers/)
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
        expect((await ask('localhost', trusted)).output).toBe(`turns:localhost:${relay.port}: it relays.\n`)
        expect((await ask('127.0.0.1', trusted)).output).toMatch(/certificate verify failed/)
        expect((await ask('localhost', {})).output).toMatch(/certificate verify failed/)
      } finally {
        await relay.stop()
      }
    })
  })

  test('wants_a_server_to_check', async () => {
    const { code, output } = await command(['check', '--turn', 'stun:127.0.0.1'])
    expect(output).toMatch(/names no TURN server/)
    expect(code).not.toBe(0)
  })
})
