import type { Call, Entry, EntryStatus, Schedule, ScheduleState } from './types'

/** The queue as screens see it. Order is by number, always. Pure. */

/** Still has a place in the queue. */
export function isOpen(status: EntryStatus): boolean {
  return status === 'NOT_READY' || status === 'READY' || status === 'RINGING' || status === 'IN_CALL'
}

/** Waits for a call: open, and not in one. */
export function isWaiting(status: EntryStatus): boolean {
  return status === 'NOT_READY' || status === 'READY'
}

export function byNumber(entries: Record<string, Entry>): Entry[] {
  return Object.values(entries).sort((a, b) => a.number - b.number)
}

/** Splits a queue, in order, into those who have a place and those who are through. */
export function splitQueue(entries: Record<string, Entry>): { open: Entry[]; closed: Entry[] } {
  const all = byNumber(entries)
  return { open: all.filter((entry) => isOpen(entry.status)), closed: all.filter((entry) => !isOpen(entry.status)) }
}

/** Whom the doctor would call next: the lowest number that is READY. */
export function nextReady(entries: Record<string, Entry>): Entry | undefined {
  return byNumber(entries).find((entry) => entry.status === 'READY')
}

export function countWaiting(entries: Record<string, Entry>): number {
  return Object.values(entries).filter((entry) => isWaiting(entry.status)).length
}

/** Why the doctor cannot call this patient now; undefined when nothing is in the way. */
export type CallObstacle = 'practice_not_online' | 'doctor_busy' | 'not_ready'

export function callObstacle(entry: Entry, schedule: Schedule, liveCall: Call | undefined): CallObstacle | undefined {
  if (schedule.status !== 'ONLINE') return 'practice_not_online'
  if (liveCall !== undefined) return 'doctor_busy'
  return entry.status === 'READY' ? undefined : 'not_ready'
}

/** The patient's own entry in a schedule: the open one if there is one, else the newest. */
export function ownEntry(entries: Record<string, Entry>, scheduleId: string): Entry | undefined {
  const own = byNumber(entries).filter((entry) => entry.scheduleId === scheduleId)
  return own.find((entry) => isOpen(entry.status)) ?? own.at(-1)
}

/** How many wait with a lower number. */
export function countAhead(line: ScheduleState['line'], number: number): number {
  return Object.keys(line).filter((waiting) => Number(waiting) < number).length
}

export interface WaitBand {
  fromMinutes: number
  toMinutes: number
}

/**
 * An honest guess of the wait, or undefined when there is no data for one. Whoever is being served may be about to
 * leave or have just begun, so that consultation widens the band at its upper end only.
 */
export function waitBand(room: Pick<ScheduleState, 'pace' | 'line' | 'serving'>, number: number): WaitBand | undefined {
  if (room.pace === undefined) return undefined
  const ahead = countAhead(room.line, number)
  const inService = room.serving !== undefined && room.serving !== number ? 1 : 0
  return { fromMinutes: room.pace.fromMinutes * ahead, toMinutes: room.pace.toMinutes * (ahead + inService) }
}

/** What happened in a queue between two looks, for the doctor's chime and messages. */
export interface QueueNews {
  joined: Entry[]
  ready: Entry[]
  /** Rang and was not answered: declined or missed. */
  unanswered: Entry[]
}

export function queueNews(before: Record<string, Entry>, after: Record<string, Entry>): QueueNews {
  const open = byNumber(after).filter((entry) => isOpen(entry.status))
  return {
    joined: open.filter((entry) => before[entry.id] === undefined),
    ready: open.filter((entry) => {
      const earlier = before[entry.id]
      // A cancelled call puts the entry back to READY; that is the doctor's own doing and no news.
      return entry.status === 'READY' && earlier?.status === 'NOT_READY'
    }),
    unanswered: open.filter((entry) => {
      const rang = before[entry.id]?.status === 'RINGING' && entry.status === 'NOT_READY'
      return rang && (entry.lastOutcome === 'DECLINED' || entry.lastOutcome === 'MISSED')
    }),
  }
}
