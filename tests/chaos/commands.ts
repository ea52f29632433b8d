import { randomUUID } from 'node:crypto'
import { hours, minutes } from '../support/clock.ts'
import type { Random } from '../support/random.ts'
import { chance, upTo } from '../support/random.ts'
import type { Call, Entry, EntryStatus, Role, ScheduleStatus } from '../support/wire.ts'
import type { Actor } from './actor.ts'
import type { Attempt } from './ledger.ts'

/** The schedules that patients may look for, as the clinic last heard of them. */
export type Offers = Map<string, ScheduleStatus>

/** One kind of command. A new one is a new row of `commands`. */
export interface Command {
  name: string
  who: Role
  /** How often it is chosen among those that fit. */
  weight: number
  /** What to send as the person's page shows things now; nothing where it does not fit. */
  plan(actor: Actor, random: Random, offers: Offers): Attempt | undefined
}

/** Something of a page's own socket, which has no answer of its own. */
export interface Gesture {
  name: string
  /** Whether there was anything to send. */
  make(actor: Actor, random: Random): boolean
}

const pick = <T>(random: Random, all: readonly T[]): T | undefined => all[upTo(random, all.length - 1)]
const post = (path: string, body?: object): Attempt => ({ method: 'POST', path, ...(body ? { body } : {}) })

const entriesIn = (actor: Actor, ...statuses: EntryStatus[]): Entry[] =>
  Object.values((actor.role === 'DOCTOR' ? actor.room : actor.me)?.entries ?? {}).filter(({ status }) =>
    statuses.includes(status),
  )
/** A command on one of the entries in such a state. */
const onEntry =
  (statuses: EntryStatus[], plan: (entry: Entry, random: Random) => Attempt): Command['plan'] =>
  (actor, random) => {
    const entry = pick(random, entriesIn(actor, ...statuses))
    return entry && plan(entry, random)
  }
const onCall =
  (statuses: Call['status'][], plan: (call: Call, actor: Actor, random: Random) => Attempt): Command['plan'] =>
  (actor, random) => {
    const { call } = actor.me ?? {}
    return call && statuses.includes(call.status) ? plan(call, actor, random) : undefined
  }
const onRoom =
  (status: ScheduleStatus, plan: (id: string, random: Random, actor: Actor) => Attempt): Command['plan'] =>
  (actor, random) => {
    const { schedule } = actor.room ?? {}
    return schedule?.status === status ? plan(schedule.id, random, actor) : undefined
  }

const sentence = (random: Random) => `${upTo(random, 999_999)} minutes late`
const setCell = (attempt: Attempt, sets: Attempt['sets']): Attempt => ({ ...attempt, ...(sets ? { sets } : {}) })

function quality(call: Call, actor: Actor, random: Random): Attempt {
  const seconds = upTo(random, 80_000)
  const numbers = { freezes: 0, frozenMs: 0, lossInPermille: 3, relayed: chance(random, 0.5), reconnects: 1 }
  const key = { call_id: call.id, side: actor.role }
  return setCell(
    { method: 'PUT', path: `/api/calls/${call.id}/quality`, body: { seconds, ...numbers } },
    { table: 'call_quality', column: 'seconds', key, value: seconds },
  )
}

const ofDoctors: Command[] = [
  {
    name: 'create a schedule',
    who: 'DOCTOR',
    weight: 5,
    plan: (actor) => {
      if (actor.room && actor.room.schedule.status !== 'COMPLETED' && actor.room.schedule.status !== 'CANCELLED') return
      const note = `chaos ${randomUUID()}`
      const startsAt = Date.now() - minutes(5)
      const marks = { table: 'schedules', column: 'note', value: note } as const
      return { ...post('/api/schedules', { startsAt, endsAt: startsAt + hours(2), note }), marks }
    },
  },
  {
    name: 'edit a schedule',
    who: 'DOCTOR',
    weight: 1,
    plan: onRoom('UPCOMING', (id, random) => {
      const capacity = 5 + upTo(random, 500)
      const sets = { table: 'schedules', column: 'capacity', key: { id }, value: capacity } as const
      return setCell({ method: 'PATCH', path: `/api/schedules/${id}`, body: { capacity } }, sets)
    }),
  },
  { name: 'start', who: 'DOCTOR', weight: 4, plan: onRoom('UPCOMING', (id) => post(`/api/schedules/${id}/start`)) },
  {
    name: 'complete',
    who: 'DOCTOR',
    weight: 0.4,
    plan: onRoom('ONLINE', (id) => post(`/api/schedules/${id}/complete`)),
  },
  { name: 'reopen', who: 'DOCTOR', weight: 3, plan: onRoom('COMPLETED', (id) => post(`/api/schedules/${id}/reopen`)) },
  {
    name: 'cancel a schedule',
    who: 'DOCTOR',
    weight: 0.2,
    plan: onRoom('UPCOMING', (id) => post(`/api/schedules/${id}/cancel`)),
  },
  {
    name: 'put up a notice',
    who: 'DOCTOR',
    weight: 1,
    plan: onRoom('ONLINE', (id, random) => {
      const text = chance(random, 0.3) ? null : sentence(random)
      const sets = { table: 'schedules', column: 'notice', key: { id }, value: text } as const
      return setCell({ method: 'PUT', path: `/api/schedules/${id}/notice`, body: { text } }, sets)
    }),
  },
  { name: 'call', who: 'DOCTOR', weight: 6, plan: onEntry(['READY'], ({ id }) => post(`/api/queue/${id}/call`)) },
  {
    name: 'call somebody who cannot be called',
    who: 'DOCTOR',
    weight: 0.3,
    plan: onEntry(['NOT_READY', 'IN_CALL', 'DONE'], ({ id }) => post(`/api/queue/${id}/call`)),
  },
  { name: 'cancel', who: 'DOCTOR', weight: 1, plan: onCall(['RINGING'], ({ id }) => post(`/api/calls/${id}/cancel`)) },
  { name: 'requeue', who: 'DOCTOR', weight: 3, plan: onEntry(['DONE'], ({ id }) => post(`/api/queue/${id}/requeue`)) },
  {
    name: 'remove',
    who: 'DOCTOR',
    weight: 0.3,
    plan: onEntry(['NOT_READY', 'READY'], ({ id }) => ({
      method: 'DELETE',
      path: `/api/queue/${id}`,
      makes: { id, status: 'NOT_SEEN' },
    })),
  },
]

const ofPatients: Command[] = [
  {
    name: 'join',
    who: 'PATIENT',
    weight: 4,
    plan: (actor, random, offers) => {
      if (entriesIn(actor, 'NOT_READY', 'READY', 'RINGING', 'IN_CALL').length > 2) return
      const [id] =
        pick(
          random,
          [...offers].filter(([, status]) => status === 'ONLINE' || status === 'UPCOMING'),
        ) ?? []
      if (id === undefined) return
      actor.watch(`schedule:${id}`)
      const reason = `chaos ${randomUUID()}`
      return {
        ...post(`/api/schedules/${id}/queue`, { reason }),
        marks: { table: 'entries', column: 'reason', value: reason },
      }
    },
  },
  {
    name: 'become ready',
    who: 'PATIENT',
    weight: 6,
    plan: onEntry(['NOT_READY'], ({ id }) => ({
      method: 'PUT',
      path: `/api/queue/${id}/readiness`,
      body: { ready: true },
    })),
  },
  {
    name: 'become not ready',
    who: 'PATIENT',
    weight: 0.5,
    plan: onEntry(['READY'], ({ id }) => ({
      method: 'PUT',
      path: `/api/queue/${id}/readiness`,
      body: { ready: false },
    })),
  },
  {
    name: 'leave',
    who: 'PATIENT',
    weight: 0.3,
    plan: onEntry(['NOT_READY', 'READY'], ({ id }) => ({
      method: 'DELETE',
      path: `/api/queue/${id}`,
      makes: { id, status: 'LEFT' },
    })),
  },
  {
    name: 'accept',
    who: 'PATIENT',
    weight: 8,
    plan: onCall(['RINGING'], ({ id }, actor) =>
      post(`/api/calls/${id}/accept`, { connection: actor.live.connection }),
    ),
  },
  {
    name: 'decline',
    who: 'PATIENT',
    weight: 2,
    plan: onCall(['RINGING'], ({ id }) => post(`/api/calls/${id}/decline`)),
  },
  {
    name: 'change the phone number',
    who: 'PATIENT',
    weight: 0.5,
    plan: (actor, random) => {
      const phone = `+62 ${upTo(random, 999_999_999)}`
      const sets = { table: 'users', column: 'phone', key: { id: actor.person.id }, value: phone } as const
      return setCell({ method: 'PATCH', path: '/api/me', body: { phone } }, sets)
    },
  },
]

const ofBoth: Omit<Command, 'who'>[] = [
  { name: 'end', weight: 1.5, plan: onCall(['ACTIVE'], ({ id }) => post(`/api/calls/${id}/end`)) },
  { name: 'report the quality', weight: 1, plan: onCall(['ACTIVE'], quality) },
  { name: 'refresh', weight: 0.3, plan: () => post('/api/auth/refresh') },
  { name: 'read the own sign-ins', weight: 0.2, plan: () => ({ method: 'GET', path: '/api/me/sessions' }) },
]

export const commands: readonly Command[] = [
  ...ofDoctors,
  ...ofPatients,
  ...ofBoth.flatMap((command) => [
    { ...command, who: 'DOCTOR' as const },
    { ...command, who: 'PATIENT' as const },
  ]),
]

/** A command, and what it sends this time. */
export type Planned = [Pick<Command, 'name'>, Attempt]

/** For a client that does not know whether its last one came through. */
export const refresh: Planned = [{ name: 'refresh' }, post('/api/auth/refresh')]

/** One of the commands that fit, by weight. */
export function planFor(actor: Actor, random: Random, offers: Offers): Planned | undefined {
  const fitting = commands
    .filter(({ who }) => who === actor.role)
    .flatMap((command): [Command, Attempt][] => {
      const attempt = command.plan(actor, random, offers)
      return attempt ? [[command, attempt]] : []
    })
  let point = random() * fitting.reduce((sum, [{ weight }]) => sum + weight, 0)
  return fitting.find(([{ weight }]) => {
    point -= weight
    return point < 0
  })
}

export const gestures: readonly Gesture[] = [
  {
    name: 'ringing',
    make: (actor, random) => {
      const { call } = actor.me ?? {}
      if (actor.role !== 'PATIENT' || call?.status !== 'RINGING') return false
      actor.live.send({ op: 'ringing', call: call.id, audible: chance(random, 0.7) })
      return true
    },
  },
  {
    name: 'attach',
    make: (actor) => {
      const { call } = actor.me ?? {}
      if (call?.status !== 'ACTIVE') return false
      actor.live.send({ op: 'attach', call: call.id })
      return true
    },
  },
  {
    name: 'signal',
    make: (actor, random) => {
      const { call } = actor.me ?? {}
      if (call?.status !== 'ACTIVE') return false
      actor.live.send({ op: 'signal', call: call.id, data: { candidate: { candidate: sentence(random) } } })
      return true
    },
  },
]
