import type { PageMessage } from '../domain/worker-messages'
import { Observable } from '../rtc/observable'
import { trustedScript } from './trusted-script'

export interface AppWorkerState {
  /** A newer version is installed than the one this page runs. */
  readonly hasUpdate: boolean
}

interface AppWorkerDeps {
  /** Undefined where the browser has no service workers, and in tests. */
  readonly container: Pick<ServiceWorkerContainer, 'register'> | undefined
  readonly reload: () => void
}

const scriptUrl = trustedScript('/sw.js')

/**
 * The registration of the service worker, and how a new version comes: it waits until the person takes it, and nothing
 * changes under a ring or a call. Without service workers the app is what it is without: it works while it is open.
 */
export class AppWorker extends Observable<AppWorkerState> {
  readonly #deps: AppWorkerDeps
  #registration: ServiceWorkerRegistration | undefined
  #isWanted = false
  #isBusy = false

  constructor(deps: AppWorkerDeps) {
    super({ hasUpdate: false })
    this.#deps = deps
  }

  /** Registers it; a browser that refuses is as one without. */
  async start(): Promise<void> {
    try {
      // The script itself and what it imports are asked for anew at each look for an update.
      this.#registration = await this.#deps.container?.register(scriptUrl, { updateViaCache: 'none' })
    } catch {
      return
    }
    const registration = this.#registration
    if (registration === undefined) return
    if (registration.waiting !== null) this.#follow(registration.waiting)
    registration.addEventListener('updatefound', () => {
      if (registration.installing !== null) this.#follow(registration.installing)
    })
  }

  /** Looks for a new version. The server was restarted, perhaps with one. */
  lookForUpdate(): void {
    // Offline, or the server has gone again: the next look finds it.
    this.#registration?.update().catch(() => {})
  }

  /** While a call rings or is active the page neither offers nor takes an update. */
  setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy
  }

  /** The person wants the new version: it takes over, and this page loads again with it. */
  takeUpdate(): void {
    if (this.#isBusy) return
    this.#isWanted = true
    const waiting = this.#registration?.waiting
    // Another tab may have taken it already: then this page only runs the old files.
    if (waiting) waiting.postMessage({ type: 'skip_waiting' } satisfies PageMessage)
    else this.#deps.reload()
  }

  #follow(worker: ServiceWorker): void {
    const look = () => {
      const isUpdate = this.#registration?.active !== null && this.#registration?.active !== worker
      if (worker.state === 'installed' && isUpdate) this.change({ hasUpdate: true })
      if (worker.state !== 'activated' || !this.#isWanted) return
      this.#isWanted = false
      // A call may have begun since the tap; the bar stays for afterwards.
      if (!this.#isBusy) this.#deps.reload()
    }
    worker.addEventListener('statechange', look)
    look()
  }
}
