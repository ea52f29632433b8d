import type { ScheduleState } from './types'

/** One mark of the line as the waiting room draws it, in order. */
export type LineMark =
  | { kind: 'serving'; number: number }
  | { kind: 'ahead'; number: number }
  /** So many more ahead that are not drawn one by one. */
  | { kind: 'more'; count: number }
  | { kind: 'mine'; number: number }

/** Who comes before `mine`, nearest last, with at most `most` of them drawn one by one. */
export function lineMarks(room: Pick<ScheduleState, 'line' | 'serving'>, mine: number, most = 5): LineMark[] {
  const ahead = Object.keys(room.line)
    .map(Number)
    .filter((number) => number < mine && number !== room.serving)
    .sort((a, b) => a - b)
  const hidden = ahead.length > most ? ahead.length - (most - 1) : 0
  const marks: LineMark[] = ahead.slice(hidden).map((number) => ({ kind: 'ahead', number }))
  if (hidden > 0) marks.unshift({ kind: 'more', count: hidden })
  if (room.serving !== undefined && room.serving !== mine) marks.unshift({ kind: 'serving', number: room.serving })
  return [...marks, { kind: 'mine', number: mine }]
}
