/**
 * How much of the own picture is sent on a poor link, so that the voice stays clear: down quickly, up slowly, and after
 * each attempt up that failed it waits longer before the next. Pure.
 */

import type { Measurement } from './quality'
import type { VideoLimits } from './video-limits'

/** From the whole picture to none. `voice`: the picture is paused. */
export const RUNGS = ['full', 'reduced', 'small', 'voice'] as const
export type Rung = (typeof RUNGS)[number]

/** What the picture shows. A screen must stay readable: it gets slower rather than smaller. */
export type Content = 'camera' | 'screen'

const limits: Readonly<Record<Content, Readonly<Record<Rung, VideoLimits>>>> = {
  camera: {
    full: { active: true },
    reduced: { active: true, maxBitrate: 500_000, scaleResolutionDownBy: 2, maxFramerate: 24 },
    small: { active: true, maxBitrate: 150_000, scaleResolutionDownBy: 4, maxFramerate: 12 },
    voice: { active: false },
  },
  screen: {
    full: { active: true },
    reduced: { active: true, maxBitrate: 500_000, maxFramerate: 8 },
    small: { active: true, maxBitrate: 200_000, maxFramerate: 3 },
    voice: { active: false },
  },
}

/** What may be sent on this rung. */
export function limitsOf(rung: Rung, content: Content): VideoLimits {
  return limits[content][rung]
}

export type LadderMeasurement = Pick<Measurement, 'lossOutPercent' | 'roundTripMs' | 'availableKbps' | 'limitedBy'>

export interface Ladder {
  readonly rung: Rung
  /** Milliseconds, by the caller's clock: when this rung was stepped on. */
  readonly since: number
  /** The last looks on this rung, oldest first. */
  readonly recent: readonly Strain[]
  /** Since when the rung above may fit as well; absent while it cannot. */
  readonly easySince?: number
  /** This rung was climbed to, and it is not sure yet that it holds. */
  readonly isTrial: boolean
  /** How long all must have been easy before each rung is tried, in milliseconds. */
  readonly waits: Readonly<Partial<Record<Rung, number>>>
  /** The shortest round trip of this path so far, in milliseconds. */
  readonly floorMs?: number
}

type Strain = 'none' | 'some' | 'heavy'

/** A new rung or path shows what it carries only after this long. */
export const SETTLE_MS = 3000
/** One of the last three looks alone says nothing. */
const LOOKS = 3
/** How long a rung that was climbed to must hold. */
export const PROOF_MS = 10_000
/** How long all must be easy before the next rung is tried: at first, and at most after failed attempts. */
export const CLIMB_MS = { first: 8000, most: 120_000 } as const

/** Below these the picture of a rung does not fit, where the browser says that bandwidth is what limits it. */
const needsKbps: Readonly<Record<Rung, number>> = { full: 300, reduced: 150, small: 60, voice: 0 }
/** Not even a small picture would leave room for the voice. */
const HEAVY_KBPS = 50
const LOSS_PERCENT = { some: 8, heavy: 20 } as const
/** A round trip this long, and this many times the shortest one, means that packets queue up on the way. */
const QUEUEING = { ms: 800, times: 2 } as const

/** @param now milliseconds, by any clock that only goes forward. */
export function initialLadder(now: number): Ladder {
  return { rung: 'full', since: now, recent: [], isTrial: false, waits: {} }
}

/** The path is another one: the rung stays, and what was learned of the old path is forgotten. */
export function onNewPath({ rung }: Ladder, now: number): Ladder {
  return { rung, since: now, recent: [], isTrial: false, waits: {} }
}

/** The ladder after one more look at the connection. */
export function climb(ladder: Ladder, measured: LadderMeasurement, now: number): Ladder {
  const looked = look(ladder, measured, now)
  if (now - looked.since < SETTLE_MS) return looked
  const strained = looked.recent.filter((strain) => strain !== 'none').length
  const heavy = looked.recent.filter((strain) => strain === 'heavy').length
  if (strained >= 2 && looked.rung !== 'voice') return stepDown(looked, heavy >= 2 ? 'voice' : below(looked.rung), now)
  const holds = looked.isTrial && looked.recent.at(-1) === 'none' && now - looked.since >= PROOF_MS
  const held = holds ? proved(looked) : looked
  return isDue(held, now) ? stepUp(held, now) : held
}

function look(ladder: Ladder, measured: LadderMeasurement, now: number): Ladder {
  const { roundTripMs } = measured
  const floorMs = roundTripMs === undefined ? ladder.floorMs : Math.min(roundTripMs, ladder.floorMs ?? roundTripMs)
  const strain = strainOf(ladder.rung, measured, floorMs)
  const isEasy = strain === 'none' && !isTooNarrow(above(ladder.rung), ladder.rung, measured)
  const { easySince = now, ...rest } = ladder
  return {
    ...rest,
    recent: [...ladder.recent, strain].slice(-LOOKS),
    ...(isEasy && { easySince }),
    ...(floorMs !== undefined && { floorMs }),
  }
}

function strainOf(rung: Rung, measured: LadderMeasurement, floorMs = Number.POSITIVE_INFINITY): Strain {
  const { lossOutPercent = 0, roundTripMs = 0, availableKbps = 0 } = measured
  const tooNarrow = isTooNarrow(rung, rung, measured)
  if (lossOutPercent >= LOSS_PERCENT.heavy || (tooNarrow && availableKbps < HEAVY_KBPS)) return 'heavy'
  const queues = roundTripMs >= QUEUEING.ms && roundTripMs >= floorMs * QUEUEING.times
  return lossOutPercent >= LOSS_PERCENT.some || queues || tooNarrow ? 'some' : 'none'
}

/** Whether the picture of `wished` does not fit. While none is sent nothing is known of it: browsers do not probe for one. */
function isTooNarrow(wished: Rung, present: Rung, { limitedBy, availableKbps }: LadderMeasurement): boolean {
  if (present === 'voice' || limitedBy !== 'bandwidth' || availableKbps === undefined) return false
  return availableKbps < needsKbps[wished]
}

function stepDown(ladder: Ladder, rung: Rung, now: number): Ladder {
  const wait = Math.min(CLIMB_MS.most, waitFor(ladder, ladder.rung) * 2)
  const { easySince: _, ...rest } = ladder
  return {
    ...rest,
    rung,
    since: now,
    recent: [],
    isTrial: false,
    waits: ladder.isTrial ? { ...ladder.waits, [ladder.rung]: wait } : ladder.waits,
  }
}

function isDue({ rung, isTrial, easySince, ...ladder }: Ladder, now: number): boolean {
  if (rung === 'full' || isTrial || easySince === undefined) return false
  return now - easySince >= waitFor(ladder, above(rung))
}

function stepUp(ladder: Ladder, now: number): Ladder {
  return { ...ladder, rung: above(ladder.rung), since: now, easySince: now, recent: [], isTrial: true }
}

function proved(ladder: Ladder): Ladder {
  const { [ladder.rung]: _, ...waits } = ladder.waits
  return { ...ladder, isTrial: false, waits }
}

function waitFor({ waits }: Pick<Ladder, 'waits'>, rung: Rung): number {
  return waits[rung] ?? CLIMB_MS.first
}

function below(rung: Rung): Rung {
  return RUNGS[RUNGS.indexOf(rung) + 1] ?? 'voice'
}

function above(rung: Rung): Rung {
  return RUNGS[RUNGS.indexOf(rung) - 1] ?? 'full'
}
