/** What a page's looks at a call's connections add up to, over all of them. Pure. */

import type { QualityNumbers } from '../domain/types'
import type { Measurement } from './quality'

/** Sums; times are milliseconds, and shares are weighed by the time for which they were told. */
export interface Tally {
  /** How long media flowed. */
  readonly ms: number
  readonly freezes: number
  readonly frozenMs: number
  readonly lossIn: number
  readonly lossOut: Told
  readonly roundTrip: Told
  readonly relayedMs: number
  readonly reconnects: number
}

interface Told {
  readonly sum: number
  readonly ms: number
}

const nothing: Told = { sum: 0, ms: 0 }
export const emptyTally: Tally = {
  ms: 0,
  freezes: 0,
  frozenMs: 0,
  lossIn: 0,
  lossOut: nothing,
  roundTrip: nothing,
  relayedMs: 0,
  reconnects: 0,
}

/** One more look. */
export function add(tally: Tally, measured: Measurement): Tally {
  const { ms } = measured
  const told = ({ sum, ms: before }: Told, value: number | undefined): Told =>
    value === undefined ? { sum, ms: before } : { sum: sum + value * ms, ms: before + ms }
  return {
    ms: tally.ms + ms,
    freezes: tally.freezes + measured.freezes,
    frozenMs: tally.frozenMs + measured.frozenShare * ms,
    lossIn: tally.lossIn + measured.lossInPercent * ms,
    lossOut: told(tally.lossOut, measured.lossOutPercent),
    roundTrip: told(tally.roundTrip, measured.roundTripMs),
    relayedMs: tally.relayedMs + (measured.isRelayed ? ms : 0),
    reconnects: tally.reconnects,
  }
}

/** Media flows again after an interruption. */
export function reconnected(tally: Tally): Tally {
  return { ...tally, reconnects: tally.reconnects + 1 }
}

/** The most that the server takes of each number (PUT /api/calls/{id}/quality). */
export const MOST = {
  seconds: 86_400,
  freezes: 1_000_000,
  frozenMs: 86_400_000,
  permille: 1000,
  roundTripMs: 60_000,
  reconnects: 10_000,
} as const

/** The numbers as they are reported: whole ones, means over the call, and relayed if that was so for most of it. */
export function numbersOf(tally: Tally): QualityNumbers {
  const whole = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)))
  const mean = ({ sum, ms }: Told) => (ms === 0 ? undefined : sum / ms)
  const [lossOut, roundTrip] = [mean(tally.lossOut), mean(tally.roundTrip)]
  return {
    seconds: whole(tally.ms / 1000, MOST.seconds),
    freezes: whole(tally.freezes, MOST.freezes),
    frozenMs: whole(tally.frozenMs, MOST.frozenMs),
    lossInPermille: whole((mean({ sum: tally.lossIn, ms: tally.ms }) ?? 0) * 10, MOST.permille),
    ...(lossOut !== undefined && { lossOutPermille: whole(lossOut * 10, MOST.permille) }),
    ...(roundTrip !== undefined && { roundTripMs: whole(roundTrip, MOST.roundTripMs) }),
    relayed: tally.relayedMs * 2 > tally.ms,
    reconnects: whole(tally.reconnects, MOST.reconnects),
  }
}
