import { dayKey } from './format'
import type { PersonName, Role } from './types'

/** One line of the record of who did what, when and from where (GET /api/audit). */
export interface AuditEntry {
  id: string
  at: number
  /** What was done, "call.accept"; docs/PROTOCOL.md lists them all. */
  action: string
  /** The kind of thing that it was done to: "call", "entry", "sign_in"… */
  subject: string
  subjectId: string
  /** Absent: the server itself, the clinic's operator, or somebody who was not signed in. */
  by?: Role
  doctor?: PersonName
  patient?: PersonName
  from?: string
  to?: string
  cause?: string
  /** From where; only with what the reader did. */
  address?: string
  userAgent?: string
}

/** One answer of GET /api/audit; `next` is the way to what is older. */
export interface AuditPage {
  entries: AuditEntry[]
  next?: string
}

/** What a line is about, for whoever looks for something in the list. */
export const auditKinds = ['consultation', 'sign_in', 'account', 'device', 'refused'] as const
export type AuditKind = (typeof auditKinds)[number]

/** How a ring reached the devices, and which of them took part: much to read, and seldom looked for. */
const ofDevices = new Set(['call.ringing', 'call.attach', 'call.detach', 'call.report_quality'])

export function kindOf({ action }: AuditEntry): AuditKind {
  const family = action.split('.')[0]
  if (family === 'access') return 'refused'
  if (family === 'push' || ofDevices.has(action)) return 'device'
  if (family === 'sign_in') return 'sign_in'
  if (family === 'user' || family === 'second_factor' || family === 'audit') return 'account'
  return 'consultation'
}

/** Who did it, as far as the line tells its reader. */
export type AuditActor = 'me' | 'doctor' | 'patient' | 'other' | 'server' | 'operator' | 'stranger'

/** What the clinic's operator does on the server's own machine: nobody is signed in there. */
const ofOperator = new Set([
  'user.disable',
  'user.reset_password',
  'second_factor.reset',
  'user.export',
  'user.erase',
  'audit.export',
  'backup.make',
])
const ofStrangers = new Set(['sign_in.failed', 'sign_in.code_asked', 'access.refused'])

function isOwnOrigin(entry: AuditEntry): boolean {
  return entry.address !== undefined || entry.userAgent !== undefined
}

/** @param reader whose record it is */
export function actorOf(entry: AuditEntry, reader: { id: string; role: Role }): AuditActor {
  const { action, by, doctor, patient } = entry
  if (by === undefined) {
    if (ofOperator.has(action)) return 'operator'
    return ofStrangers.has(action) ? 'stranger' : 'server'
  }
  // A refusal names those whose it is that somebody tried, and not who tried; only where the reader's own came from is told.
  if (action.startsWith('access.') && (doctor ?? patient)) return isOwnOrigin(entry) ? 'me' : 'other'
  const actor = by === 'DOCTOR' ? doctor : patient
  if (by === reader.role) return actor === undefined || actor.id === reader.id ? 'me' : 'other'
  if (actor === undefined) return 'other'
  return by === 'DOCTOR' ? 'doctor' : 'patient'
}

/**
 * The keys of a line's sentence, the most special first: what became of it tells more than what was done. The page
 * takes the first one that it has words for.
 */
export function sentenceKeys({ action, subject, to }: AuditEntry): string[] {
  const name = action.replaceAll('.', '_')
  const state = to === undefined ? [] : [`${name}_${subject}_${to}`, `${name}_${to}`]
  return [...state, `${name}_${subject}`, name]
}

/**
 * Leaves out a queue entry's change where the call's stands beside it: one act, told once. A call moves its entry in the
 * same transaction, so both are of the same instant, and name the same patient.
 */
export function withoutEchoes(entries: readonly AuditEntry[]): AuditEntry[] {
  const actOf = ({ at, action, patient }: AuditEntry) => `${at} ${action} ${patient?.id}`
  const calls = new Set(entries.filter(({ subject }) => subject === 'call').map(actOf))
  return entries.filter((entry) => entry.subject !== 'entry' || !calls.has(actOf(entry)))
}

/** Entries of one day where the reader is; `at` is the newest of them. */
export interface AuditDay {
  at: number
  entries: AuditEntry[]
}

/** Groups entries, which come newest first, by the day where the reader is. */
export function byDay(entries: readonly AuditEntry[], timeZone: string): AuditDay[] {
  const days = new Map<string, AuditDay>()
  for (const entry of entries) {
    const key = dayKey(entry.at, timeZone)
    const day = days.get(key) ?? { at: entry.at, entries: [] }
    day.entries.push(entry)
    days.set(key, day)
  }
  return [...days.values()]
}
