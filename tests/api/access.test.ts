import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { access, mayAny, mayEver, roles } from '../support/access.ts'
import { expectProblem } from '../support/answers.ts'
import { ringing } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import {
  ask,
  askAs,
  consultation,
  expectNoSlip,
  guarded,
  hasId,
  idFor,
  messageOf,
  nameOf,
  neighboursOf,
  opsOfCalls,
  type Side,
  type Sides,
  told,
  topicFor,
  withAccessCookie,
} from '../support/doors.ts'
import { Client } from '../support/http.ts'
import { closeEveryLive, Live } from '../support/live.ts'
import { command, Server } from '../support/server.ts'
import { claimsOf, signed, tokenKey } from '../support/tokens.ts'
import { UpgradeRefused } from '../support/upgrade.ts'
import type { Role } from '../support/wire.ts'

/**
 * Every route, topic and op that the program says it has, tried by everybody for whom it is not, and by whom it is for.
 * A new one is tried by itself; the most that it needs is a body in doors.ts, and its test says so.
 */

let server: Server
/** Whose the objects are; people who were let in once; and the tokens of sign-ins of the first that have ended. */
let right: Sides
let disabled: Sides
let ended: Record<Role, string>
/** For whom the objects of `right` are not: strangers with objects of their own, and people who share something with them. */
let others: Record<Role, Client>[]

async function disable({ person }: Side): Promise<void> {
  const { code, output } = await command(['user', 'disable', '--data', server.dataDir, '--email', person.email])
  assert.equal(code, 0, output)
}

async function endedSignIn({ person }: Side): Promise<string> {
  const { accessToken } = await person.tokens()
  assert.equal((await Client.withToken(server.origin, accessToken).post('/api/auth/logout')).status, 204)
  return accessToken
}

beforeAll(async () => {
  server = await Server.start({ ringSeconds: 90 })
  right = await consultation(server)
  disabled = await consultation(server)
  const strangers = await consultation(server)
  others = [{ DOCTOR: strangers.DOCTOR.http, PATIENT: strangers.PATIENT.http }, await neighboursOf(right)]
  ended = { DOCTOR: await endedSignIn(right.DOCTOR), PATIENT: await endedSignIn(right.PATIENT) }
}, 60_000)
afterAll(async () => {
  closeEveryLive()
  await server?.dispose()
})

/** Tokens that let nobody in, each with what is wrong with it. */
function worthless(role: Role): [string, string][] {
  const claims = claimsOf(right[role].token)
  const past = { ...claims, iat: Number(claims['iat']) - 7200, exp: Number(claims['iat']) - 3600 }
  return [
    ['an expired token', signed(past, tokenKey(server))],
    ['a forged token', signed(claims, randomBytes(32).toString('hex'))],
    ['the token of a sign-in that has ended', ended[role]],
  ]
}

describe.each(guarded)('%s', (_, door) => {
  test('is_closed_to_nobody_and_to_who_shows_a_token_that_does_not_hold', async () => {
    for (const role of roles) {
      const tries: [string, Client][] = [['nobody', new Client(server.origin)]]
      for (const [what, token] of worthless(role)) {
        tries.push([what, Client.withToken(server.origin, token)])
        tries.push([`${what} as a cookie`, withAccessCookie(server, token)])
      }
      for (const [who, client] of tries) {
        const answer = await ask(client, door, idFor(door, right[role].ids))
        assert.equal(answer.status, 401, `${who}: ${answer.text}`)
        expectProblem(answer, 401, 'not_signed_in')
      }
    }
  })

  test('is_closed_to_the_wrong_role', async () => {
    for (const role of roles.filter((one) => !mayEver(one, ...door.actions))) {
      for (const http of [right[role].http, ...others.map((one) => one[role])]) {
        expectProblem(await ask(http, door, idFor(door, right[role].ids)), 403, 'role')
      }
    }
  })

  test.runIf(hasId(door))('hides_what_is_anothers_as_if_it_did_not_exist', async () => {
    for (const role of roles.filter((one) => mayEver(one, ...door.actions))) {
      for (const { [role]: http } of others) {
        const foreign = await ask(http, door, idFor(door, right[role].ids))
        expectNoSlip(door, foreign)
        if (mayAny(role, ...door.actions)) {
          expect([401, 403, 404], foreign.text).not.toContain(foreign.status)
          continue
        }
        expectProblem(foreign, 404, 'not_found')
        expect(told(foreign)).toBe(told(await ask(http, door, randomUUID())))
      }
    }
  })

  test.runIf(door.method !== 'GET')('is_closed_to_a_foreign_page_with_our_cookies', async () => {
    for (const role of roles) {
      const { person, ids } = right[role]
      expectProblem(await ask(person.http, door, idFor(door, ids), 'https://evil.example'), 403, 'origin')
    }
  })

  test('is_open_to_whom_it_is_for', async () => {
    for (const role of roles.filter((one) => mayEver(one, ...door.actions))) {
      const answer = await askAs(right[role], door)
      expectNoSlip(door, answer)
      expect([400, 401, 403, 404, 405, 415, 500], `${role}: ${answer.text}`).not.toContain(answer.status)
    }
  })
})

test('a_page_that_was_open_loses_every_topic_and_op_with_its_person_and_so_does_every_route', async () => {
  const pages: [string, Live, object][] = []
  for (const role of roles) {
    const { http, ids } = disabled[role]
    for (const topic of access.topics.filter(({ action }) => mayEver(role, action))) {
      const name = topicFor(topic, ids)
      pages.push([`watch ${name} as ${role}`, await Live.open(http), { op: 'watch', topic: name }])
      const again = await Live.open(http)
      await again.current(name)
      pages.push([`watch ${name} again as ${role}`, again, { op: 'watch', topic: name }])
    }
    for (const op of opsOfCalls) pages.push([`${op} as ${role}`, await Live.open(http), messageOf(op, ids.call)])
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
      const { http, ids } = disabled[role]
      const answer = await ask(http, door, idFor(door, ids))
      assert.equal(answer.status, 401, `${nameOf(door)} as a disabled ${role}: ${answer.text}`)
    }
  }
}, 60_000)

describe('the socket', () => {
  test('is_closed_to_nobody_and_to_who_shows_a_token_that_does_not_hold', async () => {
    const tokens = roles.flatMap(worthless).map(([, token]) => token)
    for (const client of [new Client(server.origin), ...tokens.map((one) => Client.withToken(server.origin, one))]) {
      const refused = await Live.upgrade(client).then(
        () => undefined,
        (error: unknown) => error,
      )
      assert.ok(refused instanceof UpgradeRefused, `the upgrade went through: ${JSON.stringify(client.identity())}`)
      expect(refused.status).toBe(401)
    }
    for (const token of tokens) {
      const page = await Live.upgrade(withAccessCookie(server, token))
      expect((await page.closing(seconds(3), 'nobody is signed in')).code).toBe(4401)
      expect(page.arrivals.filter(({ frame }) => frame.op !== 'hello')).toEqual([])
    }
  })

  test.each(access.topics.map((one) => [one.topic, one] as const))('topic_%s', async (_, topic) => {
    for (const role of roles) {
      const name = topicFor(topic, right[role].ids)
      if (mayEver(role, topic.action)) await (await Live.open(right[role].http)).current(name)
      if (!topic.hasId) continue
      for (const { [role]: http } of others) {
        const other = await Live.open(http)
        if (mayAny(role, topic.action)) {
          await other.current(name)
          continue
        }
        const unknown = `${topic.topic}:${randomUUID()}`
        expect(await other.untilGone(name)).toBe(mayEver(role, topic.action) ? 'not_found' : 'forbidden')
        await other.untilGone(unknown)
        const [first, second] = other.arrivals.filter(({ frame }) => frame.op === 'gone').map(({ text }) => text)
        expect(first?.replace(name, '')).toBe(second?.replace(unknown, ''))
      }
    }
  })

  test.each(opsOfCalls)('op_%s_says_nothing_of_a_call_of_others_whether_it_rings_or_is_under_way', async (op) => {
    const rung = await ringing(server)
    const strangers = others.flatMap((one) => roles.map((role) => one[role]))
    const rungs = [...strangers, right.PATIENT.http, right.DOCTOR.http].map((http) => [http, rung.call.id] as const)
    for (const [http, call] of [...rungs, ...strangers.map((one) => [one, right.PATIENT.ids.call] as const)]) {
      const page = await Live.open(http)
      const errors: string[] = []
      for (const id of [call, randomUUID()]) {
        page.send(messageOf(op, id))
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
