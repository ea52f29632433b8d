import { climb, initialLadder, type Ladder, type LadderMeasurement, onNewPath, type Rung } from './ladder'
import type { LinkHealth } from './link-health'

export interface VoiceFirstDeps {
  readonly health: Pick<LinkHealth, 'onMeasured'>
  /** Milliseconds, by any clock that only goes forward. */
  now(): number
  /** The rung is another one. */
  onRung(rung: Rung): void
}

/** Steps a call's ladder with every look at its connection, for as long as the call lasts on this page. */
export class VoiceFirst {
  readonly #deps: VoiceFirstDeps
  readonly #endListening: () => void
  #ladder: Ladder
  /** As it was before the last step. */
  #before: Ladder | undefined
  #hasFlowed = false

  constructor(deps: VoiceFirstDeps) {
    this.#deps = deps
    this.#ladder = initialLadder(deps.now())
    this.#endListening = deps.health.onMeasured((measured) => this.#look(measured))
  }

  get rung(): Rung {
    return this.#ladder.rung
  }

  /** Nothing came any more since then: no step that was taken after it was about a poor link, so it is taken back. */
  interrupted(since: number): void {
    if (this.#before === undefined || this.#ladder.since <= since) return
    this.#ladder = this.#before
    this.#before = undefined
    this.#deps.onRung(this.#ladder.rung)
  }

  /** Media flows, for the first time or again. */
  connected(): void {
    const now = this.#deps.now()
    this.#ladder = this.#hasFlowed ? onNewPath(this.#ladder, now) : initialLadder(now)
    this.#hasFlowed = true
  }

  end(): void {
    this.#endListening()
  }

  #look(measured: LadderMeasurement): void {
    const before = this.#ladder
    this.#ladder = climb(before, measured, this.#deps.now())
    if (this.#ladder.rung === before.rung) return
    this.#before = before
    this.#deps.onRung(this.#ladder.rung)
  }
}
