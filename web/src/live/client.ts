import { ServerClock } from './clock'
import type { ClientFrame, ServerFrame, ServerFrames } from './frames'
import { type ConnectionState, Link, type LinkDeps } from './link'
import type { Json } from './merge-patch'
import { disconnected, loading, stepTopic, type TopicFrame, type TopicState } from './topic'

export type { ClientFrame, ServerFrames } from './frames'
export type { ConnectionState, LinkDeps, Socket } from './link'
export type { TopicState } from './topic'

/** The frames that pages may listen to; topics and pings are the client's own business. */
export type EventOp = 'attached' | 'detached' | 'peer' | 'signal' | 'error'

interface Topic {
  known: TopicState<Json>
  awaiting: boolean
  listeners: Set<(state: TopicState<never>) => void>
}

/**
 * The one socket of a page and everything known through it. It belongs to the page, lives as long as the page,
 * and knows nothing about React. State comes only from here: after any reconnect, watching again brings the truth.
 */
export class LiveClient {
  readonly #link: Link
  readonly #clock: ServerClock
  readonly #topics = new Map<string, Topic>()
  readonly #events = new Map<EventOp, Set<(frame: never) => void>>()
  readonly #connectionListeners = new Set<(state: ConnectionState) => void>()
  readonly #roundTripListeners = new Set<(ms: number) => void>()
  #connectionId: string | undefined

  constructor(deps: LinkDeps) {
    this.#clock = new ServerClock(deps.now)
    this.#link = new Link(deps, {
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state) => this.#onState(state),
      onPong: (serverAt, roundTrip) => this.#onPong(serverAt, roundTrip),
    })
  }

  /** The id of this page's connection, from `hello`; undefined while there is none. */
  get connectionId(): string | undefined {
    return this.#connectionId
  }

  get connection(): ConnectionState {
    return this.#link.state
  }

  /** The server's time in milliseconds since 1970. */
  serverNow(): number {
    return this.#clock.serverNow()
  }

  /** Connects; call it at page start and after a sign-in. */
  start(): void {
    this.#link.start()
  }

  /** Forgets everything and stays away until start(). */
  signOut(): void {
    this.#link.signOut()
  }

  /** Checks the connection at once, e.g. when the page became visible. */
  wake(): void {
    this.#link.wake()
  }

  /** Checks it harder: the network is back, or it is another one. */
  networkChanged(): void {
    this.#link.networkChanged()
  }

  /** Sends now or not at all: false when there is no connection. */
  send(frame: ClientFrame): boolean {
    return this.#link.send(frame)
  }

  /** What is known about a topic now; the same object until it changes. */
  peek<T>(topic: string): TopicState<T> {
    return (this.#topics.get(topic)?.known ?? loading) as TopicState<T>
  }

  /** Keeps a topic up to date until the returned function is called. The listener hears the present state at once. */
  watch<T>(name: string, onState: (state: TopicState<T>) => void): () => void {
    const topic = this.#topics.get(name) ?? this.#begin(name)
    const listener = onState as (state: TopicState<never>) => void
    topic.listeners.add(listener)
    onState(topic.known as TopicState<T>)
    return () => {
      if (!topic.listeners.delete(listener)) return
      // Screens hand a topic over to one another within one turn: ask only afterwards whether anybody is left.
      queueMicrotask(() => this.#endIfUnwatched(name, topic))
    }
  }

  on<Op extends EventOp>(op: Op, listener: (frame: ServerFrames[Op]) => void): () => void {
    const listeners = this.#events.get(op) ?? new Set()
    this.#events.set(op, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#connectionListeners.add(listener)
    listener(this.connection)
    return () => this.#connectionListeners.delete(listener)
  }

  /** Calls back with the milliseconds of each answered ping until the returned function is called. */
  onRoundTrip(listener: (ms: number) => void): () => void {
    this.#roundTripListeners.add(listener)
    return () => this.#roundTripListeners.delete(listener)
  }

  #onPong(serverAt: number, roundTrip: number): void {
    this.#clock.observe(serverAt, roundTrip)
    for (const listener of [...this.#roundTripListeners]) listener(roundTrip)
  }

  #begin(name: string): Topic {
    const topic: Topic = { known: loading, awaiting: false, listeners: new Set() }
    this.#topics.set(name, topic)
    this.#sendWatch(name, topic)
    return topic
  }

  #endIfUnwatched(name: string, topic: Topic): void {
    if (topic.listeners.size > 0 || this.#topics.get(name) !== topic) return
    this.#topics.delete(name)
    this.send({ op: 'unwatch', topic: name })
  }

  #sendWatch(name: string, topic: Topic): void {
    const { version } = topic.known
    topic.awaiting = this.send({ op: 'watch', topic: name, ...(version !== undefined && { version }) })
  }

  #onFrame(frame: ServerFrame): void {
    if ('serverAt' in frame && frame.op !== 'pong') this.#clock.observe(frame.serverAt)
    switch (frame.op) {
      case 'hello':
        this.#connectionId = frame.connection
        for (const [name, topic] of this.#topics) this.#sendWatch(name, topic)
        return
      case 'state':
      case 'current':
      case 'patch':
      case 'gone':
        return this.#onTopicFrame(frame)
      case 'attached':
      case 'detached':
      case 'peer':
      case 'signal':
      case 'error':
        for (const listener of [...(this.#events.get(frame.op) ?? [])]) listener(frame as never)
        return
    }
  }

  #onTopicFrame(frame: TopicFrame): void {
    const topic = this.#topics.get(frame.topic)
    if (topic === undefined) return
    const step = stepTopic(topic.known, frame, topic.awaiting)
    if (step === 'ignore') return
    if (step === 'watch_again') {
      topic.known = { ...topic.known }
      delete topic.known.version
      return this.#sendWatch(frame.topic, topic)
    }
    topic.awaiting = false
    this.#publish(topic, step.next)
  }

  #publish(topic: Topic, next: TopicState<Json>): void {
    topic.known = next
    for (const listener of [...topic.listeners]) listener(next as TopicState<never>)
  }

  #onState(state: ConnectionState): void {
    if (state.status !== 'open') {
      this.#connectionId = undefined
      for (const topic of this.#topics.values()) {
        topic.awaiting = false
        const next = state.status === 'signed_out' ? loading : disconnected(topic.known)
        if (next !== topic.known) this.#publish(topic, next)
      }
    }
    for (const listener of [...this.#connectionListeners]) listener(state)
  }
}
