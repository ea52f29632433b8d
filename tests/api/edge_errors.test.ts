import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { seconds } from '../support/clock.ts'
import { type Answer, Client } from '../support/http.ts'
import { addDoctor, registerPatient } from '../support/people.ts'
import { RawConnection, statuses } from '../support/raw-http.ts'
import { inNewDirectory, Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'

/** Nothing that is asked badly tells anything about the machine, the program or its database. */
const server = serverForThisFile()

/** What no answer may hold: words of the database, the language, the libraries and the machine. */
const internals =
  /sqlite|soci|boost|beast|asio|std::|exception|constraint|syntax error|no such|errno|\.cpp|\.hpp|0x[0-9a-f]{6}|root:|\/(etc|home|proc|tmp|usr|var)\//i

/** What the server says to one request of these bytes. */
async function saidTo(head: string, body = ''): Promise<string> {
  const connection = await RawConnection.open(server().port)
  connection.write(`${head} HTTP/1.1\r\nHost: praktik\r\nConnection: close\r\n\r\n${body}`)
  return connection.untilClosed(seconds(10), 'the server answers and closes').finally(() => connection.close())
}

const bodyOf = (said: string) => said.slice(said.indexOf('\r\n\r\n') + 4)

/** An answer without what may come back to whoever sent it: keys that a problem names, and one's own account. */
function wordsOf(answer: Answer): string {
  if (!/json/.test(answer.headers['content-type'] ?? '')) return answer.text
  const { errors: _, user: __, ...words } = answer.json<{ errors?: unknown; user?: unknown }>()
  return JSON.stringify(words)
}

const nasty = [
  "'; DROP TABLE users; --",
  '1 OR 1=1',
  '" UNION SELECT password_hash FROM users --',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '%s%s%n',
  '$(id)',
  '\u202e\ud83d\ude00',
  '9'.repeat(400),
  '-1',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-7fff-bfff-ffffffffffff',
]

describe('an id or a query that is none', () => {
  const paths = [
    '/api/schedules/{}',
    '/api/schedules/{}/queue',
    '/api/schedules/{}/calendar.ics',
    '/api/queue/{}/calls',
    '/api/calls/{}',
    '/api/calls/{}/ice',
    '/api/schedules?from={}',
    '/api/schedules?{}=1',
    '/api/audit?after={}',
    '/api/audit?limit={}',
  ]

  test.each(paths)('%s is refused without a word about why inside', async (path) => {
    const people = [await addDoctor(server()), await registerPatient(server())]
    for (const { http } of people) {
      for (const value of nasty) {
        const answer = await http.get(path.replace('{}', encodeURIComponent(value)))
        const said = `${answer.asked}: ${answer.status} ${answer.text}`
        expect(answer.status, said).toBeLessThan(500)
        expect(wordsOf(answer), said).not.toMatch(internals)
      }
    }
  })
})

describe('a body', () => {
  test.each(nasty)('with %j in every text says nothing it should not', async (value) => {
    const doctor = await addDoctor(server())
    const attempts: [string, string, object][] = [
      ['POST', '/api/auth/login', { email: value, password: value, otp: value }],
      ['POST', '/api/auth/refresh', { refreshToken: value }],
      ['POST', '/api/schedules', { startsAt: value, endsAt: value, note: value }],
      ['PATCH', '/api/me', { name: value, locale: value, phone: value, birthDate: value, specialty: value }],
      ['POST', '/api/push/receipts', { token: value, event: value }],
      ['POST', '/api/push/subscriptions', { endpoint: value, keys: { p256dh: value, auth: value } }],
      ['POST', '/api/schedules', { [value]: value }],
    ]
    for (const [method, path, body] of attempts) {
      const answer = await doctor.http.send({
        method,
        path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      const said = `${answer.asked} ${JSON.stringify(body)}: ${answer.status} ${answer.text}`
      expect(answer.status, said).toBeLessThan(500)
      expect(wordsOf(answer), said).not.toMatch(internals)
    }
  })
})

describe('a path', () => {
  test.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/%252e%252e/%252e%252e/etc/passwd',
    '/..%5c..%5c..%5cetc%5cpasswd',
    '/assets/..%2f..%2f..%2fpraktik.db',
    '/index.html%00.js',
    '//etc/passwd',
    '/./etc/passwd',
    '/etc/passwd%00',
    'file:///etc/passwd',
    '/\\..\\..\\etc\\passwd',
    '/%c0%ae%c0%ae/etc/passwd',
  ])('%s finds nothing but the app itself', async (path) => {
    const said = await saidTo(`GET ${path}`)
    const [status] = statuses(said)
    expect([200, 400, 404], said).toContain(status)
    if (status === 200) expect(bodyOf(said)).toContain('<div id="root">')
    else expect(bodyOf(said)).not.toMatch(/root:|sqlite|\/etc\//i)
  })

  test.each(['TRACE', 'CONNECT', 'OPTIONS', 'PROPFIND', 'DEBUG', 'PUT', 'DELETE', 'get', '%00'])(
    'asked for with %s does nothing and echoes nothing',
    async (method) => {
      for (const path of ['/', '/api/me', '/api/schedules', '/healthz']) {
        const said = await saidTo(`${method} ${path}?echo=me`)
        expect([400, 401, 403, 405], said).toContain(statuses(said)[0])
        expect(said).not.toMatch(/echo=me/)
      }
    },
  )
})

test('a link out of the web app’s folder is not followed', async () => {
  await inNewDirectory(async (directory) => {
    const web = join(directory, 'web')
    await mkdir(web)
    await writeFile(join(directory, 'secret.txt'), 'a secret')
    await writeFile(join(web, 'index.html'), 'the app')
    await writeFile(join(web, 'real.txt'), 'a file')
    await symlink(join(directory, 'secret.txt'), join(web, 'link.txt'))
    await symlink(directory, join(web, 'up'))
    await symlink('real.txt', join(web, 'inside.txt'))
    const app = await Server.start({ flags: ['--web', web] })
    try {
      const client = new Client(app.origin)
      expect((await client.get('/link.txt')).status).toBe(404)
      expect((await client.get('/up/secret.txt')).status).toBe(404)
      expect((await client.get('/inside.txt')).text).toBe('a file')
    } finally {
      await app.dispose()
    }
  })
})

test('a defect inside is an apology with a request id, and its cause stands in the log alone', async () => {
  const broken = await Server.start()
  try {
    const doctor = await addDoctor(broken)
    const database = new DatabaseSync(join(broken.dataDir, 'praktik.db'))
    database.exec('DROP TABLE told_places; ALTER TABLE schedules RENAME TO timetable')
    database.close()
    const now = Date.now()
    const answers = [
      await doctor.http.get('/api/schedules'),
      await doctor.http.post('/api/schedules', { startsAt: now, endsAt: now + 3_600_000 }),
    ]
    for (const answer of answers) {
      expect([500, 503], answer.text).toContain(answer.status)
      expect(answer.text).not.toMatch(internals)
      expect(answer.text).not.toMatch(/schedules|timetable/)
      expect(answer.json<{ requestId: string }>().requestId).toBe(answer.headers['x-request-id'])
    }
    expect(broken.log).toMatch(/no such table/)
    expect((await new Client(broken.origin).get('/healthz')).status).toBe(200)
  } finally {
    await broken.dispose()
  }
})
