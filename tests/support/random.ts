/** Numbers from 0 up to 1, the same ones for the same seed. */
export type Random = () => number

/** The mulberry32 generator: small, and good enough to shuffle a test. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1))
export const chance = (random: Random, probability: number): boolean => random() < probability
