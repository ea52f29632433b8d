import type { RingOutcome, RingPush } from './payload'
import type { ReceiptAnswer, ReceiptEvent, Tell } from './receipts'

/** The longest ring there is (90 s) and what its push may need on the way: nothing rings longer, whatever the clocks say. */
export const LONGEST_RING_MS = 100_000
/** How long after its time the outcome of a ring is waited for. */
export const OUTCOME_PATIENCE_MS = 10_000

/** `answering` and `declining`: the person did it on this device. `over` is final. */
export type RingPhase = 'ringing' | 'answering' | 'declining' | 'over'

interface RingDeps {
  readonly now: () => number
  readonly setTimer: (callback: () => void, ms: number) => () => void
}

/** What this device knows and did about one ring. */
export class Ring {
  readonly push: Omit<RingPush, 'kind'>
  /** Absent while it rings, and when nobody could be asked. */
  outcome?: RingOutcome
  /** A notification was really shown. */
  shown = false
  /** A page of this browser knew the end before. */
  toldByPage = false
  answeredHere = false
  declinedHere = false
  /** Somebody reports and alerts already. */
  repeating = false
  /** Settles when nothing more is done for it. */
  ended: Promise<void> = Promise.resolve()

  #phase: RingPhase = 'ringing'
  #wake = () => {}
  /** What the server's clock is ahead of this one, in ms; 0 until it told its time. */
  #skew = 0
  readonly #deps: RingDeps
  readonly #beganAt: number
  readonly #told = new Set<ReceiptEvent>()

  constructor(push: Omit<RingPush, 'kind'>, deps: RingDeps) {
    this.push = push
    this.#deps = deps
    this.#beganAt = deps.now()
  }

  /** One whose end is known before, or without, its beginning. */
  static unheard(call: string, deps: RingDeps): Ring {
    return new Ring({ call, receipt: '', expiresAt: deps.now(), title: '', body: '' }, deps)
  }

  get call(): string {
    return this.push.call
  }

  is(phase: RingPhase): boolean {
    return this.#phase === phase
  }

  /** Whoever sleeps looks again at once. */
  become(phase: RingPhase): void {
    if (this.#phase !== 'over') this.#phase = phase
    this.#wake()
  }

  learn({ serverAt, status }: ReceiptAnswer): void {
    if (Number.isFinite(serverAt) && status !== '') this.#skew = serverAt - this.#deps.now()
  }

  /** Milliseconds, negative afterwards; by the server's clock as soon as it is known. */
  timeLeft(): number {
    return this.push.expiresAt - (this.#deps.now() + this.#skew)
  }

  /** When it stopped ringing, by the server's clock. */
  endedAt(): number {
    return Math.min(this.push.expiresAt, this.#deps.now() + this.#skew)
  }

  /** Nobody is going to say how it ended. */
  isLost(): boolean {
    return this.timeLeft() < -OUTCOME_PATIENCE_MS || this.#deps.now() - this.#beganAt > LONGEST_RING_MS
  }

  /** The person did it in this browser, or its page has shown who did: "on another device" would be wrong or late. */
  isKnownHere(): boolean {
    if (this.outcome === 'ANSWERED') return this.answeredHere || this.toldByPage
    return this.outcome === 'DECLINED' && this.toldByPage
  }

  /** Tells what was not told yet, else the last thing again: the answer says what became of the ring. */
  async report(tell: Tell): ReturnType<Tell> {
    const done: ReceiptEvent[] = this.shown ? ['delivered', 'shown'] : ['delivered']
    const untold = done.filter((event) => !this.#told.has(event))
    let answer: Awaited<ReturnType<Tell>> = 'unreachable'
    for (const event of untold.length > 0 ? untold : done.slice(-1)) {
      answer = await tell(this.push.receipt, event)
      if (typeof answer === 'string') return answer
      this.#told.add(event)
      this.learn(answer)
    }
    return answer
  }

  /** Until the time has passed or the phase changed. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#deps.setTimer(resolve, ms)
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
  }
}
