/** How well a call goes, from successive looks at its connection. Pure. */

import type { Codecs, Reading } from './stats'

export type Level = 'good' | 'unstable' | 'poor'
/** `freeze`: the other side's picture stood still, and nothing else tells why. */
export type Cause = 'loss' | 'delay' | 'bandwidth' | 'cpu' | 'freeze'

/** What happened between two looks. */
export interface Measurement {
  /** How long that was, in milliseconds. */
  readonly ms: number
  /** Media alone, without what packets and encryption add. */
  readonly kbpsIn: number
  readonly kbpsOut: number
  readonly lossInPercent: number
  readonly lossOutPercent?: number
  readonly roundTripMs?: number
  readonly availableKbps?: number
  readonly limitedBy?: 'bandwidth' | 'cpu'
  /** Absent before the first picture of the other side. */
  readonly framesIn?: number
  /** Times that the other side's picture stood still, and the share of the time that it did, 0 to 1. */
  readonly freezes: number
  readonly frozenShare: number
  readonly isRelayed?: boolean
  readonly codecs: Codecs
}

export interface Verdict {
  readonly level: Level
  /** Absent when all is good. */
  readonly cause?: Cause
}

/** What is shown, and the last verdicts, oldest first, that it follows. */
export interface Quality {
  readonly shown: Verdict
  readonly verdicts: readonly Verdict[]
}

/** A connection of which nothing is known yet counts as good. */
export const initialQuality: Quality = { shown: { level: 'good' }, verdicts: [] }

/** From which value on each number is unstable, and from which on poor. */
export const THRESHOLDS = {
  lossPercent: { unstable: 3, poor: 10 },
  roundTripMs: { unstable: 400, poor: 800 },
  frozenShare: { unstable: 0.1, poor: 0.5 },
  /** Below these, and only while the browser says that bandwidth is what limits the picture. */
  availableKbps: { unstable: 500, poor: 150 },
} as const

/** One of the last three looks alone worsens nothing; it takes as many good ones as these to make it better. */
const WORSENS_BY = 3
const BETTERS_BY = 6

/** @param before an earlier look at the same connection; undefined when no time went by between the two. */
export function measure(before: Reading, after: Reading): Measurement | undefined {
  const ms = after.at - before.at
  // A report without any entry has no time of its own.
  if (ms <= 0 || before.at === 0) return undefined
  const grown = (key: 'bytesIn' | 'bytesOut' | 'packetsIn' | 'lostIn' | 'framesIn' | 'freezes' | 'frozenMs') =>
    Math.max(0, after[key] - before[key])
  const { lostOutShare, roundTripMs, availableKbps, limitedBy, isRelayed, codecs } = after
  const expected = grown('packetsIn') + grown('lostIn')
  return {
    ms,
    kbpsIn: (grown('bytesIn') * 8) / ms,
    kbpsOut: (grown('bytesOut') * 8) / ms,
    lossInPercent: expected === 0 ? 0 : (grown('lostIn') / expected) * 100,
    freezes: grown('freezes'),
    frozenShare: Math.min(1, grown('frozenMs') / ms),
    codecs,
    ...(after.framesIn > 0 && { framesIn: grown('framesIn') }),
    ...(lostOutShare !== undefined && { lossOutPercent: lostOutShare * 100 }),
    ...(roundTripMs !== undefined && { roundTripMs }),
    ...(availableKbps !== undefined && { availableKbps }),
    ...(limitedBy !== undefined && { limitedBy }),
    ...(isRelayed !== undefined && { isRelayed }),
  }
}

/** What one measurement alone says: its worst number, and of equally bad ones the one nearest to the root. */
export function judge(measured: Measurement): Verdict {
  const verdicts: readonly (readonly [Cause, Level])[] = [
    ['bandwidth', levelOfBandwidth(measured)],
    ['loss', levelAt(Math.max(measured.lossInPercent, measured.lossOutPercent ?? 0), THRESHOLDS.lossPercent)],
    ['delay', levelAt(measured.roundTripMs ?? 0, THRESHOLDS.roundTripMs)],
    ['cpu', measured.limitedBy === 'cpu' ? 'unstable' : 'good'],
    ['freeze', levelAt(measured.frozenShare, THRESHOLDS.frozenShare)],
  ]
  for (const level of ['poor', 'unstable'] as const) {
    const found = verdicts.find(([, its]) => its === level)
    if (found !== undefined) return { level, cause: found[0] }
  }
  return { level: 'good' }
}

/** What is shown after one more verdict: worse when two of three looks agree, better only after several in a row. */
export function follow(quality: Quality, verdict: Verdict): Quality {
  const verdicts = [...quality.verdicts, verdict].slice(-BETTERS_BY)
  return { verdicts, shown: shownAfter(quality.shown, verdicts) }
}

function shownAfter(shown: Verdict, verdicts: readonly Verdict[]): Verdict {
  const recent = verdicts.slice(-WORSENS_BY)
  const [, second] = worstFirst(recent)
  if (second !== undefined && badness(second) > badness(shown)) return second
  const [worst] = worstFirst(verdicts)
  if (worst !== undefined && badness(worst) < badness(shown)) return worst
  const [newest] = recent.filter(({ level }) => level === shown.level).reverse()
  // As bad as before, and for another reason only when the one that is shown did not come again.
  const lasts = newest === undefined || recent.some((verdict) => isSame(verdict, shown))
  return lasts ? shown : newest
}

const isSame = (one: Verdict, other: Verdict) => one.level === other.level && one.cause === other.cause

/** Of equally bad ones the newest is first. */
function worstFirst(verdicts: readonly Verdict[]): readonly Verdict[] {
  return [...verdicts].reverse().sort((one, other) => badness(other) - badness(one))
}

function badness({ level }: Verdict): number {
  return ['good', 'unstable', 'poor'].indexOf(level)
}

function levelAt(value: number, from: { readonly unstable: number; readonly poor: number }): Level {
  if (value >= from.poor) return 'poor'
  return value >= from.unstable ? 'unstable' : 'good'
}

function levelOfBandwidth({ limitedBy, availableKbps }: Measurement): Level {
  if (limitedBy !== 'bandwidth' || availableKbps === undefined) return 'good'
  if (availableKbps < THRESHOLDS.availableKbps.poor) return 'poor'
  return availableKbps < THRESHOLDS.availableKbps.unstable ? 'unstable' : 'good'
}
