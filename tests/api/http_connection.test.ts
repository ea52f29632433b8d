import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { expectProblem } from '../support/answers.ts'
import { atInstant, seconds } from '../support/clock.ts'
import { Client } from '../support/http.ts'
import { RawConnection, statuses } from '../support/raw-http.ts'
import { Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'

/** HTTP/1.1 as other people's clients, proxies and attackers speak it. */
const server = serverForThisFile()

const host = 'Host: praktik\r\n'
const bye = 'Connection: close\r\n'

/** What the server says to these bytes until it closes. */
async function saidTo(bytes: string, milliseconds = seconds(5)): Promise<string> {
  const connection = await RawConnection.open(server().port)
  connection.write(bytes)
  return connection.untilClosed(milliseconds, 'the server answers and closes').finally(() => connection.close())
}

describe('a request', () => {
  test.each([
    ['that is not HTTP', 'good morning\r\n\r\n', 400],
    ['without a host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    ['with two hosts', `GET /healthz HTTP/1.1\r\n${host}${host}\r\n`, 400],
    ['with a broken target', `GET /%zz HTTP/1.1\r\n${host}\r\n`, 400],
    [
      'whose length is told twice',
      `POST /api/auth/login HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`,
      400,
    ],
    ...['xchunked', 'chunked, gzip', 'identity'].map((coding): [string, string, number] => [
      `whose body is sent as ${coding} and ends nobody knows where`,
      `POST /api/auth/login HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: ${coding}\r\n\r\n` +
        `2\r\n{}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n${host}\r\n`,
      400,
    ]),
    ['whose headers are over 16 KiB', `GET /healthz HTTP/1.1\r\n${host}X: ${'y'.repeat(17 * 1024)}\r\n\r\n`, 431],
    ['with more than 100 headers', `GET /healthz HTTP/1.1\r\n${host}${'X: y\r\n'.repeat(100)}\r\n`, 431],
    ['whose address is over 8 KiB', `GET /${'y'.repeat(8 * 1024)} HTTP/1.1\r\n${host}\r\n`, 414],
  ])('%s is refused in words', async (_, bytes, status) => {
    const said = await saidTo(bytes)
    expect(statuses(said)).toEqual([status])
    expect(said).toContain('application/problem+json')
    expect(said).toContain('requestId')
  })

  test('may name the whole address', async () => {
    expect(statuses(await saidTo(`GET http://praktik/healthz HTTP/1.1\r\n${host}${bye}\r\n`))).toEqual([200])
  })

  test('may have 100 headers and an address of 8 KiB', async () => {
    const target = `/healthz?${'y'.repeat(8 * 1024 - '/healthz?'.length)}`
    const headers = host + bye + 'X: y\r\n'.repeat(98)
    expect(statuses(await saidTo(`GET ${target} HTTP/1.1\r\n${headers}\r\n`))).toEqual([200])
  })

  test('may follow another before that one is answered', async () => {
    const one = `GET /healthz HTTP/1.1\r\n${host}\r\n`
    const last = `GET /readyz HTTP/1.1\r\n${host}${bye}\r\n`
    expect(statuses(await saidTo(one + one + last))).toEqual([200, 200, 200])
  })

  test('for the head alone gets no body', async () => {
    const said = await saidTo(`HEAD /healthz HTTP/1.1\r\n${host}${bye}\r\n`)
    expect(statuses(said)).toEqual([200])
    expect(said).toMatch(/Content-Length: [1-9]/)
    expect(said.endsWith('\r\n\r\n')).toBe(true)
  })

  test('that asks first is told to go on', async () => {
    const head = `POST /api/auth/login HTTP/1.1\r\n${host}${bye}Content-Type: application/json\r\n`
    expect(statuses(await saidTo(`${head}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`))).toEqual([100, 422])
  })

  test('that asks first with too long a body is not', async () => {
    const head = `POST /api/auth/login HTTP/1.1\r\n${host}Content-Type: application/json\r\n`
    expect(statuses(await saidTo(`${head}Expect: 100-continue\r\nContent-Length: 65537\r\n\r\n`))).toEqual([413])
  })

  test('with another method names those there are', async () => {
    const answer = await new Client(server().origin).send({ method: 'DELETE', path: '/api/me' })
    expect(answer.status).toBe(405)
    expect(answer.headers['allow']?.split(', ').sort()).toEqual(['GET', 'HEAD', 'PATCH'])
  })
})

describe.concurrent('a request that does not arrive within 10 s', () => {
  const unfinished: [string, string][] = [
    ['in the middle of its headers', `GET /healthz HTTP/1.1\r\n${host}X-Slow: `],
    ['in the middle of its body', `POST /api/auth/login HTTP/1.1\r\n${host}Content-Length: 100\r\n\r\n{`],
  ]
  test.each(unfinished)('%s is given up', async (_, bytes) => {
    const begin = Date.now()
    const connection = await RawConnection.open(server().port)
    connection.write(bytes)
    // A byte now and then gains no time: the limit is on the whole request.
    const drip = setInterval(() => connection.write('y'), 500)
    const said = await connection.untilClosed(seconds(16), 'the server gives up').finally(() => {
      clearInterval(drip)
      connection.close()
    })
    expect(statuses(said)).toEqual([408])
    expect(Date.now() - begin).toBeGreaterThanOrEqual(seconds(9.9))
  })

  test('is given up also where bytes come at the very instant', async () => {
    const head = `POST /api/auth/login HTTP/1.1\r\n${host}Content-Length: 65000\r\n\r\n`
    const begin = Date.now()
    // One after the other: each has the instant for itself.
    const said = Array.from({ length: 40 }, async (_, index) => {
      await atInstant(begin + index * 50)
      const connection = await RawConnection.open(server().port)
      connection.write(head)
      const instant = Date.now() + seconds(10)
      await atInstant(instant - 15)
      for (let sent = 0; Date.now() < instant + 20 && sent < 60_000; ++sent) {
        connection.write('y')
        await nextTurn()
      }
      return connection.untilClosed(seconds(6), 'the server gives up').finally(() => connection.close())
    })
    for (const one of await Promise.all(said)) expect(statuses(one)).toEqual([408])
  })
})

describe('a page of somebody else’s', () => {
  const credentials = { email: 'nobody@example.test', password: 'wrong it is indeed' }
  const login = (headers: Record<string, string>) =>
    new Client(server().origin).send({
      method: 'POST',
      path: '/api/auth/login',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(credentials),
    })

  test.each(['cross-site', 'same-site'])('signs nobody in, also where the browser tells only %s', async (site) => {
    expectProblem(await login({ 'sec-fetch-site': site }), 403, 'origin')
  })

  test.each(['same-origin', 'none', ''])('is not what a browser calls "%s"', async (site) => {
    expectProblem(await login({ 'sec-fetch-site': site }), 401, 'invalid_credentials')
  })

  test('that has this server’s address by a name of its own changes nothing and opens no socket', async () => {
    const name = `evil.example:${server().port}`
    const rebound = { host: name, origin: `http://${name}`, 'sec-fetch-site': 'same-origin' }
    expectProblem(await login(rebound), 403, 'origin')
    const upgrade = await new Client(server().origin).send({
      method: 'GET',
      path: '/api/realtime',
      headers: {
        ...rebound,
        upgrade: 'websocket',
        connection: 'Upgrade',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-protocol': 'praktik.v1',
      },
    })
    expectProblem(upgrade, 403, 'origin')
  })

  test('is told by no answer that it may read it', async () => {
    const { headers } = await new Client(server().origin).send({
      method: 'GET',
      path: '/api/config',
      origin: 'https://evil.example',
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('every answer', () => {
  const paths = ['/', '/healthz', '/api/me', '/api/no/such/thing', '/assets/no-such-file.js']

  test('has an id of its own, in a problem the one that the problem names', async () => {
    const answers = await Promise.all([...paths, ...paths].map((path) => new Client(server().origin).get(path)))
    const ids = answers.map(({ headers }) => String(headers['x-request-id']))
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { status, text, headers } of answers) {
      if (status >= 400) expect(JSON.parse(text)).toMatchObject({ requestId: headers['x-request-id'] })
    }
    const said = await saidTo('good morning\r\n\r\n')
    const named = /"requestId":"([^"]+)"/.exec(said)?.[1]
    expect(said).toContain(`X-Request-Id: ${named}\r\n`)
  })

  test.each(paths)('%s is nobody else’s to frame, sniff or load', async (path) => {
    const { headers } = await new Client(server().origin).get(path)
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toMatch(/unsafe|http:|\*/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    const permissions = String(headers['permissions-policy']).split(', ')
    for (const used of ['camera', 'microphone', 'display-capture', 'fullscreen', 'screen-wake-lock']) {
      expect(permissions).toContain(`${used}=(self)`)
    }
    for (const unused of ['geolocation', 'payment', 'usb', 'serial', 'hid', 'midi']) {
      expect(permissions).toContain(`${unused}=()`)
    }
    for (const telling of ['server', 'x-powered-by', 'via']) expect(headers).not.toHaveProperty(telling)
  })

  test('under https keeps to https from then on, and its policy says so', async () => {
    const secure = await Server.start({ throttle: 'on', flags: ['--origin', 'https://praktik.example.org'] })
    try {
      const { headers } = await new Client(secure.origin).get('/healthz')
      expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
      expect(headers['content-security-policy']).toContain('upgrade-insecure-requests')
      const plain = await new Client(server().origin).get('/healthz')
      expect(plain.headers).not.toHaveProperty('strict-transport-security')
      expect(plain.headers['content-security-policy']).not.toContain('upgrade-insecure-requests')
    } finally {
      await secure.dispose()
    }
  })

  test('about a person is kept by nobody', async () => {
    const { headers } = await new Client(server().origin).get('/api/me')
    expect(headers['cache-control']).toBe('no-store')
  })
})

describe('the web app', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    new Client(server().origin).send({ method: 'GET', path, headers })

  test('is asked for again each time, and sent only when it changed', async () => {
    const first = await get('/')
    expect(first.headers['cache-control']).toBe('no-cache')
    const again = await get('/', { 'if-none-match': String(first.headers['etag']) })
    expect(again.status).toBe(304)
    expect(again.text).toBe('')
  })

  test('keeps its assets for ever, compressed where that helps', async () => {
    const script = /src="(\/assets\/[^"]+\.js)"/.exec((await get('/')).text)?.[1] ?? ''
    const plain = await get(script)
    const gzip = await get(script, { 'accept-encoding': 'gzip' })
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(Number(gzip.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']))
  })
})
