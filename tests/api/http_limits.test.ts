import { truncate, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { atInstant, seconds } from '../support/clock.ts'
import { Client } from '../support/http.ts'
import { Live } from '../support/live.ts'
import { registerPatient } from '../support/people.ts'
import { RawConnection, statuses } from '../support/raw-http.ts'
import { command, inNewDirectory, Server } from '../support/server.ts'
import { UpgradeRefused } from '../support/upgrade.ts'

/** How long a connection may take, and how many there may be at once. */

const megabyte = 1024 * 1024
const bigFile = 24 * megabyte
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: praktik\r\n\r\n`

/** A server whose web app has a file far larger than the kernel's buffers. */
async function withBigFile(work: (server: Server) => Promise<unknown>): Promise<void> {
  await inNewDirectory(async (web) => {
    await writeFile(join(web, 'big.bin'), '')
    await truncate(join(web, 'big.bin'), bigFile)
    const server = await Server.start({ flags: ['--web', web] })
    await work(server).finally(() => server.dispose())
  })
}

/** Asks and stays; resolves with what was said and after how long the server closed. */
async function untilClosed(server: Server, asks: string): Promise<{ said: string; took: number }> {
  const connection = await RawConnection.open(server.port)
  const began = Date.now()
  connection.write(asks)
  const said = await connection.untilClosed(seconds(80), 'the server closes').finally(() => connection.close())
  return { said, took: Date.now() - began }
}

/** Reads a byte a second of a big answer for a while, then all that still comes: how much it was, with the headers. */
async function readSlowly(server: Server, milliseconds: number): Promise<number> {
  const socket = connect(server.port, '127.0.0.1')
  try {
    socket.write(get('/big.bin'))
    let bytes = 0
    const drip = setInterval(() => (bytes += socket.read(1)?.length ?? 0), 1000)
    await atInstant(Date.now() + milliseconds)
    clearInterval(drip)
    for await (const chunk of socket) bytes += chunk.length
    return bytes
  } finally {
    socket.destroy()
  }
}

describe('after 60 s', () => {
  test('whoever asks nothing, nothing more, or reads a byte a second is let go', async () => {
    await withBigFile(async (server) => {
      const [silent, idle, slow] = await Promise.all([
        untilClosed(server, ''),
        untilClosed(server, get('/healthz')),
        readSlowly(server, seconds(66)),
      ])
      expect(silent.said).toBe('')
      expect(statuses(idle.said)).toEqual([200])
      for (const { took } of [silent, idle]) expect(took).toBeGreaterThanOrEqual(seconds(59.5))
      // What the two kernels had taken already; who is not let go reads it whole.
      expect(slow).toBeLessThan(megabyte)
      const whole = await new Client(server.origin).get('/big.bin')
      expect(whole.headers['content-length']).toBe(String(bigFile))
      expect(whole.text).toHaveLength(bigFile)
    })
  }, 120_000)
})

describe('a server that stops', () => {
  test('is gone within 10 s however many passwords wait to be checked, with no answer but a true one', async () => {
    const server = await Server.start()
    try {
      const body = JSON.stringify({ email: 'nobody@example.org', password: 'wrong it is indeed' })
      const head = `POST /api/auth/login HTTP/1.1\r\nHost: praktik\r\nContent-Type: application/json\r\n`
      const come = Array.from({ length: 512 }, async () => {
        const connection = await RawConnection.open(server.port)
        connection.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`)
        return connection
      })
      const waiting = await Promise.all(come)
      const ends = waiting.map((connection) => connection.untilClosed(seconds(20), 'the server stops'))
      await waiting[0]?.nextStatus(seconds(10))
      const began = Date.now()
      expect(await server.stop()).toBe(0)
      expect(Date.now() - began).toBeLessThan(seconds(10))
      // What had not been read when the server stopped gets no answer.
      const statuses = (await Promise.all(ends)).map((text) => text.slice('HTTP/1.1 '.length).split(' ')[0])
      expect(new Set(['401', '503', '', ...statuses])).toEqual(new Set(['401', '503', '']))
      for (const connection of waiting) connection.close()
    } finally {
      await server.dispose()
    }
  })
})

describe('more connections than the limit', () => {
  test('are refused in words, those open live, and one that goes makes room', async () => {
    const server = await Server.start({ flags: ['--connections', '30'] })
    try {
      const patient = await registerPatient(server)
      const page = await Live.open(patient.http)
      patient.http.close()
      const open: RawConnection[] = []
      // The page's connection is one of the thirty.
      while (open.length < 29) open.push(await RawConnection.open(server.port))
      for (const connection of open) await answered(connection)

      for (let more = 0; more < 5; ++more) {
        const { said } = await untilClosed(server, get('/healthz'))
        expect(statuses(said)).toEqual([503])
        expect(said).toMatch(/"code":"try_again"/)
        expect(said).toMatch(/Retry-After: \d+\r\n/)
      }
      const refused = await Live.open(patient.http).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(UpgradeRefused)
      expect((refused as UpgradeRefused).status).toBe(503)

      for (const connection of open) await answered(connection)
      await page.ping()
      open.pop()?.close()
      await expect.poll(() => new Client(server.origin).get('/healthz').then(({ status }) => status)).toBe(200)
      for (const connection of open) connection.close()
    } finally {
      await server.dispose()
    }
  })

  test('that come at once are refused, and exactly as many as there is room for are not', async () => {
    const server = await Server.start({ flags: ['--connections', '200'] })
    try {
      const come = Array.from({ length: 450 }, async () => {
        const connection = await RawConnection.open(server.port)
        connection.write(get('/healthz'))
        return { connection, status: await connection.nextStatus(seconds(5)) }
      })
      const all = await Promise.all(come)
      const count = (wanted: number) => all.filter(({ status }) => status === wanted).length
      expect([count(200), count(503)]).toEqual([200, 250])
      for (const { connection } of all) connection.close()
    } finally {
      await server.dispose()
    }
  })

  test('take no place, however long they stay after they were refused', async () => {
    const server = await Server.start({ flags: ['--connections', '30'] })
    const come = (count: number) =>
      Promise.all(Array.from({ length: count }, () => RawConnection.open(server.port, true)))
    try {
      const open = await come(30)
      for (const connection of open) await answered(connection)
      const refused = await come(30)
      for (const connection of refused) expect(await connection.nextStatus(seconds(5))).toBe(503)
      for (const connection of open.splice(0, 15)) connection.close()
      // Well before the refused ones are let go.
      const served = () => new Client(server.origin).get('/healthz').then(({ status }) => status)
      await expect.poll(served, { timeout: seconds(1) }).toBe(200)
      for (const connection of [...open, ...refused]) connection.close()
    } finally {
      await server.dispose()
    }
  })

  test('are refused in words however many they are', async () => {
    const server = await Server.start({ flags: ['--connections', '16'] })
    try {
      const all: RawConnection[] = []
      while (all.length < 16 + 256 + 50) all.push(await RawConnection.open(server.port, true))
      const { said } = await untilClosed(server, get('/healthz'))
      expect(statuses(said)).toEqual([503])
      expect(said).toMatch(/"code":"try_again"/)
      expect(said).toMatch(/Retry-After: \d+\r\n/)
      expect(said).toContain(`X-Request-Id: ${/"requestId":"([^"]+)"/.exec(said)?.[1]}\r\n`)
      for (const connection of all.slice(16)) expect(await connection.nextStatus(seconds(5))).toBe(503)
      for (const connection of all) connection.close()
    } finally {
      await server.dispose()
    }
  })

  /** The connection is served: its next request has an answer. */
  async function answered(connection: RawConnection): Promise<void> {
    connection.write(get('/healthz'))
    expect(await connection.nextStatus(seconds(5))).toBe(200)
  }

  test('a limit out of range is refused', async () => {
    await inNewDirectory(async (data) => {
      for (const limit of ['0', '15', '1000001', 'many']) {
        const flags = ['--listen', '127.0.0.1:0', '--data', data, '--connections', limit]
        const { code, output } = await command(['serve', ...flags])
        expect(code, limit).not.toBe(0)
        expect(output).toContain('--connections')
      }
    })
  })
})
