import { describe, expect, test } from 'vitest'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import { seconds } from '../support/clock.ts'
import { Client } from '../support/http.ts'
import { newAccount } from '../support/people.ts'
import { RawConnection, statuses } from '../support/raw-http.ts'
import { command, inNewDirectory, type Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { AuditEntry, SignIn } from '../support/wire.ts'

/** This test's own address is the proxy of the one server, and anybody for the other. */
const behindProxy = serverForThisFile({ throttle: 'on', flags: ['--trusted-proxy', '127.0.0.1,10.0.0.0/8'] })
const alone = serverForThisFile({ throttle: 'on' })

const post = (client: Client, path: string, body: object, forwarded: string) =>
  client.send({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
    body: JSON.stringify(body),
  })

/** Where a new person seems to be, by the audit and by the list of signed-in devices. */
async function placeOf(server: Server, forwarded: string): Promise<(string | undefined)[]> {
  const client = Client.withCookies(server.origin)
  expectAnswer(await post(client, '/api/auth/register', newAccount('PATIENT'), forwarded), 201)
  const { entries } = expectAnswer<{ entries: AuditEntry[] }>(await client.get('/api/audit'), 200)
  const { sessions } = expectAnswer<{ sessions: SignIn[] }>(await client.get('/api/me/sessions'), 200)
  return [...new Set([...entries, ...sessions].map(({ address }) => address))]
}

describe('the client’s address', () => {
  test('is what the trusted proxy says, and not what the client says through it', async () => {
    expect(await placeOf(behindProxy(), '1.1.1.1, 203.0.113.9, 10.1.2.3')).toEqual(['203.0.113.9'])
    expect(await placeOf(behindProxy(), '2001:db8::7')).toEqual(['2001:db8::7'])
  })

  test('is what the trusted proxy says, however much the client says before', async () => {
    expect(await placeOf(behindProxy(), `${'1.1.1.1, '.repeat(200)}203.0.113.9`)).toEqual(['203.0.113.9'])
    expect(await placeOf(behindProxy(), `${'x'.repeat(2000)}, 203.0.113.9, 10.1.2.3`)).toEqual(['203.0.113.9'])
  })

  test('is the proxy’s where it says nothing that makes sense', async () => {
    expect(await placeOf(behindProxy(), '<script>')).toEqual(['127.0.0.1'])
  })

  test('is never what somebody says whom nobody trusts', async () => {
    expect(await placeOf(alone(), '203.0.113.9')).toEqual(['127.0.0.1'])
  })
})

/** What comes behind a body in chunks (RFC 9112 §7.1.2). Proxies write the header anew and may pass this on as it is. */
describe('a trailer', () => {
  /** Sends the body in one chunk; what is said until the server closes. */
  async function post(path: string, body: object, header: string, trailer: string): Promise<string> {
    const connection = await RawConnection.open(behindProxy().port)
    const text = JSON.stringify(body)
    const head = `POST ${path} HTTP/1.1\r\nHost: praktik\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n${header}\r\n`
    connection.write(`${head}${text.length.toString(16)}\r\n${text}\r\n0\r\n${trailer}\r\n`)
    return connection.untilClosed(seconds(5), 'the server answers and closes').finally(() => connection.close())
  }
  const json = 'Content-Type: application/json\r\n'

  test('tells nobody’s address', async () => {
    const account = newAccount('PATIENT')
    const forwarded = (address: string) => `X-Forwarded-For: ${address}\r\n`
    const said = await post(
      '/api/auth/register',
      account,
      json + forwarded('203.0.113.20'),
      forwarded('198.51.100.200'),
    )
    expect(statuses(said)).toEqual([201])
    const client = Client.withCookies(behindProxy().origin)
    const { email, password } = account
    expectAnswer(await client.post('/api/auth/login', { email, password }), 200)
    const { entries } = expectAnswer<{ entries: AuditEntry[] }>(await client.get('/api/audit'), 200)
    expect(entries.map(({ address }) => address)).toContain('203.0.113.20')
    expect(entries.map(({ address }) => address)).not.toContain('198.51.100.200')
  })

  test('signs nobody in, and says nothing about the body or where it comes from', async () => {
    const account = newAccount('PATIENT')
    const client = new Client(behindProxy().origin)
    expectAnswer(await client.post('/api/auth/register', account), 201)
    const { email, password } = account
    const tokens = expectAnswer<{ accessToken: string }>(await client.post('/api/auth/token', { email, password }), 200)
    const bearer = `Authorization: Bearer ${tokens.accessToken}\r\n`
    const tell = async (header: string, trailer: string) =>
      statuses(await post('/api/me/erase', { password: 'wrong it is indeed' }, header, trailer))
    expect(await tell(json, bearer)).toEqual([401])
    expect(await tell(bearer, json)).toEqual([415])
    expect(
      await tell(json, `Cookie: praktik_access=${tokens.accessToken}\r\nOrigin: ${behindProxy().origin}\r\n`),
    ).toEqual([401])
    expect(await tell(bearer + json, 'Host: elsewhere\r\n')).not.toEqual([400])
  })
})

describe('who tries passwords', () => {
  const attempt = (server: Server, email: string, forwarded: string) =>
    post(new Client(server.origin), '/api/auth/login', { email, password: 'wrong it is indeed' }, forwarded)

  test('is held up, and nobody else who comes through the same proxy', async () => {
    const { email } = newAccount('PATIENT')
    for (let attempts = 0; attempts < 10; ++attempts) {
      expectProblem(await attempt(behindProxy(), email, '198.51.100.1'), 401)
    }
    expectProblem(await attempt(behindProxy(), email, '198.51.100.1'), 429)
    expectProblem(await attempt(behindProxy(), email, '198.51.100.2'), 401)
    expectProblem(await attempt(behindProxy(), email, '198.51.100.2, 198.51.100.1'), 429)
  })

  test('gains nothing by the header where nobody is trusted', async () => {
    const { email } = newAccount('PATIENT')
    for (let attempts = 0; attempts < 10; ++attempts) {
      expectProblem(await attempt(alone(), email, `198.51.100.${attempts}`), 401)
    }
    expectProblem(await attempt(alone(), email, '198.51.100.99'), 429)
  })
})

test.each(['proxy', '0.0.0.0/0', '127.0.0.1/8', '10.0.0.0/33'])('%s is no proxy to trust', async (address) => {
  await inNewDirectory(async (data) => {
    const flags = ['--listen', '127.0.0.1:0', '--data', data, '--trusted-proxy', address]
    const { code, output } = await command(['serve', ...flags])
    expect(code).not.toBe(0)
    expect(output).toContain(`--trusted-proxy ${address}`)
  })
})

test('a server behind https that trusts no proxy says what that means', async () => {
  await inNewDirectory(async (data) => {
    const flags = ['--data', data, '--origin', 'https://praktik.example.org']
    const finding = async (...more: string[]) => (await command(['check', ...flags, ...more])).output
    expect(await finding()).toMatch(/^warning *proxy: .*--trusted-proxy/m)
    expect(await finding('--trusted-proxy', '127.0.0.1')).toMatch(/^ok *proxy: /m)
  })
})
