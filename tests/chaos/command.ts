import type { Answer, Client } from '../support/http.ts'
import type { Random } from '../support/random.ts'
import { upTo } from '../support/random.ts'
import type { Role, ScheduleStatus } from '../support/wire.ts'
import type { Actor } from './actor.ts'
import type { Cell, Change, Effect, Told, Value } from './worlds.ts'

/** The schedules that patients may look for, as the clinic last heard of them. */
export type Offers = Map<string, ScheduleStatus>

/** One command as it is sent, and what must be true when it was acknowledged. */
export interface Attempt {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: object
  /** By whom it is sent; the person's own browser where it says nothing. */
  through?: Client
  /** The answers that the contract has for it, where they are others than success or 409. */
  statuses?: readonly number[]
  /** What has this status when the answer brings no object. */
  makes?: { id: string; status: string }
  /** What it does when it happens, by the answer, or as far as one knows without. */
  changes?(answer?: Answer): Change | undefined
  tells?(answer: Answer): Told
  /** What the client makes of the answer, where that is no 409. */
  heard?(answer: Answer): void
  /** What a client does first that lost the reply; without it, it goes on. */
  ifLost?: Planned
}

/** One kind of command. A new one is a new row in one of the lists. */
export interface Command {
  name: string
  who: Role
  /** How often it is chosen among those that fit. */
  weight: number
  /** What to send as the person's page shows things now; nothing where it does not fit. */
  plan(actor: Actor, random: Random, offers: Offers): Attempt | undefined
}

/** What both doctors and patients do. */
export type CommonCommand = Omit<Command, 'who'>

/** A command, and what it sends this time. */
export type Planned = [Pick<Command, 'name'>, Attempt]

export const pick = <T>(random: Random, all: readonly T[]): T | undefined => all[upTo(random, all.length - 1)]
export const post = (path: string, body?: object): Attempt => ({ method: 'POST', path, ...(body ? { body } : {}) })
export const change = (actor: Actor, ...effects: Effect[]): Change => ({ of: actor.person.email, effects })
/** An attempt that leaves this value there. */
export const setting = (actor: Actor, attempt: Attempt, cell: Cell, value: Value): Attempt => ({
  ...attempt,
  changes: () => change(actor, { cell, value }),
})
/** An attempt that makes what this cell counts; 200 instead of 201 says that it was there before. */
export const making = (actor: Actor, attempt: Attempt, cell: Cell): Attempt => ({
  ...attempt,
  changes: (answer) => (answer?.status === 200 ? undefined : change(actor, { cell, value: 1 })),
})
