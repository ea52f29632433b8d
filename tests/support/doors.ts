import assert from 'node:assert/strict'
import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { type AccessMap, access, type Door, isOpen } from './access.ts'
import { expectAnswer } from './answers.ts'
import { join, openPractice, setReady, talking } from './clinic.ts'
import { type Answer, Client, CookieJar, type RequestParts } from './http.ts'
import { type Person, registerPatient } from './people.ts'
import type { Server } from './server.ts'
import { claimsOf } from './tokens.ts'
import type { Role } from './wire.ts'

/** What it takes to knock at every door that the program has, and people with objects to ask for. */

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

export interface Ids {
  schedule: string
  entry: string
  call: string
  session: string
  subscription: string
}

/** Somebody of a role with objects of their own. */
export interface Side {
  person: Person
  /** One sign-in, by token; another one is `ids.session`. */
  http: Client
  token: string
  ids: Ids
}
export type Sides = Record<Role, Side>

function newSubscription(): object {
  const key = createECDH('prime256v1')
  key.generateKeys()
  const keys = { p256dh: key.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') }
  return { endpoint: `http://127.0.0.1:9/${randomUUID()}`, keys }
}

export async function sideOf(person: Person, ids: Omit<Ids, 'session' | 'subscription'>): Promise<Side> {
  const { accessToken: token } = await person.tokens()
  const http = Client.withToken(person.server.origin, token)
  const made = await http.post('/api/push/subscriptions', newSubscription())
  const { subscription } = expectAnswer<{ subscription: { id: string } }>(made, 201)
  const session = claimsOf((await person.tokens()).accessToken)['sid'] as string
  return { person, http, token, ids: { ...ids, session, subscription: subscription.id } }
}

/** A doctor and a patient in a call. */
export async function consultation(server: Server): Promise<Sides> {
  const { doctor, patient, schedule, entry, call } = await talking(server)
  const ids = { schedule: schedule.id, entry: entry.id, call: call.id }
  return { DOCTOR: await sideOf(doctor, ids), PATIENT: await sideOf(patient, ids) }
}

/** Who shares something with these two: another doctor whose queue the patient is in, and another patient of the doctor's queue. */
export async function neighboursOf({ DOCTOR, PATIENT }: Sides): Promise<Record<Role, Client>> {
  const { server } = DOCTOR.person
  const { doctor, schedule } = await openPractice(server, 0)
  const patient = await registerPatient(server)
  await setReady(PATIENT.person, (await join(PATIENT.person, schedule.id)).id)
  await setReady(patient, (await join(patient, DOCTOR.ids.schedule)).id)
  const byToken = async (person: Person) => Client.withToken(server.origin, (await person.tokens()).accessToken)
  return { DOCTOR: await byToken(doctor), PATIENT: await byToken(patient) }
}

/** A browser whose access cookie this is, and that has nothing else. */
export function withAccessCookie(server: Server, token: string): Client {
  const jar = new CookieJar()
  jar.set('praktik_access', token)
  return Client.withCookies(server.origin, jar)
}

export const nameOf = ({ method, path }: Door) => `${method} ${path}`
export const hasId = ({ path }: Door) => path.includes('{')
/** Every route that is not for everybody, by name. */
export const guarded = access.routes.filter((door) => !isOpen(door)).map((door) => [nameOf(door), door] as const)
/** Every op that is about a call. */
export const opsOfCalls = access.ops.filter(({ action }) => action !== 'connect').map(({ op }) => op)

/** The request that the route is made for, about one's own or another id. */
export function ask(who: Client, door: Door, id: string, origin?: string): Promise<Answer> {
  const body = bodies[nameOf(door)]
  const parts: RequestParts = { method: door.method, path: door.path.replace(/\{\w+\}/, id) }
  if (origin !== undefined) parts.origin = origin
  if (body === undefined) return who.send(parts)
  return who.send({ ...parts, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

/** Asks as this person. Whoever signs out does so from a sign-in of its own, which nobody needs afterwards. */
export async function askAs({ person, http, ids }: Side, door: Door): Promise<Answer> {
  const leaves = nameOf(door) === 'POST /api/auth/logout'
  const who = leaves ? Client.withToken(person.server.origin, (await person.tokens()).accessToken) : http
  return ask(who, door, idFor(door, ids))
}

export function idFor(door: Door, ids: Ids): string {
  if (!hasId(door)) return ''
  const kind = kinds.find(([prefix]) => door.path.startsWith(prefix))?.[1]
  assert.ok(kind, `whose is the id in ${nameOf(door)}? Add its kind to doors.ts`)
  return ids[kind]
}

export function topicFor({ topic, hasId }: AccessMap['topics'][number], ids: Ids): string {
  return hasId ? `${topic}:${topic === 'call' ? ids.call : ids.schedule}` : topic
}

export function messageOf(op: string, call: string): object {
  const message = messages[op]
  assert.ok(message, `what does one send with ${op}? Add it to doors.ts`)
  return message(call)
}

/** Everything that somebody who is refused gets to see, but for what differs between any two requests. */
export function told(answer: Answer): string {
  const { date: _, 'x-request-id': __, ...headers } = answer.headers
  return JSON.stringify([answer.status, headers, answer.text.replace(/"requestId":"[^"]+"/, '')])
}

export function expectNoSlip(door: Door, answer: Answer): void {
  const isSlip = [400, 415, 422].includes(answer.status) && bodies[nameOf(door)] === undefined
  assert.ok(!isSlip, `${nameOf(door)} wants a body: add one to doors.ts. It said ${answer.text}`)
}
