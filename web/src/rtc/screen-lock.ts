/** A granted lock: the browser also releases it by itself when the page is hidden. Releasing twice does nothing. */
export interface GrantedLock {
  release(): Promise<void>
}

export interface ScreenLockDeps {
  /** Asks the browser for a lock; it may refuse, for example to spare the battery. */
  request(): Promise<GrantedLock>
  isVisible(): boolean
  /** Calls back when the page was hidden or shown; returns what ends that. */
  onVisibilityChange(listener: () => void): () => void
}

/**
 * Keeps the screen on while somebody wants that and the page is visible (Screen Wake Lock API, W3C). A browser that
 * cannot, or does not want to, is left alone: nothing else depends on it.
 */
export class ScreenLock {
  readonly #deps: ScreenLockDeps
  #holders = 0
  #lock: Promise<GrantedLock | undefined> | undefined
  #endListening = () => {}

  constructor(deps: ScreenLockDeps) {
    this.#deps = deps
  }

  /** Wants the screen on until the returned function is called; of several, the last one lets it go. */
  hold(): () => void {
    this.#holders++
    if (this.#holders === 1) {
      this.#endListening = this.#deps.onVisibilityChange(() => this.#renew())
      this.#renew()
    }
    let holds = true
    return () => {
      if (!holds) return
      holds = false
      this.#holders--
      if (this.#holders > 0) return
      this.#endListening()
      this.#drop()
    }
  }

  #renew(): void {
    this.#drop()
    if (this.#deps.isVisible()) this.#lock = this.#deps.request().catch(() => undefined)
  }

  /** Also what was asked for and is not granted yet. */
  #drop(): void {
    const lock = this.#lock
    this.#lock = undefined
    void lock?.then((granted) => granted?.release()).catch(() => {})
  }
}
