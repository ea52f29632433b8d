import type { Measurement } from './quality'

/** Looks in a row without a new picture: one alone is no standstill. */
const LOOKS = 3

/**
 * Notices that the other side's picture stands still while the connection lives. A browser counts a freeze only when it is
 * over, and the other side's own word may be held up by what holds up its picture.
 */
export class StillPicture {
  #looks = 0

  /** One more look; whether the picture stands still by now. */
  look({ framesIn }: Pick<Measurement, 'framesIn'>): boolean {
    this.#looks = framesIn === 0 ? this.#looks + 1 : 0
    return this.#looks >= LOOKS
  }

  /** The connection is interrupted, or another one. */
  forget(): void {
    this.#looks = 0
  }
}
