/**
 * The objects and topic states of the wire contract (docs/PROTOCOL.md), as the server sends them.
 * Instants are milliseconds since 1970 UTC by the server's clock. Optional keys are absent, never null.
 */

import type { ConsentTerms } from './consent'

export type Role = 'DOCTOR' | 'PATIENT'
export type ScheduleStatus = 'UPCOMING' | 'ONLINE' | 'COMPLETED' | 'CANCELLED'
export type EntryStatus = 'NOT_READY' | 'READY' | 'RINGING' | 'IN_CALL' | 'DONE' | 'LEFT' | 'NOT_SEEN'
export type CallStatus = 'RINGING' | 'ACTIVE' | 'ENDED' | 'DECLINED' | 'MISSED' | 'CANCELLED'
export type Outcome = 'DECLINED' | 'MISSED' | 'CANCELLED' | 'ENDED' | 'CONNECTION_LOST'
export type Reachability = 'LIVE' | 'PUSH' | 'NONE'
export type EndReason = 'HUNG_UP' | 'CONNECTION_LOST' | 'PRACTICE_COMPLETED'

export interface User {
  id: string
  role: Role
  email: string
  name: string
  /** A BCP 47 tag; the app knows "en" and "id". */
  locale: string
  specialty?: string
  phone?: string
  /** YYYY-MM-DD */
  birthDate?: string
  /** A patient whose recorded agreement is not to the clinic's present text. */
  consentDue?: boolean
  /** A doctor who must set up the second factor before anything else. */
  secondFactorDue?: boolean
}

/** Somebody as others see them. */
export interface PersonName {
  id: string
  name: string
  /** The account was deleted; the name is none then. */
  erased?: boolean
}

export interface Schedule {
  id: string
  doctor: PersonName & { specialty?: string }
  startsAt: number
  endsAt: number
  status: ScheduleStatus
  capacity?: number
  note?: string
  notice?: string
  startedAt?: number
  completedAt?: number
  /** How many open entries the queue has. */
  waiting: number
}

export interface Entry {
  id: string
  scheduleId: string
  number: number
  status: EntryStatus
  joinedAt: number
  readyAt?: number
  reason?: string
  lastOutcome?: Outcome
  missedCalls: number
  /** For the entry's doctor only. */
  patient?: PersonName & { phone?: string; birthDate?: string }
  /** For the entry's doctor only. */
  reachability?: Reachability
}

export interface Call {
  id: string
  entryId: string
  scheduleId: string
  doctor: PersonName
  patient: PersonName
  status: CallStatus
  invitedAt: number
  expiresAt: number
  answeredAt?: number
  endedAt?: number
  endReason?: EndReason
  /** Absent when the server ended it. */
  endedBy?: Role
}

/** How far a ring has come; each turns true once and stays. */
export interface Receipts {
  sent: boolean
  delivered: boolean
  ringing: boolean
  audible: boolean
}

/** How a call was for one side, as its page counted it. Losses are packets in a thousand. */
export interface QualityNumbers {
  /** How long media flowed. */
  seconds: number
  freezes: number
  frozenMs: number
  lossInPermille: number
  lossOutPermille?: number
  roundTripMs?: number
  /** It went through the TURN server. */
  relayed: boolean
  reconnects: number
}

/** The numbers that one side sent, kept with the call for its doctor. */
export interface QualityReport extends QualityNumbers {
  from: Role
  reportedAt: number
}

/** A call of an entry, and what was reported of it. */
export interface ReportedCall {
  call: Call
  reports: QualityReport[]
}

/** A signed-in device. */
export interface Session {
  id: string
  createdAt: number
  lastSeenAt: number
  expiresAt: number
  address?: string
  userAgent?: string
  current: boolean
}

/** The numbers of one practice. Durations are seconds. */
export interface Summary {
  seen: number
  waiting: number
  noShows: number
  missed: number
  declined: number
  left: number
  durations: number[]
  medianDurationSeconds?: number
}

/** What the server tells everybody about itself (GET /api/config). */
export interface Config {
  /** A phone number or address of the clinic. */
  contact?: string
  ringSeconds: number
  callGraceSeconds: number
  joinSeconds: number
  demo: boolean
  /** What patients agree to; absent from servers that do not tell. */
  consent?: ConsentTerms
}

export interface DemoAccount {
  email: string
  password: string
  role: Role
  name: string
}

/** Topic `me`. */
export interface MeState {
  user: User
  entries: Record<string, Entry>
  /** The live call, RINGING or ACTIVE. */
  call?: Call
  /** The newest finished call. */
  lastCall?: Call
}

/** Topic `directory`. */
export interface DirectoryState {
  schedules: Record<string, Schedule>
}

/** Topic `schedule:{id}`. */
export interface ScheduleState {
  schedule: Schedule
  doctorPresent: boolean
  /** The number in the consultation or being rung. */
  serving?: number
  /** The numbers still waiting, as keys. */
  line: Record<string, 1>
  /** Minutes per consultation, from at least three finished ones. */
  pace?: { fromMinutes: number; toMinutes: number }
}

/** Topic `practice:{id}`. */
export interface PracticeState {
  schedule: Schedule
  entries: Record<string, Entry>
  call?: Call
  receipts?: Receipts
}

/** Topic `call:{id}`. */
export interface CallState {
  call: Call
  doctor: { attached: boolean }
  patient: { attached: boolean }
}
