/** Times and durations as people read them, in a locale and time zone that are given. Pure. */

export interface Viewer {
  /** A BCP 47 tag with region, so that 12 or 24 hours follow the viewer's habit. */
  locale: string
  timeZone: string
}

/** The viewer's own variant of the app's language: "en-GB" for English in a browser set to British English. */
export function formattingLocale(language: string, wished: readonly string[]): string {
  const own = wished.find((tag) => tag.toLowerCase().split('-')[0] === language)
  return own ?? (language === 'id' ? 'id-ID' : 'en-GB')
}

/** 14:02, or 2:02 pm where the locale counts so. */
export function formatTime(at: number, viewer: Viewer): string {
  return new Intl.DateTimeFormat(viewer.locale, {
    timeZone: viewer.timeZone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}

/** 14:02 – 16:00 */
export function formatTimeRange(from: number, to: number, viewer: Viewer): string {
  return `${formatTime(from, viewer)} – ${formatTime(to, viewer)}`
}

/** The calendar day of an instant where the viewer is, as YYYY-MM-DD. */
export function dayKey(at: number, timeZone: string): string {
  // Sweden writes ISO dates.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)
}

const dayLength = 24 * 3_600_000

/** Days from the viewer's today to the day of `at`; midday avoids the hours that daylight saving moves. */
export function daysAhead(at: number, now: number, timeZone: string): number {
  const noon = (instant: number) => Date.parse(`${dayKey(instant, timeZone)}T12:00:00Z`)
  return Math.round((noon(at) - noon(now)) / dayLength)
}

/** "today", "tomorrow", then "Wednesday 25 November". */
export function formatDay(at: number, now: number, viewer: Viewer): string {
  const days = daysAhead(at, now, viewer.timeZone)
  if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(viewer.locale, { numeric: 'auto' }).format(days, 'day')
  return new Intl.DateTimeFormat(viewer.locale, {
    timeZone: viewer.timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(at)
}

/** A calendar date that is nobody's instant, e.g. a birth date: YYYY-MM-DD as the locale writes it. */
export function formatDate(date: string, locale: string): string {
  const noon = Date.parse(`${date}T12:00:00Z`)
  if (Number.isNaN(noon)) return date
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' }).format(noon)
}

/** A date and a time, for lists of record. */
export function formatDateTime(at: number, viewer: Viewer): string {
  return new Intl.DateTimeFormat(viewer.locale, {
    timeZone: viewer.timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at)
}

/** A span of whole minutes, at least 0: "12 min", "1 hr 5 min" in the locale's words. */
export function formatMinutes(milliseconds: number, locale: string): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  const unit = (value: number, name: 'hour' | 'minute') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return unit(minutes, 'minute')
  const rest = minutes % 60
  return rest === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(rest, 'minute')}`
}

/** 4:07, or 1:04:07 from an hour on. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  const tail = `${two(whole % 60)}`
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${two(minutes)}:${tail}`
}

/** "Dr. Sari Wulandari" → "SW": the first letters of the first and last name, without titles. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '' && !word.endsWith('.'))
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words
  return chosen
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}
