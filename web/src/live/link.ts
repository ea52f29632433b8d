import { type ClientFrame, parseFrame, type ServerFrame } from './frames'
import type { RefreshOutcome } from './refresh'

/** The part of the browser's WebSocket that is used. */
export interface Socket {
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  send(text: string): void
  close(code?: number): void
}

export interface ConnectionState {
  status: 'connecting' | 'open' | 'offline' | 'signed_out'
  /** By the local clock: since when; for "offline" since when the last connection was lost. */
  since: number
}

export interface LinkDeps {
  openSocket: () => Socket
  refresh: () => Promise<RefreshOutcome>
  now: () => number
  /** Calls back once after `delay` ms; returns what cancels it. */
  setTimer: (callback: () => void, delay: number) => () => void
  /** In [0, 1). */
  random: () => number
}

export interface LinkEvents {
  onFrame: (frame: ServerFrame) => void
  onState: (state: ConnectionState) => void
  /** The server answered our ping after this many milliseconds. */
  onPong: (serverAt: number, roundTrip: number) => void
}

const helloDeadline = 8_000
const pingEvery = 10_000
const pongDeadline = 5_000
/** After a change of network an answer is there soon or never: TCP repeats what was lost ever more rarely. */
const pongDeadlineAfterChange = 2_000
/** A ping or a dial older than this, when the network changes, went into the old one. */
const staleAfter = 1_000
const backoffFirst = 500
const backoffMost = 4_000
const restartJitter = 300
/** A connection that lived this long was a good one: the next try after it is made at once. */
const steadyAfter = 5_000

const closeSignedOut = 4401
const closeRestarting = 1012

/**
 * Keeps one WebSocket open for as long as somebody is signed in: reconnects, renews the sign-in once when the
 * server says that it ran out, and pings, because a socket does not notice a lost network by itself.
 */
export class Link {
  #socket: Socket | undefined
  #state: ConnectionState
  #failures = 0
  #openedAt = Number.NEGATIVE_INFINITY
  #lostAt: number
  #refreshedSinceHello = false
  #cancelTimer = () => {}
  #cancelPong = () => {}
  #dialledAt = 0
  #pingId = 0
  #pingSentAt = 0
  #pongDue = false

  constructor(
    private readonly deps: LinkDeps,
    private readonly events: LinkEvents,
  ) {
    this.#lostAt = deps.now()
    this.#state = { status: 'connecting', since: this.#lostAt }
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Connects now, whatever was before; after a sign-in this is the way back from signed_out. */
  start(): void {
    this.#dropSocket()
    this.#failures = 0
    this.#refreshedSinceHello = false
    this.#lostAt = this.deps.now()
    this.#connect()
  }

  /** Closes for good, until start(). */
  signOut(): void {
    this.#dropSocket()
    this.#setState('signed_out')
  }

  /** Somebody looks at the page again: try or check at once. */
  wake(): void {
    if (this.#state.status === 'signed_out') return
    this.#forgetFailures()
    if (this.#state.status === 'open') this.#ping()
    else if (this.#socket === undefined) this.#connect()
  }

  /** The network is back, or it is another one: what is on its way in the old one is not waited for. */
  networkChanged(): void {
    const { status } = this.#state
    if (status === 'signed_out') return
    this.#forgetFailures()
    const isStale = (since: number) => this.deps.now() - since >= staleAfter
    if (status === 'open') {
      if (this.#pongDue && isStale(this.#pingSentAt)) this.#giveUp()
      else this.#ping(pongDeadlineAfterChange)
    } else if (this.#socket === undefined || isStale(this.#dialledAt)) {
      this.#dropSocket()
      this.#connect()
    }
  }

  /** False when there is no open connection; nothing is kept for later. */
  send(frame: ClientFrame): boolean {
    if (this.#state.status !== 'open' || this.#socket === undefined) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  #connect(): void {
    this.#cancelTimer()
    this.#setState(this.#failures === 0 ? 'connecting' : 'offline')
    const socket = this.deps.openSocket()
    this.#socket = socket
    this.#dialledAt = this.deps.now()
    socket.onmessage = (event) => this.#onMessage(event.data)
    socket.onclose = (event) => this.#onClose(event.code)
    this.#cancelTimer = this.deps.setTimer(() => this.#giveUp(), helloDeadline)
  }

  #onMessage(data: unknown): void {
    const frame = parseFrame(data)
    if (frame === undefined) return
    if (frame.op === 'hello') this.#onHello()
    if (frame.op === 'pong') this.#onPong(frame.id, frame.serverAt)
    this.events.onFrame(frame)
  }

  #onHello(): void {
    this.#refreshedSinceHello = false
    this.#openedAt = this.deps.now()
    this.#cancelTimer()
    this.#setState('open')
    this.#schedulePing()
  }

  #schedulePing(): void {
    this.#cancelTimer()
    this.#cancelTimer = this.deps.setTimer(() => this.#ping(), pingEvery)
  }

  #ping(deadline = pongDeadline): void {
    this.#schedulePing()
    this.#cancelPong()
    this.#pingSentAt = this.deps.now()
    this.#pingId += 1
    this.#pongDue = true
    this.send({ op: 'ping', id: this.#pingId })
    this.#cancelPong = this.deps.setTimer(() => this.#giveUp(), deadline)
  }

  #onPong(id: number, serverAt: number): void {
    if (id !== this.#pingId) return
    this.#pongDue = false
    this.#cancelPong()
    this.events.onPong(serverAt, this.deps.now() - this.#pingSentAt)
  }

  /** The socket is silent: treat it as lost without waiting for its own close event. */
  #giveUp(): void {
    this.#dropSocket()
    this.#onLost(0)
  }

  #onClose(code: number): void {
    this.#dropSocket()
    if (code === closeSignedOut) void this.#renewSignIn()
    else this.#onLost(code === closeRestarting ? this.deps.random() * restartJitter : 0)
  }

  #dropSocket(): void {
    this.#cancelTimer()
    this.#cancelPong()
    this.#pongDue = false
    if (this.#socket === undefined) return
    if (this.#state.status === 'open') this.#lostAt = this.deps.now()
    this.#socket.onmessage = null
    this.#socket.onclose = null
    this.#socket.close()
    this.#socket = undefined
  }

  async #renewSignIn(): Promise<void> {
    if (this.#refreshedSinceHello) return this.#setState('signed_out')
    this.#setState(this.#failures === 0 ? 'connecting' : 'offline')
    const outcome = await this.deps.refresh()
    // start() or signOut() may have been called meanwhile; theirs is the newer word.
    if (this.#socket !== undefined || this.#state.status === 'signed_out') return
    if (outcome === 'signed_out') return this.#setState('signed_out')
    if (outcome === 'unreachable') return this.#retryLater()
    this.#refreshedSinceHello = true
    this.#connect()
  }

  /** @param soonest milliseconds to wait before the first try, which is otherwise made at once. */
  #onLost(soonest: number): void {
    const wasSteady = this.#state.status === 'open' && this.deps.now() - this.#openedAt >= steadyAfter
    if (!wasSteady) return this.#retryLater()
    this.#failures = 0
    if (soonest === 0) return this.#connect()
    this.#setState('connecting')
    this.#cancelTimer = this.deps.setTimer(() => this.#connect(), soonest)
  }

  #retryLater(): void {
    const longest = Math.min(backoffMost, backoffFirst * 2 ** Math.min(this.#failures, 10))
    this.#failures += 1
    this.#setState('offline')
    this.#cancelTimer = this.deps.setTimer(() => this.#connect(), longest * (0.5 + this.deps.random() / 2))
  }

  /** The waits start small again. It stays offline for whoever looks until a connection is there. */
  #forgetFailures(): void {
    this.#failures = Math.min(this.#failures, 1)
  }

  #setState(status: ConnectionState['status']): void {
    if (this.#state.status === status && status !== 'signed_out') return
    const since = status === 'offline' || status === 'connecting' ? this.#lostAt : this.deps.now()
    this.#state = { status, since }
    this.events.onState(this.#state)
  }
}
