import { dayKey } from './format'
import type { Schedule, ScheduleStatus } from './types'

/** Schedules as screens list and edit them. Pure. */

const minute = 60_000

/** A completed practice can be reopened for 15 minutes. */
export const reopenWindow = 15 * minute

export function reopenableUntil(schedule: Schedule): number | undefined {
  return schedule.status === 'COMPLETED' && schedule.completedAt !== undefined
    ? schedule.completedAt + reopenWindow
    : undefined
}

export function isTakingPatients(schedule: Schedule): boolean {
  return schedule.status === 'UPCOMING' || schedule.status === 'ONLINE'
}

/** No place is left; joining would be refused. */
export function isFull(schedule: Schedule): boolean {
  return schedule.capacity !== undefined && schedule.waiting >= schedule.capacity
}

const statusOrder: Record<ScheduleStatus, number> = { ONLINE: 0, UPCOMING: 1, COMPLETED: 2, CANCELLED: 3 }

/** Open practices first, then what comes, by time. */
export function inOrder(schedules: Record<string, Schedule>): Schedule[] {
  return Object.values(schedules).sort(
    (a, b) => statusOrder[a.status] - statusOrder[b.status] || a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1),
  )
}

export interface Agenda {
  online: Schedule[]
  today: Schedule[]
  /** One group a day, days and times ascending. */
  coming: { day: string; schedules: Schedule[] }[]
  /** Completed and cancelled, the newest first. */
  past: Schedule[]
}

/** A doctor's schedules sorted into what is now, today, later and over. */
export function agenda(schedules: Record<string, Schedule>, now: number, timeZone: string): Agenda {
  const all = inOrder(schedules)
  const upcoming = all.filter((schedule) => schedule.status === 'UPCOMING')
  const today = dayKey(now, timeZone)
  // One that began yesterday and was never started still waits to be started today.
  const isLater = (schedule: Schedule) => dayKey(schedule.startsAt, timeZone) > today
  const days = new Map<string, Schedule[]>()
  for (const schedule of upcoming.filter(isLater)) {
    const day = dayKey(schedule.startsAt, timeZone)
    days.set(day, [...(days.get(day) ?? []), schedule])
  }
  return {
    online: all.filter((schedule) => schedule.status === 'ONLINE'),
    today: upcoming.filter((schedule) => !isLater(schedule)),
    coming: [...days].map(([day, list]) => ({ day, schedules: list })),
    past: all
      .filter((schedule) => schedule.status === 'COMPLETED' || schedule.status === 'CANCELLED')
      .sort((a, b) => b.startsAt - a.startsAt),
  }
}

export interface DoctorListing {
  doctor: Schedule['doctor']
  /** Open or coming, open first. */
  schedules: Schedule[]
}

/** The directory by doctor; who is open now comes first, then who opens soonest. */
export function byDoctor(schedules: Record<string, Schedule>): DoctorListing[] {
  const listings = new Map<string, DoctorListing>()
  for (const schedule of inOrder(schedules).filter(isTakingPatients)) {
    const listing = listings.get(schedule.doctor.id) ?? { doctor: schedule.doctor, schedules: [] }
    listing.schedules.push(schedule)
    listings.set(schedule.doctor.id, listing)
  }
  return [...listings.values()]
}
