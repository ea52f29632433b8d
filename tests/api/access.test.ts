import assert from 'node:assert/strict'
import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { access, type Door, isOpen, mayAny, mayEver, roles } from '../support/access.ts'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import { talking } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { type Answer, Client, type RequestParts } from '../support/http.ts'
import { closeEveryLive, Live } from '../support/live.ts'
import type { Person } from '../support/people.ts'
import { command, Server } from '../support/server.ts'
import { claimsOf, signed, tokenKey } from '../support/tokens.ts'
import { UpgradeRefused } from '../support/upgrade.ts'
import type { Role } from '../support/wire.ts'

/**
 * Every route, topic and op that the program says it has, tried by everybody for whom it is not, and by whom it is for.
 * A new one is tried by itself; the most that it needs is a body here, and its test says so.
 */

/** What a route is sent, by "METHOD path". */
const bodies: Record<string, object> = {
  'PATCH /api/me': {},
  'POST /api/me/erase': { password: 'not the password' },
  'POST /api/me/second-factor': { password: 'not the password' },
  'POST /api/me/second-factor/confirm': { otp: '000000' },
  'POST /api/me/second-factor/recovery-codes': { password: 'not the password', otp: '000000' },
  'POST /api/me/second-factor/remove': { password: 'not the password', otp: '000000' },
  'POST /api/schedules': { startsAt: Date.now(), endsAt: Date.now() + 3_600_000 },
  'PATCH /api/schedules/{id}': { note: 'Bring your last prescription.' },
  'PUT /api/schedules/{id}/notice': { text: '15 minutes late' },
  'PUT /api/queue/{entryId}/readiness': { ready: true },
  'PUT /api/calls/{id}/quality': {
    ...{ seconds: 60, freezes: 0, frozenMs: 0, lossInPermille: 0, relayed: false, reconnects: 0 },
  },
  'POST /api/push/subscriptions': newSubscription(),
}

/** What an op is sent about a call. */
const messages: Record<string, (call: string) => object> = {
  attach: (call) => ({ op: 'attach', call }),
  signal: (call) => ({ op: 'signal', call, data: { candidate: {} } }),
  ringing: (call) => ({ op: 'ringing', call, audible: true }),
}

/** Whose the id of a path is. */
const kinds: [prefix: string, kind: keyof Ids][] = [
  ['/api/schedules/', 'schedule'],
  ['/api/queue/', 'entry'],
  ['/api/calls/', 'call'],
  ['/api/me/sessions/', 'session'],
  ['/api/push/subscriptions/', 'subscription'],
]

interface Ids {
  schedule: string
  entry: string
  call: string
  session: string
  subscription: string
}

/** Somebody of a role with objects of their own. */
interface Side {
  person: Person
  /** One sign-in, by token; another one is `ids.session`. */
  http: Client
  token: string
  ids: Ids
}
type Sides = Record<Role, Side>

function newSubscription(): object {
  const key = createECDH('prime256v1')
  key.generateKeys()
  const keys = { p256dh: key.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') }
  return { endpoint: `http://127.0.0.1:9/${randomUUID()}`, keys }
}

let server: Server
/** Whose the objects are; others with objects of their own; and people who were let in once. */
let right: Sides
let others: Sides
let disabled: Sides
let ended: Record<Role, Client>

async function sideOf(person: Person, ids: Omit<Ids, 'session' | 'subscription'>): Promise<Side> {
  const { accessToken: token } = await person.tokens()
  const http = Client.withToken(server.origin, token)
  const made = await http.post('/api/push/subscriptions', newSubscription())
  const { subscription } = expectAnswer<{ subscription: { id: string } }>(made, 201)
  const session = claimsOf((await person.tokens()).accessToken)['sid'] as string
  return { person, http, token, ids: { ...ids, session, subscription: subscription.id } }
}

async function consultation(): Promise<Sides> {
  const { doctor, patient, schedule, entry, call } = await talking(server)
  const ids = { schedule: schedule.id, entry: entry.id, call: call.id }
  return { DOCTOR: await sideOf(doctor, ids), PATIENT: await sideOf(patient, ids) }
}

async function disable({ person }: Side): Promise<void> {
  const { code, output } = await command(['user', 'disable', '--data', server.dataDir, '--email', person.email])
  assert.equal(code, 0, output)
}

async function endedSignIn({ person }: Side): Promise<Client> {
  const client = Client.withToken(server.origin, (await person.tokens()).accessToken)
  assert.equal((await client.post('/api/auth/logout')).status, 204)
  return client
}

beforeAll(async () => {
  server = await Server.start()
  right = await consultation()
  others = await consultation()
  disabled = await consultation()
  ended = { DOCTOR: await endedSignIn(right.DOCTOR), PATIENT: await endedSignIn(right.PATIENT) }
}, 60_000)
afterAll(async () => {
  closeEveryLive()
  await server?.dispose()
})

const nameOf = ({ method, path }: Door) => `${method} ${path}`
const hasId = ({ path }: Door) => path.includes('{')
const guarded = access.routes.filter((door) => !isOpen(door)).map((door) => [nameOf(door), door] as const)

/** The request that the route is made for, about one's own or another id. */
function ask(who: Client, door: Door, id: string, origin?: string): Promise<Answer> {
  const body = bodies[nameOf(door)]
  const parts: RequestParts = { method: door.method, path: door.path.replace(/\{\w+\}/, id) }
  if (origin !== undefined) parts.origin = origin
  if (body === undefined) return who.send(parts)
  return who.send({ ...parts, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

function idFor(door: Door, { ids }: Side): string {
  if (!hasId(door)) return ''
  const kind = kinds.find(([prefix]) => door.path.startsWith(prefix))?.[1]
  assert.ok(kind, `whose is the id in ${nameOf(door)}? Add its kind to this test`)
  return ids[kind]
}

/** Everything that somebody who is refused gets to see, but for what differs between any two requests. */
function told(answer: Answer): string {
  const { date: _, 'x-request-id': __, ...headers } = answer.headers
  return JSON.stringify([answer.status, headers, answer.text.replace(/"requestId":"[^"]+"/, '')])
}

function expectNoSlip(door: Door, answer: Answer): void {
  const isSlip = [400, 415, 422].includes(answer.status) && bodies[nameOf(door)] === undefined
  assert.ok(!isSlip, `${nameOf(door)} wants a body: add one to this test. It said ${answer.text}`)
}

describe.each(guarded)('%s', (_, door) => {
  test('is_closed_to_nobody_and_to_who_shows_a_token_that_does_not_hold', async () => {
    for (const role of roles) {
      const { token } = right[role]
      const claims = claimsOf(token)
      const past = { ...claims, iat: Number(claims['iat']) - 7200, exp: Number(claims['iat']) - 3600 }
      const tries: [string, Client][] = [
        ['nobody', new Client(server.origin)],
        ['an expired token', Client.withToken(server.origin, signed(past, tokenKey(server)))],
        ['a forged token', Client.withToken(server.origin, signed(claims, randomBytes(32).toString('hex')))],
        ['a sign-in that has ended', ended[role]],
      ]
      for (const [who, client] of tries) {
        const answer = await ask(client, door, idFor(door, right[role]))
        assert.equal(answer.status, 401, `${who}: ${answer.text}`)
        expectProblem(answer, 401, 'not_signed_in')
      }
    }
  })

  test('is_closed_to_the_wrong_role', async () => {
    for (const role of roles.filter((one) => !mayEver(one, ...door.actions))) {
      for (const { http } of [right[role], others[role]]) {
        expectProblem(await ask(http, door, idFor(door, right[role])), 403, 'role')
      }
    }
  })

  test.runIf(hasId(door))('hides_what_is_anothers_as_if_it_did_not_exist', async () => {
    for (const role of roles.filter((one) => mayEver(one, ...door.actions))) {
      const foreign = await ask(others[role].http, door, idFor(door, right[role]))
      expectNoSlip(door, foreign)
      if (mayAny(role, ...door.actions)) {
        expect([401, 403, 404], foreign.text).not.toContain(foreign.status)
        continue
      }
      expectProblem(foreign, 404, 'not_found')
      expect(told(foreign)).toBe(told(await ask(others[role].http, door, randomUUID())))
    }
  })

  test.runIf(door.method !== 'GET')('is_closed_to_a_foreign_page_with_our_cookies', async () => {
    for (const role of roles) {
      const answer = await ask(right[role].person.http, door, idFor(door, right[role]), 'https://evil.example')
      expectProblem(answer, 403, 'origin')
    }
  })

  test('is_open_to_whom_it_is_for', async () => {
    for (const role of roles.filter((one) => mayEver(one, ...door.actions))) {
      const answer = await ask(right[role].http, door, idFor(door, right[role]))
      expectNoSlip(door, answer)
      expect([400, 401, 403, 404, 405, 415, 500], `${role}: ${answer.text}`).not.toContain(answer.status)
    }
  })
})

test('a_page_that_was_open_loses_every_topic_and_op_with_its_person_and_so_does_every_route', async () => {
  const pages: [string, Live, object][] = []
  for (const role of roles) {
    const { http, ids } = disabled[role]
    for (const { topic, hasId } of access.topics.filter(({ action }) => mayEver(role, action))) {
      const name = hasId ? `${topic}:${topic === 'call' ? ids.call : ids.schedule}` : topic
      pages.push([`watch ${name} as ${role}`, await Live.open(http), { op: 'watch', topic: name }])
      const again = await Live.open(http)
      await again.current(name)
      pages.push([`watch ${name} again as ${role}`, again, { op: 'watch', topic: name }])
    }
    for (const { op } of access.ops.filter(({ action }) => action !== 'connect')) {
      pages.push([`${op} as ${role}`, await Live.open(http), messageOf(op, ids.call)])
    }
  }
  const before = pages.map(([, page]) => page.arrivals.length)
  await Promise.all(roles.map((role) => disable(disabled[role])))
  for (const [, page, message] of pages) if (page.socket.readyState === page.socket.OPEN) page.send(message)
  for (const [index, [what, page]] of pages.entries()) {
    const { code } = await page.closing(seconds(3), `the page that asked to ${what} is closed`)
    expect(code, what).toBe(4401)
    const after = page.arrivals.slice(before[index]).map(({ frame }) => frame.op)
    expect(after.filter((op) => ['state', 'current', 'attached', 'signal'].includes(op), what)).toEqual([])
  }
  for (const [, door] of guarded) {
    for (const role of roles) {
      const answer = await ask(disabled[role].http, door, idFor(door, disabled[role]))
      assert.equal(answer.status, 401, `${nameOf(door)} as a disabled ${role}: ${answer.text}`)
    }
  }
}, 60_000)

function messageOf(op: string, call: string): object {
  const message = messages[op]
  assert.ok(message, `what does one send with ${op}? Add it to this test`)
  return message(call)
}

describe('the socket', () => {
  test('is_closed_to_nobody_and_to_who_shows_a_token_that_does_not_hold', async () => {
    const claims = claimsOf(right.PATIENT.token)
    const past = { ...claims, exp: Number(claims['iat']) - 3600 }
    const tries = [
      new Client(server.origin),
      Client.withToken(server.origin, signed(past, tokenKey(server))),
      Client.withToken(server.origin, signed(claims, randomBytes(32).toString('hex'))),
      ended.DOCTOR,
      ended.PATIENT,
    ]
    for (const client of tries) {
      const refused = await Live.upgrade(client).then(
        () => undefined,
        (error: unknown) => error,
      )
      assert.ok(refused instanceof UpgradeRefused, `the upgrade went through: ${JSON.stringify(client.identity())}`)
      expect(refused.status).toBe(401)
    }
  })

  test.each(access.topics.map((one) => [one.topic, one] as const))('topic_%s', async (topic, { action, hasId }) => {
    const nameFor = ({ ids }: Side) => (hasId ? `${topic}:${topic === 'call' ? ids.call : ids.schedule}` : topic)
    for (const role of roles) {
      const own = await Live.open(right[role].http)
      const other = await Live.open(others[role].http)
      if (mayEver(role, action)) await own.current(nameFor(right[role]))
      if (!hasId) continue
      const name = nameFor(right[role])
      if (mayAny(role, action)) {
        await other.current(name)
        continue
      }
      const unknown = `${topic}:${randomUUID()}`
      expect(await other.untilGone(name)).toBe(mayEver(role, action) ? 'not_found' : 'forbidden')
      await other.untilGone(unknown)
      const [first, second] = other.arrivals.filter(({ frame }) => frame.op === 'gone').map(({ text }) => text)
      expect(first?.replace(name, '')).toBe(second?.replace(unknown, ''))
    }
  })

  const opsOfCalls = access.ops.filter(({ action }) => action !== 'connect').map(({ op }) => op)
  test.each(opsOfCalls)('op_%s_says_nothing_of_a_call_of_others', async (op) => {
    for (const role of roles) {
      const page = await Live.open(others[role].http)
      const errors: string[] = []
      for (const call of [right[role].ids.call, randomUUID()]) {
        page.send(messageOf(op, call))
        errors.push((await page.op('error', { re: op })).text)
      }
      expect(errors[0]).toMatch(/"code":"(not_found|not_attached|forbidden)"/)
      expect(errors[0]).toBe(errors[1])
    }
  })
})

test('every_action_of_the_table_is_one_that_some_door_leads_to', () => {
  const reached = new Set([
    ...access.routes.flatMap(({ actions }) => actions),
    ...[...access.topics, ...access.ops].map(({ action }) => action),
    ...access.grants.filter(({ party }) => party === 'OPERATOR').map(({ action }) => action),
  ])
  expect(access.grants.map(({ action }) => action).filter((action) => !reached.has(action))).toEqual([])
})
