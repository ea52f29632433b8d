/** The shapes of the day summary's plots. Pure. */

export interface Bin {
  fromMinutes: number
  toMinutes: number
  count: number
}

/** How many consultations lasted how long, in equal steps of minutes; at most `most` bins, the last one holds the rest. */
export function durationBins(durations: readonly number[], stepMinutes = 5, most = 8): Bin[] {
  const longest = Math.max(0, ...durations) / 60
  const size = Math.min(most, Math.max(1, Math.floor(longest / stepMinutes) + 1))
  const bins = Array.from({ length: size }, (_, index) => ({
    fromMinutes: index * stepMinutes,
    toMinutes: (index + 1) * stepMinutes,
    count: 0,
  }))
  for (const seconds of durations) {
    const bin = bins[Math.min(size - 1, Math.floor(seconds / 60 / stepMinutes))]
    if (bin !== undefined) bin.count += 1
  }
  return bins
}

export interface Share {
  key: string
  count: number
  /** 0 to 1, of all counted. */
  share: number
}

/** Parts of a whole, without the empty ones. */
export function shares(counts: Record<string, number>): Share[] {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([key, count]) => ({ key, count, share: count / total }))
}
