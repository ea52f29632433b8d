/** A server and a network between two pages, for tests only: what PROTOCOL says about attach, peer and signal, and no more. */

import type { Signalling, SignallingFrame, SignallingFrames } from '../session'
import type { StatsEntry } from '../stats'
import { FakeTrack } from './media'

export type Side = 'doctor' | 'patient'
type Listener = (frame: never) => void

/** One page's socket. */
export class FakePage implements Signalling {
  readonly listeners = new Map<string, Set<Listener>>()
  readonly connectionListeners = new Set<(state: { status: string }) => void>()
  status = 'open'
  id: string | undefined
  /** How often the page wanted to know whether its socket still reaches the server. */
  doubts = 0
  constructor(
    readonly server: FakeServer,
    readonly side: Side,
  ) {}

  send(frame: SignallingFrame): boolean {
    if (this.status !== 'open') return false
    if (frame.op === 'attach') this.server.attach(this)
    else this.server.relay(this, frame)
    return true
  }

  on<Op extends keyof SignallingFrames>(op: Op, listener: (frame: SignallingFrames[Op]) => void): () => void {
    const all = this.listeners.get(op) ?? new Set()
    this.listeners.set(op, all.add(listener as Listener))
    return () => all.delete(listener as Listener)
  }

  onConnection(listener: (state: { status: string }) => void): () => void {
    this.connectionListeners.add(listener)
    listener({ status: this.status })
    return () => this.connectionListeners.delete(listener)
  }

  networkChanged(): void {
    this.doubts++
  }

  hear<Op extends keyof SignallingFrames>(op: Op, frame: SignallingFrames[Op]): void {
    for (const listener of [...(this.listeners.get(op) ?? [])]) listener(frame as never)
  }

  /** The socket is gone; the server forgets what was attached through it. */
  lose(): void {
    this.#become('connecting')
    this.server.forget(this)
  }

  return(): void {
    this.#become('open')
  }

  #become(status: string): void {
    this.status = status
    for (const listener of [...this.connectionListeners]) listener({ status })
  }
}

export class FakeServer {
  readonly #attached = new Map<Side, FakePage>()
  readonly relayed: { from: Side; kind: string }[] = []
  /** Set to keep signals from arriving. */
  deaf = false
  /** Set to change what a side says on its way to the other. */
  alter: (from: Side, data: Record<string, unknown>) => Record<string, unknown> = (_, data) => data
  #pages = 0

  constructor(readonly call: string) {}

  page(side: Side): FakePage {
    return new FakePage(this, side)
  }

  attach(page: FakePage): void {
    const { call } = this
    const before = this.#attached.get(page.side)
    if (before !== undefined && before !== page) before.hear('detached', { call, reason: 'taken_over' })
    page.id = `page-${++this.#pages}`
    this.#attached.set(page.side, page)
    const peer = this.#other(page)
    page.hear('attached', {
      call,
      polite: page.side === 'patient',
      page: page.id,
      ...(peer?.id !== undefined && { peer: peer.id }),
    })
    peer?.hear('peer', { call, present: true, page: page.id })
  }

  forget(page: FakePage): void {
    if (this.#attached.get(page.side) !== page || page.id === undefined) return
    this.#attached.delete(page.side)
    this.#other(page)?.hear('peer', { call: this.call, present: false, page: page.id })
  }

  relay(from: FakePage, { to, data }: SignallingFrame & { op: 'signal' }): void {
    const kind = 'candidate' in data ? 'candidate' : (data.description as { type: string }).type
    this.relayed.push({ from: from.side, kind })
    const peer = this.#other(from)
    if (this.deaf || this.#attached.get(from.side) !== from || peer === undefined || to !== peer.id) return
    peer.hear('signal', { call: this.call, data: this.alter(from.side, structuredClone(data)) })
  }

  #other(page: FakePage): FakePage | undefined {
    return this.#attached.get(page.side === 'doctor' ? 'patient' : 'doctor')
  }
}

/** Connects two FakeConnections as soon as each holds the other's description. */
export class FakeNetwork {
  readonly connections: FakeConnection[] = []
  /** Set to keep new connections from coming up. */
  blocked = false

  readonly make = (side: Side) => (): RTCPeerConnection => {
    const connection = new FakeConnection(this, side, `${this.connections.length + 1}`)
    this.connections.push(connection)
    return connection as unknown as RTCPeerConnection
  }

  open(): FakeConnection[] {
    return this.connections.filter(({ closed }) => !closed)
  }

  meet(one: FakeConnection): void {
    const other = this.open().find(({ session }) => session === one.remoteSession)
    if (this.blocked || other?.remoteSession !== one.session) return
    if (one.signalingState !== 'stable' || other.signalingState !== 'stable') return
    for (const [id, channel] of one.channels) channel.meet(other.channels.get(id))
    one.become('connected')
    other.become('connected')
  }
}

/** One end of a channel between two connections that met. */
export class FakeChannel {
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  readyState = 'connecting'
  #other: FakeChannel | undefined

  send(data: string): void {
    if (this.readyState !== 'open') throw new Error('the channel is not open')
    this.#other?.onmessage?.({ data })
  }

  meet(other: FakeChannel | undefined): void {
    if (this.readyState !== 'connecting' || other === undefined) return
    this.#open(other)
    other.#open(this)
    this.onopen?.()
    other.onopen?.()
  }

  close(): void {
    this.readyState = 'closed'
    this.#other = undefined
  }

  #open(other: FakeChannel): void {
    this.#other = other
    this.readyState = 'open'
  }
}

interface FakeSender {
  track: FakeTrack | null
  encodings: RTCRtpEncodingParameters[]
  setStreams(): void
  replaceTrack(track: FakeTrack | null): Promise<void>
  getParameters(): { encodings: RTCRtpEncodingParameters[] }
  setParameters(parameters: { encodings: RTCRtpEncodingParameters[] }): Promise<void>
}

interface FakeTransceiver {
  direction: string
  receiver: { track: FakeTrack }
  sender: FakeSender
}

/** As much of an RTCPeerConnection as PeerLink uses: sdp is an o= line, an ICE fragment and a certificate's fingerprint. */
export class FakeConnection {
  onconnectionstatechange: (() => void) | null = null
  onnegotiationneeded: (() => void) | null = null
  onicecandidate: ((event: { candidate: { toJSON(): RTCIceCandidateInit } | null }) => void) | null = null
  ontrack: ((event: { track: FakeTrack }) => void) | null = null
  connectionState: RTCPeerConnectionState = 'new'
  signalingState: RTCSignalingState = 'stable'
  localDescription: { sdp: string } | null = null
  currentLocalDescription: { sdp: string } | null = null
  currentRemoteDescription: { sdp: string } | null = null
  remoteSession: string | undefined
  /** When the newest packet was played; none is ever seen unless a test says so. */
  heardAt: number | undefined
  closed = false
  candidates: RTCIceCandidateInit[] = []
  /** What its statistics tell. */
  stats: readonly StatsEntry[] = []
  /** By their number. */
  readonly channels = new Map<number, FakeChannel>()
  readonly transceivers: FakeTransceiver[] = []
  #remoteDescription: { sdp: string } | null = null
  #version = 0

  constructor(
    readonly network: FakeNetwork,
    readonly side: Side,
    readonly session: string,
  ) {}

  sends(): string[] {
    return this.transceivers.flatMap(({ sender }) => (sender.track === null ? [] : [sender.track.kind]))
  }

  addTransceiver(trackOrKind: FakeTrack | 'audio' | 'video'): void {
    const isKind = typeof trackOrKind === 'string'
    this.#add(isKind ? trackOrKind : trackOrKind.kind, isKind ? null : trackOrKind)
  }

  getReceivers(): { getSynchronizationSources(): { timestamp: number }[] }[] {
    const { heardAt } = this
    return [{ getSynchronizationSources: () => (heardAt === undefined ? [] : [{ timestamp: heardAt }]) }]
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers
  }

  createDataChannel(_name: string, { id }: { id: number }): FakeChannel {
    const channel = new FakeChannel()
    this.channels.set(id, channel)
    return channel
  }

  getConfiguration(): RTCConfiguration {
    return {}
  }

  setConfiguration(): void {}

  async createOffer(): Promise<RTCSessionDescriptionInit> {
    return { type: 'offer', sdp: this.#sdp() }
  }

  async createAnswer(): Promise<RTCSessionDescriptionInit> {
    return { type: 'answer', sdp: this.#sdp() }
  }

  async getStats(): Promise<readonly StatsEntry[]> {
    return this.stats
  }

  async setLocalDescription({ type, sdp }: RTCSessionDescriptionInit): Promise<void> {
    this.localDescription = { sdp: sdp ?? '' }
    this.signalingState = type === 'offer' ? 'have-local-offer' : 'stable'
    this.#settle()
    if (type === 'answer') this.network.meet(this)
    const candidate = { candidate: 'host', usernameFragment: `frag-${this.session}` }
    // Gathering tells later than setLocalDescription settles.
    setImmediate(() => this.onicecandidate?.({ candidate: { toJSON: () => candidate } }))
  }

  async setRemoteDescription({ type, sdp }: { type: string; sdp: string }): Promise<void> {
    if (type === 'answer' && this.signalingState !== 'have-local-offer') throw new Error('an answer to no offer')
    this.remoteSession = /^o=- (\S+)/m.exec(sdp)?.[1]
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable'
    this.#remoteDescription = { sdp }
    this.#settle()
    const isNew = this.transceivers.length === 0
    if (isNew) for (const kind of ['audio', 'video'] as const) this.#add(kind, null)
    for (const { receiver } of this.transceivers) this.ontrack?.({ track: receiver.track })
    if (type === 'answer') this.network.meet(this)
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    this.candidates.push(candidate)
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state
    this.onconnectionstatechange?.()
  }

  close(): void {
    this.closed = true
    for (const channel of this.channels.values()) channel.close()
  }

  /** What both sides agreed on comes into force. */
  #settle(): void {
    if (this.signalingState !== 'stable') return
    this.currentLocalDescription = this.localDescription
    this.currentRemoteDescription = this.#remoteDescription
  }

  #add(kind: 'audio' | 'video', track: FakeTrack | null): void {
    const sender: FakeSender = {
      track,
      encodings: [{}],
      setStreams: () => {},
      replaceTrack: async (next) => {
        sender.track = next
      },
      getParameters: () => ({ encodings: sender.encodings }),
      setParameters: async ({ encodings }) => {
        sender.encodings = encodings
      },
    }
    this.transceivers.push({ direction: 'recvonly', receiver: { track: new FakeTrack(kind, 'remote') }, sender })
  }

  #sdp(): string {
    const lines = [
      'v=0',
      `o=- ${this.session} ${++this.#version} IN IP4 0.0.0.0`,
      `a=ice-ufrag:frag-${this.session}`,
      `a=fingerprint:sha-256 ${fakeFingerprint(this.session)}`,
    ]
    return `${lines.join('\r\n')}\r\n`
  }
}

/** The fingerprint of a certificate that is told apart by its number. */
export function fakeFingerprint(certificate: string): string {
  return Array.from({ length: 32 }, () => certificate.padStart(2, '0')).join(':')
}
