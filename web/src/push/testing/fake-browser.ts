import type { Api } from '../../live/http'
import { VirtualTime } from '../../live/testing/virtual-time'
import { AppWorker, type AppWorkerState } from '../app-worker'
import { InstallOffer } from '../install'
import { PushDevice, type PushDeviceDeps, type Subscriber, type Subscription } from '../push-device'
import type { Platform } from '../support'

/** A subscription in memory. */
export class FakeSubscription implements Subscription {
  isLive = true

  constructor(readonly endpoint: string) {}

  toJSON(): unknown {
    return { endpoint: this.endpoint, keys: { p256dh: 'p', auth: 'a' } }
  }

  async unsubscribe(): Promise<boolean> {
    this.isLive = false
    return true
  }
}

/** An app worker without a browser behind it, to which a test brings a new version. */
export class FakeAppWorker extends AppWorker {
  constructor() {
    super({ container: undefined, reload: () => {} })
  }

  bringUpdate(): void {
    this.change({ hasUpdate: true } satisfies AppWorkerState)
  }
}

/** A browser's notifications and push service, under a test's control. One without push until a test says otherwise. */
export class FakePushBrowser implements Subscriber {
  readonly time = new VirtualTime()
  readonly storage = new Map<string, string>()
  readonly target = new EventTarget()
  support: 'yes' | 'no' | 'needs_install' = 'no'
  permission: NotificationPermission = 'default'
  /** What the person says to the browser's question. */
  answer: NotificationPermission = 'granted'
  /** What becomes of subscribe(): a subscription, an error, or nothing ever. */
  subscribing: 'works' | 'fails' | 'hangs' = 'works'
  /** What becomes of getSubscription(). */
  looking: 'works' | 'hangs' = 'works'
  platform: Platform = { userAgent: '', touchPoints: 0, hasPush: false, isInstalled: false }
  subscription: FakeSubscription | undefined
  questions = 0
  /** Notifications that the app shows. */
  notes = 0
  #made = 0
  #settleLate = (_: Subscription) => {}
  #work: Promise<void> = Promise.resolve()
  readonly #testListeners = new Set<() => void>()
  readonly #permissionListeners = new Set<() => void>()

  async getSubscription(): Promise<Subscription | null> {
    if (this.looking === 'hangs') return new Promise(() => {})
    return this.subscription?.isLive ? this.subscription : null
  }

  async subscribe(): Promise<Subscription> {
    if (this.subscribing === 'fails') throw new DOMException('push service error', 'AbortError')
    if (this.subscribing === 'hangs') {
      return new Promise((resolve) => {
        this.#settleLate = resolve
      })
    }
    this.#made += 1
    this.subscription = new FakeSubscription(`https://push.example/${this.#made}`)
    return this.subscription
  }

  /** subscribe() settles after all. */
  settleLate(subscription: Subscription): void {
    this.#settleLate(subscription)
  }

  /** The service worker tells its pages that a test push is there. */
  testArrives(): void {
    for (const listener of [...this.#testListeners]) listener()
  }

  /** The person changes the permission in the browser's own settings. */
  permit(permission: NotificationPermission): void {
    this.permission = permission
    for (const listener of [...this.#permissionListeners]) listener()
  }

  get waitsForTest(): boolean {
    return this.#testListeners.size > 0
  }

  deps(api: PushDeviceDeps['api']): PushDeviceDeps {
    return {
      support: () => this.support,
      permission: () => this.permission,
      askPermission: async () => {
        this.questions += 1
        this.permission = this.answer
        return this.answer
      },
      onPermissionChange: (listener) => {
        this.#permissionListeners.add(listener)
        return () => this.#permissionListeners.delete(listener)
      },
      exclusively: (work) => {
        this.#work = this.#work.then(work)
        return this.#work
      },
      subscriber: async () => this,
      clearNotes: async () => {
        this.notes = 0
      },
      api,
      onTestArrived: (listener) => {
        this.#testListeners.add(listener)
        return () => this.#testListeners.delete(listener)
      },
      storage: {
        getItem: (key) => this.storage.get(key) ?? null,
        setItem: (key, value) => void this.storage.set(key, value),
        removeItem: (key) => void this.storage.delete(key),
      },
      now: this.time.now,
      setTimer: this.time.setTimer,
    }
  }

  /** A page's parts in this browser, without a service worker of its own. */
  parts(api: Pick<Api, 'get' | 'post' | 'del'>): { device: PushDevice; worker: FakeAppWorker; install: InstallOffer } {
    return {
      device: new PushDevice(this.deps(api)),
      worker: new FakeAppWorker(),
      install: new InstallOffer({ platform: () => this.platform, target: this.target }),
    }
  }
}
