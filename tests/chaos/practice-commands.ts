import { randomUUID } from 'node:crypto'
import { hours, minutes } from '../support/clock.ts'
import type { Random } from '../support/random.ts'
import { chance, upTo } from '../support/random.ts'
import type { Call, Entry, EntryStatus, ScheduleStatus } from '../support/wire.ts'
import type { Actor } from './actor.ts'
import { noted, qualitySeconds, reasoned, scheduleCell } from './cells.ts'
import { type Attempt, type Command, type CommonCommand, making, pick, post, setting } from './command.ts'

/** What people do in a practice: schedules, places in the queue, calls. */

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

function quality(call: Call, actor: Actor, random: Random): Attempt {
  const seconds = upTo(random, 80_000)
  const numbers = { freezes: 0, frozenMs: 0, lossInPermille: 3, relayed: chance(random, 0.5), reconnects: 1 }
  const attempt: Attempt = { method: 'PUT', path: `/api/calls/${call.id}/quality`, body: { seconds, ...numbers } }
  return setting(actor, attempt, qualitySeconds(call.id, actor.role), seconds)
}

export const ofDoctors: readonly Command[] = [
  {
    name: 'create a schedule',
    who: 'DOCTOR',
    weight: 5,
    plan: (actor) => {
      if (actor.room && actor.room.schedule.status !== 'COMPLETED' && actor.room.schedule.status !== 'CANCELLED') return
      const note = `chaos ${randomUUID()}`
      const startsAt = Date.now() - minutes(5)
      return making(actor, post('/api/schedules', { startsAt, endsAt: startsAt + hours(2), note }), noted(note))
    },
  },
  {
    name: 'edit a schedule',
    who: 'DOCTOR',
    weight: 1,
    plan: onRoom('UPCOMING', (id, random, actor) => {
      const capacity = 5 + upTo(random, 500)
      const attempt: Attempt = { method: 'PATCH', path: `/api/schedules/${id}`, body: { capacity } }
      return setting(actor, attempt, scheduleCell(id, 'capacity'), capacity)
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
    weight: 0.3,
    plan: onRoom('UPCOMING', (id) => post(`/api/schedules/${id}/cancel`)),
  },
  {
    name: 'put up a notice',
    who: 'DOCTOR',
    weight: 1,
    plan: onRoom('ONLINE', (id, random, actor) => {
      const text = chance(random, 0.3) ? null : sentence(random)
      const attempt: Attempt = { method: 'PUT', path: `/api/schedules/${id}/notice`, body: { text } }
      return setting(actor, attempt, scheduleCell(id, 'notice'), text)
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

export const ofPatients: readonly Command[] = [
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
      return making(actor, post(`/api/schedules/${id}/queue`, { reason }), reasoned(reason))
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
]

export const inCalls: readonly CommonCommand[] = [
  { name: 'end', weight: 1.5, plan: onCall(['ACTIVE'], ({ id }) => post(`/api/calls/${id}/end`)) },
  { name: 'report the quality', weight: 1, plan: onCall(['ACTIVE'], quality) },
]
