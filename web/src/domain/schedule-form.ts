import type { Schedule } from './types'

/** The schedule editor's fields as the browser's date and time inputs hold them, in the viewer's own time. */
export interface ScheduleForm {
  /** YYYY-MM-DD */
  date: string
  /** HH:MM */
  start: string
  /** HH:MM; not later than the start means the next day. */
  end: string
  /** Empty: no limit. */
  capacity: string
  note: string
}

export interface ScheduleBody {
  startsAt: number
  endsAt: number
  capacity?: number | null
  note?: string | null
}

export type ScheduleFormError = 'date' | 'start' | 'end' | 'capacity' | 'over'

const two = (value: number) => String(value).padStart(2, '0')

/** An instant as the two inputs show it where the viewer is. */
export function toInputs(at: number): { date: string; time: string } {
  const local = new Date(at)
  return {
    date: `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`,
    time: `${two(local.getHours())}:${two(local.getMinutes())}`,
  }
}

/** The instant that two inputs mean where the viewer is; undefined when they are incomplete. */
export function fromInputs(date: string, time: string): number | undefined {
  if (date === '' || time === '') return undefined
  const at = new Date(`${date}T${time}`).getTime()
  return Number.isNaN(at) ? undefined : at
}

const halfHour = 30 * 60_000

/** A new schedule starts at the next half hour and lasts three hours. */
export function newScheduleForm(now: number): ScheduleForm {
  const startsAt = Math.ceil(now / halfHour) * halfHour
  const start = toInputs(startsAt)
  return { date: start.date, start: start.time, end: toInputs(startsAt + 6 * halfHour).time, capacity: '', note: '' }
}

export function editScheduleForm(schedule: Schedule): ScheduleForm {
  const start = toInputs(schedule.startsAt)
  return {
    date: start.date,
    start: start.time,
    end: toInputs(schedule.endsAt).time,
    capacity: schedule.capacity === undefined ? '' : String(schedule.capacity),
    note: schedule.note ?? '',
  }
}

/** The end's own day: the same day, or the next when the practice runs past midnight. */
function endOf(form: ScheduleForm, startsAt: number): number | undefined {
  const sameDay = fromInputs(form.date, form.end)
  if (sameDay === undefined || sameDay > startsAt) return sameDay
  const next = new Date(sameDay)
  next.setDate(next.getDate() + 1)
  return next.getTime()
}

function capacityOf(text: string): number | undefined | 'bad' {
  if (text.trim() === '') return undefined
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 ? value : 'bad'
}

/** Checks what can be checked here, so that the doctor hears it at once; the server decides. */
export function readScheduleForm(
  form: ScheduleForm,
  now: number,
): { body: { startsAt: number; endsAt: number; capacity?: number; note?: string } } | { error: ScheduleFormError } {
  if (form.date === '') return { error: 'date' }
  const startsAt = fromInputs(form.date, form.start)
  if (startsAt === undefined) return { error: 'start' }
  const endsAt = endOf(form, startsAt)
  if (endsAt === undefined) return { error: 'end' }
  if (endsAt < now) return { error: 'over' }
  const capacity = capacityOf(form.capacity)
  if (capacity === 'bad') return { error: 'capacity' }
  const note = form.note.trim()
  return {
    body: { startsAt, endsAt, ...(capacity !== undefined && { capacity }), ...(note !== '' && { note }) },
  }
}

/** The same for PATCH, where an emptied optional field must be cleared by name. */
export function toPatch(body: { startsAt: number; endsAt: number; capacity?: number; note?: string }): ScheduleBody {
  return { ...body, capacity: body.capacity ?? null, note: body.note ?? null }
}
