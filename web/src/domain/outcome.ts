import type { Call, Entry } from './types'

/** What the patient should hear about the last call. Pure. */
export type PatientOutcome =
  | { kind: 'MISSED'; at: number | undefined; times: number }
  | { kind: 'DECLINED' | 'CANCELLED' | 'CONNECTION_LOST' }

/**
 * The outcome that still matters: a missed or declined call until the patient is ready again, a cancelled one while the
 * doctor may ring again, a lost connection until the next call.
 */
export function patientOutcome(entry: Entry, lastCall: Call | undefined): PatientOutcome | undefined {
  const { lastOutcome, status, missedCalls } = entry
  if (lastOutcome === 'MISSED' && status === 'NOT_READY') {
    const isThis = lastCall?.entryId === entry.id && lastCall.status === 'MISSED'
    return { kind: 'MISSED', at: isThis ? (lastCall.endedAt ?? lastCall.expiresAt) : undefined, times: missedCalls }
  }
  if (lastOutcome === 'DECLINED' && status === 'NOT_READY') return { kind: 'DECLINED' }
  if (lastOutcome === 'CANCELLED' && status === 'READY') return { kind: 'CANCELLED' }
  if (lastOutcome === 'CONNECTION_LOST' && status === 'DONE') return { kind: 'CONNECTION_LOST' }
  return undefined
}
