import type { Inspection } from './link-health'
import { type Deed, type Description, type Happening, initialNegotiation, type Negotiation, step } from './negotiation'
import { newestPacket, Pulse } from './pulse'
import { offerName, originOf } from './sdp'
import { isSteady, SendingChannel, type SendingState } from './sending'
import { type SideChannel, SideChannels } from './side-channels'
import { limitSender, sendWholePicture, type VideoLimits } from './video-limits'
import { preferVoice } from './voice-priority'

/** What two pages say to each other through the server. */
export type SignalData = { readonly description: Description } | { readonly candidate: RTCIceCandidateInit }

export interface PeerLinkDeps {
  makeConnection(configuration: RTCConfiguration): RTCPeerConnection
  makeStream(tracks: MediaStreamTrack[]): MediaStream
  /** Fresh servers for one connection or one ICE restart. Must settle soon and never reject. */
  iceServers(): Promise<RTCIceServer[]>
  send(data: SignalData, to: string): void
  /** Calls back once after `ms`; returns what cancels it. */
  setTimer(callback: () => void, ms: number): () => void
  /** What the two pages exchange directly besides; opened anew on each connection. */
  readonly channels: readonly SideChannel[]
  /** `link`, `remote` or `remoteSending` may have changed. */
  onChange(): void
}

/**
 * Does what negotiation.ts says with real RTCPeerConnections, one after another. Happenings wait in line and are handled
 * one at a time, so that no decision meets a half-done deed. A deed that fails is left to the watchdog.
 */
export class PeerLink {
  readonly #deps: PeerLinkDeps
  readonly #timers = new Map<string, () => void>()
  #negotiation: Negotiation = initialNegotiation
  #connection: RTCPeerConnection | undefined
  #pulse: Pulse | undefined
  #remote: MediaStream | undefined
  #media: MediaStream
  readonly #sending: SendingChannel
  readonly #channels: SideChannels
  #limits: VideoLimits | undefined
  #line: Promise<void> = Promise.resolve()
  #closed = false

  /** @param media what to send; may be empty. */
  constructor(deps: PeerLinkDeps, media: MediaStream, sending: SendingState) {
    this.#deps = deps
    this.#media = media
    this.#sending = new SendingChannel(sending, () => deps.onChange())
    this.#channels = new SideChannels([this.#sending, ...deps.channels])
  }

  get link(): Negotiation['link'] {
    return this.#negotiation.link
  }

  get peerPresent(): boolean {
    return this.#negotiation.peer !== undefined
  }

  /** Nothing has come for SILENCE_MS or longer. */
  get isSilent(): boolean {
    return this.#pulse?.isSilent ?? false
  }

  /** What comes from the other side; a new object for each connection. */
  get remote(): MediaStream | undefined {
    return this.#remote
  }

  /** What the other side says that it sends; undefined until it said so, and from clients that do not. */
  get remoteSending(): SendingState | undefined {
    return this.#sending.remote
  }

  tell(happening: Happening): void {
    this.#line = this.#line.then(() => this.#handle(happening))
  }

  /** Sends other tracks from now on, without a new negotiation. */
  setMedia(media: MediaStream): void {
    this.#media = media
    this.#line = this.#line.then(() => this.#placeMedia(false))
  }

  /** Sends no more of the own picture than this from now on, on every connection, until other limits are given. */
  limitVideo(limits: VideoLimits): void {
    if (limits === this.#limits) return
    this.#limits = limits
    this.#line = this.#line.then(() => this.#tuneSenders())
  }

  /** Tells the other side what is sent from now on. */
  setSending(sending: SendingState): void {
    this.#sending.set(sending)
  }

  /** Looks at the connection that runs now; undefined when there is none. */
  async inspect(): Promise<Inspection | undefined> {
    const connection = this.#connection
    if (connection === undefined) return undefined
    const report = await connection.getStats()
    const [localSdp = '', remoteSdp = ''] = [
      connection.currentLocalDescription?.sdp,
      connection.currentRemoteDescription?.sdp,
    ]
    return this.#connection === connection ? { connection, report, localSdp, remoteSdp } : undefined
  }

  /** Ends everything at once, whatever still waits in line. */
  close(): void {
    this.#closed = true
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    this.#dropConnection()
  }

  async #handle(happening: Happening): Promise<void> {
    if (this.#closed) return
    const { state, deeds } = step(this.#negotiation, happening)
    this.#negotiation = state
    this.#deps.onChange()
    for (const deed of deeds) {
      try {
        await this.#carryOut(deed)
      } catch {
        // The browser refused a description or was too late for it; the watchdog replaces the connection.
      }
    }
  }

  async #carryOut(deed: Deed): Promise<void> {
    if (this.#closed) return
    switch (deed.do) {
      case 'arm':
        this.#cancel(deed.timer)
        this.#timers.set(
          deed.timer,
          this.#deps.setTimer(() => this.tell({ type: 'timer', name: deed.timer }), deed.ms),
        )
        return
      case 'disarm':
        return this.#cancel(deed.timer)
      case 'build':
        return this.#build(deed.withMedia)
      case 'offer':
        return this.#offer(deed.to, deed.restart)
      case 'answer':
        return this.#answer(deed.to, deed.description)
      case 'applyAnswer':
        await this.#connection?.setRemoteDescription(deed.description)
        return this.#tuneSenders()
      case 'addCandidate':
        return this.#connection?.addIceCandidate(deed.candidate)
    }
  }

  #cancel(timer: string): void {
    this.#timers.get(timer)?.()
    this.#timers.delete(timer)
  }

  async #build(withMedia: boolean): Promise<void> {
    this.#dropConnection()
    const iceServers = await this.#deps.iceServers()
    if (this.#closed) return
    const connection = this.#deps.makeConnection({ iceServers, bundlePolicy: 'max-bundle' })
    this.#connection = connection
    this.#listen(connection, this.#negotiation.generation)
    if (!withMedia) return
    this.#channels.openOn(connection)
    // Both kinds always: a camera that comes later needs no new negotiation.
    for (const kind of ['audio', 'video'] as const) {
      connection.addTransceiver(trackOf(this.#media, kind) ?? kind, { direction: 'sendrecv', streams: [this.#media] })
    }
  }

  #listen(connection: RTCPeerConnection, generation: number): void {
    connection.onconnectionstatechange = () =>
      this.tell({ type: 'link', generation, state: connection.connectionState })
    connection.onnegotiationneeded = () => this.tell({ type: 'negotiationNeeded', generation })
    connection.onicecandidate = ({ candidate }) => {
      const { peer } = this.#negotiation
      if (candidate !== null && peer !== undefined) this.#deps.send({ candidate: candidate.toJSON() }, peer)
    }
    this.#pulse = new Pulse({
      newest: () => newestPacket(connection),
      isExpected: () => this.remoteSending !== undefined && isSteady(this.remoteSending),
      setTimer: this.#deps.setTimer,
      onChange: (beats) => {
        this.tell({ type: 'pulse', generation, beats })
        if (beats) this.#line = this.#line.then(() => this.#sendWholePicture())
      },
    })
    const remote = this.#deps.makeStream([])
    connection.ontrack = ({ track }) => {
      remote.addTrack(track)
      // Until here the last picture of an earlier connection stays on the screen.
      this.#remote = remote
      this.#deps.onChange()
    }
  }

  async #offer(to: string, restart: boolean): Promise<void> {
    const connection = this.#connection
    if (connection === undefined) return
    if (restart) {
      const iceServers = await this.#deps.iceServers()
      if (this.#closed) return
      connection.setConfiguration({ ...connection.getConfiguration(), iceServers })
    }
    await connection.setLocalDescription(await connection.createOffer({ iceRestart: restart }))
    const sdp = connection.localDescription?.sdp ?? ''
    const origin = originOf(sdp)
    if (this.#closed || origin === undefined) return
    this.#negotiation = step(this.#negotiation, { type: 'offered', origin }).state
    this.#deps.send({ description: { type: 'offer', sdp } }, to)
  }

  async #answer(to: string, offer: Description): Promise<void> {
    const connection = this.#connection
    const origin = originOf(offer.sdp)
    if (connection === undefined || origin === undefined) return
    await connection.setRemoteDescription(offer)
    // Only now: what is added before the offer is known would make an offer of its own.
    this.#channels.openOn(connection)
    await this.#placeMedia(true)
    await this.#tuneSenders()
    await connection.setLocalDescription(await connection.createAnswer())
    if (this.#closed) return
    const sdp = connection.localDescription?.sdp ?? ''
    this.#deps.send({ description: { type: 'answer', sdp, answers: offerName(origin) } }, to)
  }

  async #placeMedia(negotiating: boolean): Promise<void> {
    for (const transceiver of this.#connection?.getTransceivers() ?? []) {
      if (this.#closed) return
      const { sender, receiver } = transceiver
      if (negotiating) {
        transceiver.direction = 'sendrecv'
        // The stream's id is what keeps lips and voice together at the other end.
        sender.setStreams?.(this.#media)
      }
      await sender.replaceTrack(trackOf(this.#media, receiver.track.kind) ?? null).catch(() => {})
    }
  }

  async #tuneSenders(): Promise<void> {
    const limits = this.#limits
    for (const { sender, receiver } of this.#connection?.getTransceivers() ?? []) {
      if (receiver.track.kind === 'audio') await preferVoice(sender)
      else if (limits !== undefined) await limitSender(sender, limits)
    }
  }

  async #sendWholePicture(): Promise<void> {
    for (const { sender, receiver } of this.#connection?.getTransceivers() ?? []) {
      if (receiver.track.kind === 'video') await sendWholePicture(sender, this.#limits)
    }
  }

  #dropConnection(): void {
    const connection = this.#connection
    this.#channels.drop()
    this.#pulse?.stop()
    this.#connection = undefined
    if (connection === undefined) return
    connection.onconnectionstatechange = null
    connection.onnegotiationneeded = null
    connection.onicecandidate = null
    connection.ontrack = null
    connection.close()
  }
}

function trackOf(stream: MediaStream, kind: string): MediaStreamTrack | undefined {
  return stream.getTracks().find((track) => track.kind === kind)
}
