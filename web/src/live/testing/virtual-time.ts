/** A clock that moves only when a test moves it, with timers that fire in order of their time. */
export class VirtualTime {
  #now: number
  #next = 0
  readonly #timers = new Map<number, { at: number; callback: () => void }>()

  constructor(start = 1_000_000) {
    this.#now = start
  }

  readonly now = (): number => this.#now

  readonly setTimer = (callback: () => void, delay: number): (() => void) => {
    const id = this.#next++
    this.#timers.set(id, { at: this.#now + delay, callback })
    return () => this.#timers.delete(id)
  }

  /** Lets `milliseconds` pass; promises that were waiting settle before and after each timer. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds
    await settle()
    for (let due = this.#due(end); due !== undefined; due = this.#due(end)) {
      this.#timers.delete(due.id)
      this.#now = due.at
      due.callback()
      await settle()
    }
    this.#now = end
  }

  #due(end: number): { id: number; at: number; callback: () => void } | undefined {
    return [...this.#timers]
      .map(([id, timer]) => ({ id, ...timer }))
      .filter((timer) => timer.at <= end)
      .sort((a, b) => a.at - b.at || a.id - b.id)[0]
  }
}

/** Lets everything that only waits for promises happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve()
}
