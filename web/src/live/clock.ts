/**
 * The server's clock as seen from here. Every frame tells the server's time a little late; a pong also tells how
 * long the way there and back took, which bounds the error to half of that.
 */
export class ServerClock {
  #offset = 0
  #roundTrip = Number.POSITIVE_INFINITY
  #takenAt = Number.NEGATIVE_INFINITY

  constructor(private readonly now: () => number) {}

  /** Milliseconds since 1970 by the server. Before the first observation this is the local clock. */
  serverNow(): number {
    return this.now() + this.#offset
  }

  /** Takes a time that the server told just now; `roundTrip` in milliseconds when it is known. */
  observe(serverAt: number, roundTrip = 2000): void {
    const now = this.now()
    const offset = serverAt + (roundTrip < 2000 ? roundTrip / 2 : 0) - now
    const expired = now - this.#takenAt > 60_000
    const jumped = Math.abs(offset - this.#offset) > roundTrip + this.#roundTrip
    if (roundTrip <= this.#roundTrip || expired || jumped) {
      this.#offset = offset
      this.#roundTrip = roundTrip
      this.#takenAt = now
    }
  }
}
