import type { Call } from '../../domain/types'
import type { CallNumbersState } from '../../rtc/call-numbers'

/** The server takes numbers for this long after a call's end. */
export const TAKEN_MS = 15 * 60_000
/** Less than this says nothing of a connection. */
export const WORTH_MS = 5000

/**
 * Whether to ask, on the page of this schedule, for the numbers that the tab counted.
 * @param lastCall the person's newest finished call
 * @param now the server's time
 */
export function asksForNumbers(
  { callId, tally, isAnswered }: CallNumbersState,
  lastCall: Call | undefined,
  scheduleId: string | undefined,
  now: number,
): boolean {
  if (isAnswered || tally.ms < WORTH_MS || lastCall?.endedAt === undefined) return false
  const isThat = lastCall.id === callId && lastCall.scheduleId === scheduleId && lastCall.answeredAt !== undefined
  return isThat && now - lastCall.endedAt < TAKEN_MS
}
