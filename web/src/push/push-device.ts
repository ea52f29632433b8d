import type { Api } from '../live/http'
import { Observable } from '../rtc/observable'
import { type Proof, type ProofStorage, ProofStore } from './proof'
import { type SetTimer, within } from './within'

/** A browser's subscribe() may never settle when its push service is out of reach. */
export const SUBSCRIBE_LIMIT_MS = 15_000
/** A test push that takes longer would ring too late as well. */
export const TEST_LIMIT_MS = 10_000
/** How long this browser may take to say what subscription it has. */
export const LOOK_LIMIT_MS = 5_000

/**
 * `unsupported`: this browser has no Web Push. `needs_install`: it has it only for apps on the Home Screen (iPhone, iPad).
 * `denied`: the person or the browser forbade notifications. `off`: not asked, or switched off. `arming`: on the way, see
 * `step`. `armed`: a test push has arrived here. `failed`: see `cause`.
 */
export type PushStatus = 'unsupported' | 'needs_install' | 'denied' | 'off' | 'arming' | 'armed' | 'failed'

/** Where arming is: the browser asks the person, the browser subscribes, a test push is on its way. */
export type ArmingStep = 'permission' | 'subscribing' | 'testing'

/**
 * `dismissed`: the browser's question was closed without an answer. `subscribing`: the browser got no subscription.
 * `server`: our server could not be reached or refused. `not_arrived`: the test push did not come in time.
 */
export type PushFailure = 'dismissed' | 'subscribing' | 'server' | 'not_arrived'

export interface PushDeviceState {
  readonly status: PushStatus
  /** While arming. */
  readonly step?: ArmingStep
  /** When it failed. */
  readonly cause?: PushFailure
  /** When it is armed: the instant of the proof, by this device's clock. */
  readonly provedAt?: number
}

/** The part of a browser's PushSubscription that is used. */
export interface Subscription {
  readonly endpoint: string
  toJSON(): unknown
  unsubscribe(): Promise<boolean>
}

/** The part of a browser's PushManager that is used. */
export interface Subscriber {
  getSubscription(): Promise<Subscription | null>
  subscribe(options: { userVisibleOnly: true; applicationServerKey: string }): Promise<Subscription>
}

export interface PushDeviceDeps {
  support(): 'yes' | 'no' | 'needs_install'
  permission(): NotificationPermission
  askPermission(): Promise<NotificationPermission>
  /** Calls back when the person changed the permission in the browser's own settings. */
  onPermissionChange(listener: () => void): () => void
  /** Runs `work` while no other page of this browser runs such work. */
  exclusively(work: () => Promise<void>): Promise<void>
  /** Settles when the service worker is there, which may be never. */
  subscriber(): Promise<Subscriber>
  /** Takes away every notification that this app shows. */
  clearNotes(): Promise<void>
  readonly api: Pick<Api, 'get' | 'post' | 'del'>
  /** Calls back when the service worker got a test push. */
  onTestArrived(listener: () => void): () => void
  readonly storage: ProofStorage | undefined
  readonly now: () => number
  readonly setTimer: SetTimer
}

/**
 * Whether this browser rings its person by push when no page is open. It says `armed` only of a subscription whose test
 * push arrived here, and the server keeps only such ones.
 */
export class PushDevice extends Observable<PushDeviceState> {
  readonly #deps: PushDeviceDeps
  readonly #proofs: ProofStore
  #userId: string | undefined
  /** Counts what was begun: whatever comes back after something newer began changes nothing. */
  #turn = 0

  constructor(deps: PushDeviceDeps) {
    super({ status: 'off' })
    this.#deps = deps
    this.#proofs = new ProofStore(deps.storage)
  }

  /** Somebody is signed in: finds out how things are, and drops what was not proved for this person. */
  async begin(userId: string): Promise<void> {
    if (this.state.status === 'arming') return
    this.#userId = userId
    const turn = ++this.#turn
    const standing = this.#standing()
    if (standing !== 'granted') return this.#become({ status: standing })
    // What another page is just about to prove is not to be taken for unproved.
    await this.#deps.exclusively(() => this.#look(userId, turn))
  }

  async #look(userId: string, turn: number): Promise<void> {
    if (turn !== this.#turn) return
    const subscription = await this.#present()
    if (turn !== this.#turn) return
    if (subscription === undefined) return this.#become({ status: 'off' })
    const proof = this.#proofs.read()
    if (proof?.userId !== userId || proof.endpoint !== subscription.endpoint) return this.#drop(subscription)
    await this.#confirm(proof, subscription, turn)
  }

  /** Call it in a tap: asks for permission if need be, subscribes, and proves it by a test push. */
  async arm(): Promise<void> {
    if (this.state.status === 'arming' || this.#userId === undefined) return
    const turn = ++this.#turn
    const isStale = () => turn !== this.#turn
    if (!(await this.#mayNotify()) || isStale()) return
    this.#become({ status: 'arming', step: 'subscribing' })
    await this.#deps.exclusively(() => this.#subscribeAndProve(isStale))
  }

  async #subscribeAndProve(isStale: () => boolean): Promise<void> {
    const userId = this.#userId
    if (isStale() || userId === undefined) return
    const key = await this.#deps.api.get<{ publicKey: string }>('/api/push/key')
    if (isStale()) return
    if (!key.ok) return this.#fail('server')
    const subscription = await this.#subscribe(key.data.publicKey)
    // Signed out meanwhile: nobody else would ever take it back.
    if (isStale()) return void (await subscription?.unsubscribe().catch(() => {}))
    if (subscription === undefined) return this.#fail('subscribing')
    await this.#prove(subscription, userId, isStale)
  }

  /** The person does not want to be rung here any more. */
  async disarm(): Promise<void> {
    const proof = this.#proofs.read()
    await this.forget()
    // When this fails the push service tells the server: an endpoint that was unsubscribed is gone.
    if (proof !== undefined) await this.#deps.api.del(`/api/push/subscriptions/${proof.subscriptionId}`)
  }

  /** The sign-in has ended, and with it the server's subscription: this browser's goes too. */
  async forget(): Promise<void> {
    this.#turn += 1
    this.#proofs.clear()
    const standing = this.#standing()
    this.#become({ status: standing === 'granted' ? 'off' : standing })
    // Missed calls and places in a line are nothing for whoever signs in next.
    await this.#deps.clearNotes().catch(() => {})
    const subscription = await this.#present()
    await subscription?.unsubscribe().catch(() => {})
  }

  /** What can be said without looking for a subscription. */
  #standing(): 'unsupported' | 'needs_install' | 'denied' | 'off' | 'granted' {
    const support = this.#deps.support()
    if (support !== 'yes') return support === 'no' ? 'unsupported' : 'needs_install'
    const permission = this.#deps.permission()
    return permission === 'default' ? 'off' : permission
  }

  async #mayNotify(): Promise<boolean> {
    const standing = this.#standing()
    if (standing === 'granted') return true
    if (standing !== 'off') {
      this.#become({ status: standing })
      return false
    }
    const turn = this.#turn
    this.#become({ status: 'arming', step: 'permission' })
    const permission = await this.#deps.askPermission().catch(() => 'default' as const)
    if (turn !== this.#turn) return false
    if (permission === 'denied') this.#become({ status: 'denied' })
    if (permission === 'default') this.#fail('dismissed')
    return permission === 'granted'
  }

  /** The subscription that this browser has, if it says so in time. */
  async #present(): Promise<Subscription | undefined> {
    if (this.#deps.support() !== 'yes') return undefined
    const look = this.#deps.subscriber().then((subscriber) => subscriber.getSubscription())
    return (await within(look, LOOK_LIMIT_MS, this.#deps.setTimer)) ?? undefined
  }

  async #subscribe(applicationServerKey: string): Promise<Subscription | undefined> {
    const take = async () => {
      const subscriber = await this.#deps.subscriber()
      // An old one may be bound to another key; a new one is proved anyway.
      await (await subscriber.getSubscription())?.unsubscribe()
      return subscriber.subscribe({ userVisibleOnly: true, applicationServerKey })
    }
    const taking = take()
    const subscription = await within(taking, SUBSCRIBE_LIMIT_MS, this.#deps.setTimer)
    // One that comes after all was given up and nobody would know of it.
    if (subscription === undefined) taking.then((late) => late.unsubscribe()).catch(() => {})
    return subscription
  }

  async #prove(subscription: Subscription, userId: string, isStale: () => boolean): Promise<void> {
    const { api, now } = this.#deps
    const posted = await this.#post(subscription)
    if (isStale()) return
    if (posted === undefined) return this.#drop(subscription, 'server')
    this.#become({ status: 'arming', step: 'testing' })
    const arrived = this.#arrival()
    const sent = await api.post('/api/push/test')
    const isProved = sent.ok && (await arrived)
    if (isStale()) return
    if (!isProved) {
      await api.del(`/api/push/subscriptions/${posted}`)
      return this.#drop(subscription, sent.ok ? 'not_arrived' : 'server')
    }
    const proof = { userId, subscriptionId: posted, endpoint: subscription.endpoint, at: now() }
    this.#proofs.write(proof)
    this.#become({ status: 'armed', provedAt: proof.at })
  }

  /** Calls back when a test push arrives in this browser, until the returned function is called. */
  readonly onTestArrived = (listener: () => void): (() => void) => this.#deps.onTestArrived(listener)

  /** Calls back when the person changed their mind in the browser's own settings: begin anew. */
  readonly onPermissionChange = (listener: () => void): (() => void) => this.#deps.onPermissionChange(listener)

  /** Whether a test push arrives here in time. */
  #arrival(): Promise<boolean> {
    let stop = () => {}
    const heard = new Promise<true>((resolve) => {
      stop = this.#deps.onTestArrived(() => resolve(true))
    })
    return within(heard, TEST_LIMIT_MS, this.#deps.setTimer).then((arrived) => {
      stop()
      return arrived === true
    })
  }

  /** Makes sure that the server still has the proved subscription, under the id that was proved. */
  async #confirm(proof: Proof, subscription: Subscription, turn: number): Promise<void> {
    const posted = await this.#post(subscription)
    if (turn !== this.#turn) return
    if (posted === proof.subscriptionId) return this.#become({ status: 'armed', provedAt: proof.at })
    if (posted === undefined) return this.#become({ status: 'failed', cause: 'server' })
    // The server had lost it, with all that was proved.
    await this.#deps.api.del(`/api/push/subscriptions/${posted}`)
    if (turn === this.#turn) await this.#drop(subscription)
  }

  /** The id that the server has it under; undefined when it has not. */
  async #post(subscription: Subscription): Promise<string | undefined> {
    const result = await this.#deps.api.post<{ subscription: { id: string } }>(
      '/api/push/subscriptions',
      subscription.toJSON(),
    )
    return result.ok ? result.data.subscription.id : undefined
  }

  async #drop(subscription: Subscription, cause?: PushFailure): Promise<void> {
    this.#proofs.clear()
    this.#become(cause === undefined ? { status: 'off' } : { status: 'failed', cause })
    await subscription.unsubscribe().catch(() => {})
  }

  #fail(cause: PushFailure): void {
    this.#become({ status: 'failed', cause })
  }

  #become(next: PushDeviceState): void {
    this.change({ step: undefined, cause: undefined, provedAt: undefined, ...next })
  }
}
