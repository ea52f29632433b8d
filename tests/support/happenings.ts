import { within } from './clock.ts'

/** Things that happened, in order, for tests that wait for one of them. */
export class Happenings<T> {
  readonly all: T[] = []
  readonly #waiters = new Set<() => void>()

  add(happening: T): void {
    this.all.push(happening)
    for (const look of [...this.#waiters]) look()
  }

  /** The first, past or future, from the `from`th on that matches. */
  async until<Found extends T>(
    matches: (happening: T) => happening is Found,
    reason: string,
    options?: { timeoutMs?: number; from?: number },
  ): Promise<Found>
  async until(
    matches: (happening: T) => boolean,
    reason: string,
    options?: { timeoutMs?: number; from?: number },
  ): Promise<T>
  async until(matches: (happening: T) => boolean, reason: string, { timeoutMs = 10_000, from = 0 } = {}): Promise<T> {
    let waiter = () => {}
    const found = new Promise<T>((resolve) => {
      waiter = () => {
        const first = this.all.slice(from).find(matches)
        if (first !== undefined) resolve(first)
      }
      this.#waiters.add(waiter)
      waiter()
    })
    try {
      return await within(timeoutMs, reason, found)
    } catch (error) {
      throw new Error(`${(error as Error).message}; there was: ${JSON.stringify(this.all.slice(from))}`)
    } finally {
      this.#waiters.delete(waiter)
    }
  }
}
