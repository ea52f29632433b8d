import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { hours } from '../support/clock.ts'
import { Client } from '../support/http.ts'
import { PushService, reachable } from '../support/push-service.ts'
import { command, inNewDirectory, Server, type ServerOptions } from '../support/server.ts'

interface Config {
  contact?: string
  ringSeconds: number
  joinSeconds: number
}

/** What a server with these settings tells everybody, asked once. */
async function configOf(options: ServerOptions): Promise<Config> {
  const server = await Server.start(options)
  try {
    return expectAnswer<Config>(await new Client(server.origin).get('/api/config'), 200)
  } finally {
    await server.dispose()
  }
}

/** The claims with which a server with these flags signs a push, by the token that the push service got. */
async function claimsOf(...flags: string[]): Promise<{ aud: string; exp: number; sub: string }> {
  const server = await Server.start({ flags })
  const service = await PushService.start()
  try {
    const { patient, device } = await reachable(server, service)
    expectAnswer(await patient.http.post('/api/push/test'), 200)
    const { headers } = await device.message('test')
    const token = /^vapid t=[\w-]+\.([\w-]+)\.[\w-]{86}, k=[\w-]{87}$/.exec(headers.authorization ?? '')
    const claims = JSON.parse(Buffer.from(token?.[1] ?? '', 'base64url').toString('utf8'))
    expect(claims.aud).toBe(service.origin)
    return claims
  } finally {
    service.stop()
    await server.dispose()
  }
}

describe('who the server says it is to push services', () => {
  test('an_address_of_nobody_where_nothing_better_is_known', async () => {
    const { sub, exp } = await claimsOf()
    expect(sub).toBe('mailto:praktik@example.org')
    expect(exp * 1000 - Date.now()).toBeGreaterThan(hours(11))
    expect(exp * 1000 - Date.now()).toBeLessThanOrEqual(hours(12))
  })

  test('what_the_operator_gives', async () => {
    expect((await claimsOf('--vapid-subject', 'mailto:it@clinic.example')).sub).toBe('mailto:it@clinic.example')
  })

  test.each(['it@clinic.example', 'http://clinic.example', 'mailto:it', ''])('not_%s', async (subject) => {
    const result = await inNewDirectory((data) =>
      command(['serve', '--listen', '127.0.0.1:0', '--data', data, '--vapid-subject', subject]),
    )
    expect(result.code).not.toBe(0)
    expect(result.output).toMatch(/vapid-subject/)
  })
})

const withFile = <T>(toml: string | Uint8Array, work: (file: string, directory: string) => Promise<T>) =>
  inNewDirectory(async (directory) => {
    const file = join(directory, 'praktik.toml')
    await writeFile(file, toml)
    return work(file, directory)
  })

describe('a setting', () => {
  test('may stand in a file, a variable or a flag, and the nearest counts', async () => {
    const config = await withFile('ring-seconds = 20\njoin-seconds = 21\ncontact = "+62 21 555"\n', (file) =>
      configOf({
        joinSeconds: 23,
        flags: ['--config', file],
        environment: { PRAKTIK_RING_SECONDS: '22', PRAKTIK_JOIN_SECONDS: '22' },
      }),
    )
    expect(config).toMatchObject({ contact: '+62 21 555', ringSeconds: 22, joinSeconds: 23 })
  })

  test.each([
    ['that nobody knows', 'ring-second = 20\n', 'ring-second'],
    ['out of its range', 'ring-seconds = 14\n', 'ring-seconds'],
    ['that is no UTF-8', Buffer.from('contact = "Praxis M\u00fcller"\n', 'latin1'), 'contact'],
  ])('%s stops the start and is named', async (_, toml, name) => {
    const result = await withFile(toml, (file, data) =>
      command(['serve', '--listen', '127.0.0.1:0', '--data', data, '--config', file]),
    )
    expect(result.code).not.toBe(0)
    expect(result.output).toContain(name)
  })
})

test('a second server on the same data is refused', async () => {
  const server = await Server.start()
  try {
    const second = await command(['serve', '--listen', '127.0.0.1:0', '--data', server.dataDir])
    expect(second.code).not.toBe(0)
    expect(second.output).toContain(server.dataDir)
  } finally {
    await server.dispose()
  }
})

test('a server that may not be leaves no trace', async () => {
  await inNewDirectory(async (directory) => {
    const data = join(directory, 'data')
    expect((await command(['serve', '--listen', '0.0.0.0:0', '--data', data])).code).not.toBe(0)
    await expect(access(data)).rejects.toThrow()
  })
})

test('a server without the web app still serves the rest and says so', async () => {
  await inNewDirectory(async (empty) => {
    const server = await Server.start({ flags: ['--web', empty] })
    try {
      expect((await new Client(server.origin).get('/')).status).toBe(404)
      expect((await new Client(server.origin).get('/healthz')).status).toBe(200)
      expect(server.log).toContain('no web app')
    } finally {
      await server.dispose()
    }
  })
})
