/** Whole seconds until `endsAt`, never negative; shows 1 until the end is really there. */
export function secondsLeft(endsAt: number, now: number): number {
  return Math.max(0, Math.ceil((endsAt - now) / 1000))
}

/** How much of a span is left, 1 at its begin and 0 from its end on. */
export function fractionLeft(from: number, endsAt: number, now: number): number {
  if (endsAt <= from) return 0
  return Math.min(1, Math.max(0, (endsAt - now) / (endsAt - from)))
}
