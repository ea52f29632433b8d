import assert from 'node:assert/strict'
import { type RawData, WebSocket } from 'ws'
import { within } from './clock.ts'
import type { Client } from './http.ts'
import { canonical } from './merge-patch.ts'
import { Topics, type TopicView } from './topics.ts'
import { upgraded } from './upgrade.ts'

/** A frame of the server: `op` and whatever else the op brings. */
export interface Frame {
  op: string
  [key: string]: unknown
}

/** A frame as it came. */
export interface Arrival {
  frame: Frame
  text: string
  /** By this machine's clock. */
  arrivedAt: number
}

export interface Closing {
  code: number
  reason: string
  at: number
}

export interface OpenOptions {
  /** Replaces the `Origin` that the client would send; null sends none. */
  origin?: string | null
  subprotocols?: string[]
  headers?: Record<string, string>
  /** False: the server's heartbeat stays unanswered. */
  autoPong?: boolean
}

interface Waiter {
  look(): boolean
  fail(error: Error): void
}

const open = new Set<Live>()

/** Ends every connection that a test left open, and throws what any of them saw that breaks the contract. */
export function closeEveryLive(): void {
  const faults = [...open].flatMap((live) => (live.fault ? [live.fault] : []))
  for (const live of open) live.abandon()
  open.clear()
  if (faults[0]) throw faults[0]
}

/**
 * One WebSocket client, which keeps the state of each topic it watches. The first frame that breaks the contract
 * makes every waiting and later call throw.
 */
export class Live {
  readonly socket: WebSocket
  /** Every frame since the upgrade. */
  readonly arrivals: Arrival[] = []
  readonly closed: Promise<Closing>
  /** When each WebSocket ping came. */
  readonly heartbeats: number[] = []
  fault: Error | undefined

  readonly #topics = new Topics()
  readonly #claimed = new Set<Arrival>()
  readonly #waiters = new Set<Waiter>()
  #pingId = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString('utf8'), at: Date.now() })
        this.#rejectWaiters(new Error(`the server closed the connection with ${code} ${reason.toString('utf8')}`))
      })
    })
    socket.on('error', () => undefined)
    socket.on('ping', () => this.heartbeats.push(Date.now()))
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
  }

  /** Upgrades and waits for hello. */
  static async open(client: Client, options: OpenOptions = {}): Promise<Live> {
    const live = await Live.upgrade(client, options)
    await live.frame((frame) => frame.op === 'hello', 'hello is the first frame')
    assert.equal(live.arrivals[0]?.frame.op, 'hello', 'hello is the first frame after the upgrade')
    return live
  }

  /** Upgrades only, for connections that the server closes at once; throws UpgradeRefused. */
  static async upgrade(client: Client, options: OpenOptions = {}): Promise<Live> {
    const headers: Record<string, string> = { ...client.identity(), ...options.headers }
    if (options.origin === null) delete headers['origin']
    else if (options.origin !== undefined) headers['origin'] = options.origin
    const url = `${client.origin.replace(/^http/, 'ws')}/api/realtime`
    const socket = new WebSocket(url, options.subprotocols ?? ['praktik.v1'], {
      headers,
      autoPong: options.autoPong ?? true,
      perMessageDeflate: false,
      maxPayload: 16 * 1024 * 1024,
    })
    const live = new Live(socket)
    open.add(live)
    await within(10_000, 'the upgrade is answered', upgraded(socket))
    return live
  }

  /** This connection's id, which an accept may carry. */
  get connection(): string {
    return this.arrivals[0]?.frame['connection'] as string
  }

  send(message: object): void {
    this.#check()
    this.socket.send(JSON.stringify(message))
  }

  sendRaw(data: string | Uint8Array): void {
    this.#check()
    this.socket.send(data, { binary: typeof data !== 'string' })
  }

  watch(topic: string, version?: string): void {
    this.#topics.begin(topic)
    this.send(version === undefined ? { op: 'watch', topic } : { op: 'watch', topic, version })
  }

  /** Watches again from what another connection last saw, as a client does after a reconnect. */
  resume(topic: string, seen: TopicView): void {
    this.#topics.begin(topic, seen)
    this.send({ op: 'watch', topic, version: seen.version })
  }

  unwatch(topic: string): void {
    this.#topics.end(topic)
    this.send({ op: 'unwatch', topic })
  }

  view(topic: string): TopicView {
    this.#check()
    const view = this.#topics.view(topic)
    assert.ok(view, `there is no state of ${topic} yet`)
    return view
  }

  state<T>(topic: string): T {
    return this.view(topic).state as T
  }

  /** The topic's state, undefined as long as there is none. */
  shows<T>(topic: string): T | undefined {
    return this.#topics.view(topic)?.state as T | undefined
  }

  /** The topic's state once `predicate` holds; watches the topic when nobody did yet. */
  async until<T>(topic: string, predicate: (state: T) => boolean, reason: string, timeoutMs = 5000): Promise<T> {
    if (!this.#topics.watches(topic)) this.watch(topic)
    const holds = () => {
      const view = this.#topics.view(topic)
      return view !== undefined && predicate(view.state as T)
    }
    const shows = () => `${topic} is ${this.#topics.gone(topic) ?? canonical(this.#topics.view(topic)?.state)}`
    await this.#wait(holds, reason, timeoutMs, shows)
    return this.state<T>(topic)
  }

  /** The topic's state as soon as there is one. */
  current<T>(topic: string): Promise<T> {
    return this.until<T>(topic, () => true, `a state of ${topic}`)
  }

  /** The code with which the topic is gone. */
  async untilGone(topic: string): Promise<string> {
    if (!this.#topics.watches(topic)) this.watch(topic)
    await this.#wait(
      () => this.#topics.gone(topic) !== undefined,
      `${topic} is gone`,
      5000,
      () => canonical(this.#topics.view(topic)),
    )
    return this.#topics.gone(topic) as string
  }

  /** The first frame, past or future, that matches and that no earlier call has taken. */
  async frame(matches: (frame: Frame) => boolean, reason: string, timeoutMs = 5000): Promise<Arrival> {
    let found: Arrival | undefined
    const look = () => {
      found = this.arrivals.find((arrival) => !this.#claimed.has(arrival) && matches(arrival.frame))
      return found !== undefined
    }
    const shows = () => `came: ${this.arrivals.map((arrival) => arrival.frame.op).join(' ')}`
    await this.#wait(look, reason, timeoutMs, shows)
    this.#claimed.add(found as Arrival)
    return found as Arrival
  }

  op(op: string, match: Record<string, unknown> = {}, timeoutMs = 5000): Promise<Arrival> {
    const wanted = Object.entries(match)
    const matches = (frame: Frame) => frame.op === op && wanted.every(([key, value]) => frame[key] === value)
    return this.frame(matches, `${op} ${JSON.stringify(match)}`, timeoutMs)
  }

  count(op: string): number {
    return this.arrivals.filter((arrival) => arrival.frame.op === op).length
  }

  /** A round trip: every message sent before has been handled when it returns. Gives the server's clock. */
  async ping(): Promise<number> {
    const id = ++this.#pingId
    this.send({ op: 'ping', id })
    const pong = await this.op('pong', { id })
    return pong.frame['serverAt'] as number
  }

  /** How the server closed the connection; throws when it does not within the time. */
  closing(timeoutMs: number, reason: string): Promise<Closing> {
    return within(timeoutMs, reason, this.closed)
  }

  /** Leaves as a page does that is closed. */
  async close(): Promise<void> {
    this.#check()
    open.delete(this)
    this.socket.close(1000)
    await within(5000, 'the server answers the close', this.closed)
  }

  /** Vanishes without a word, as a page does whose browser was killed. */
  abandon(): void {
    open.delete(this)
    this.socket.terminate()
  }

  #receive(data: RawData, isBinary: boolean): void {
    try {
      assert.equal(isBinary, false, 'the server sends text frames')
      const text = data.toString()
      assert.match(text, /^\{"op":"/, `op stands first: ${text.slice(0, 80)}`)
      const arrival = { frame: JSON.parse(text) as Frame, text, arrivedAt: Date.now() }
      this.arrivals.push(arrival)
      this.#topics.receive(arrival.frame, arrival.arrivedAt)
    } catch (error) {
      this.fault ??= error as Error
      this.#rejectWaiters(this.fault)
      return
    }
    for (const waiter of [...this.#waiters]) if (waiter.look()) this.#waiters.delete(waiter)
  }

  #wait(look: () => boolean, reason: string, timeoutMs: number, shows: () => string): Promise<void> {
    this.#check()
    if (look()) return Promise.resolve()
    if (this.socket.readyState === WebSocket.CLOSED) {
      return Promise.reject(new Error(`the connection is closed, so this never comes: ${reason}; ${shows()}`))
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter)
        reject(new Error(`waited ${timeoutMs} ms in vain: ${reason}; ${shows()}`))
      }, timeoutMs)
      const waiter: Waiter = {
        look: () => {
          const found = look()
          if (found) {
            clearTimeout(timer)
            resolve()
          }
          return found
        },
        fail: (error) => {
          clearTimeout(timer)
          reject(new Error(`${error.message}, while waiting for: ${reason}`, { cause: error }))
        },
      }
      this.#waiters.add(waiter)
    })
  }

  #rejectWaiters(error: Error): void {
    for (const waiter of this.#waiters) waiter.fail(error)
    this.#waiters.clear()
  }

  #check(): void {
    if (this.fault) throw this.fault
  }
}
