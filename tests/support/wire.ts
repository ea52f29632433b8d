/** The objects of the wire contract as a client reads them. Instants are milliseconds since 1970 UTC. */

export type Role = 'DOCTOR' | 'PATIENT'

export interface User {
  id: string
  role: Role
  email: string
  name: string
  locale: string
  specialty?: string
  phone?: string
  birthDate?: string
  consentDue?: boolean
}

export type ScheduleStatus = 'UPCOMING' | 'ONLINE' | 'COMPLETED' | 'CANCELLED'

export interface Schedule {
  id: string
  doctor: { id: string; name: string; specialty?: string }
  startsAt: number
  endsAt: number
  status: ScheduleStatus
  capacity?: number
  note?: string
  notice?: string
  startedAt?: number
  completedAt?: number
  waiting: number
}

export type EntryStatus = 'NOT_READY' | 'READY' | 'RINGING' | 'IN_CALL' | 'DONE' | 'LEFT' | 'NOT_SEEN'

export interface Entry {
  id: string
  scheduleId: string
  number: number
  status: EntryStatus
  joinedAt: number
  readyAt?: number
  reason?: string
  lastOutcome?: 'DECLINED' | 'MISSED' | 'CANCELLED' | 'ENDED' | 'CONNECTION_LOST'
  missedCalls: number
  patient?: { id: string; name: string; phone?: string; birthDate?: string }
  reachability?: 'LIVE' | 'PUSH' | 'NONE'
}

export type CallStatus = 'RINGING' | 'ACTIVE' | 'ENDED' | 'DECLINED' | 'MISSED' | 'CANCELLED'

export interface Call {
  id: string
  entryId: string
  scheduleId: string
  doctor: { id: string; name: string }
  patient: { id: string; name: string }
  status: CallStatus
  invitedAt: number
  expiresAt: number
  answeredAt?: number
  endedAt?: number
  endReason?: 'HUNG_UP' | 'CONNECTION_LOST' | 'PRACTICE_COMPLETED'
  endedBy?: Role
}

/** How a call was for one side, in numbers. */
export interface QualityReport {
  from: Role
  reportedAt: number
  seconds: number
  freezes: number
  frozenMs: number
  lossInPermille: number
  lossOutPermille?: number
  roundTripMs?: number
  relayed: boolean
  reconnects: number
}

/** One line of the record of who did what. */
export interface AuditEntry {
  id: string
  at: number
  action: string
  subject: string
  subjectId: string
  by?: Role
  doctor?: { id: string; name: string }
  patient?: { id: string; name: string }
  from?: string
  to?: string
  cause?: string
  address?: string
  userAgent?: string
}

export interface AuditPage {
  entries: AuditEntry[]
  next?: string
}

export interface FieldError {
  field: string
  code: string
  title: string
}

export interface Problem {
  type: string
  title: string
  status: number
  code: string
  requestId: string
  detail?: string
  errors?: FieldError[]
  current?: Record<string, unknown>
}

export interface Tokens {
  accessToken: string
  refreshToken: string
  expiresAt: number
}

export interface SignIn {
  id: string
  createdAt: number
  lastSeenAt: number
  expiresAt: number
  address?: string
  userAgent?: string
  current: boolean
}

export interface MeTopic {
  user: User
  entries: Record<string, Entry>
  call?: Call
  lastCall?: Call
}

export interface DirectoryTopic {
  schedules: Record<string, Schedule>
}

export interface ScheduleTopic {
  schedule: Schedule
  doctorPresent: boolean
  serving?: number
  line: Record<string, 1>
  pace?: { fromMinutes: number; toMinutes: number }
}

export interface Receipts {
  sent: boolean
  delivered: boolean
  ringing: boolean
  audible: boolean
}

export interface PracticeTopic {
  schedule: Schedule
  entries: Record<string, Entry>
  call?: Call
  receipts?: Receipts
}

export interface CallTopic {
  call: Call
  doctor: { attached: boolean }
  patient: { attached: boolean }
}

export interface IceOffer {
  iceServers: { urls: string[]; username?: string; credential?: string }[]
  expiresAt: number
}
