/**
 * A state that tells when it changes. `state` is the same object until then, so that a view can compare by identity
 * (React's useSyncExternalStore takes `subscribe` and `() => x.state` as they are).
 */
export class Observable<S extends object> {
  #state: S
  readonly #listeners = new Set<() => void>()

  protected constructor(initial: S) {
    this.#state = initial
  }

  get state(): S {
    return this.#state
  }

  /** Calls back after every change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Replaces some keys; a key given as undefined is removed. Says nothing when nothing changed. */
  protected change(changes: { [K in keyof S]?: S[K] | undefined }): void {
    const keys = Object.keys(changes) as (keyof S)[]
    if (keys.every((key) => Object.is(this.#state[key], changes[key]))) return
    const next = { ...this.#state, ...changes }
    for (const key of keys) if (next[key] === undefined) delete next[key]
    this.#state = next as S
    for (const listener of [...this.#listeners]) listener()
  }
}
