import { Chat } from './chat'
import { limitsOf } from './ladder'
import { LinkHealth } from './link-health'
import type { LocalMedia } from './local-media'
import type { Description, LinkState } from './negotiation'
import { Observable } from './observable'
import { Outgoing, type OutgoingDeps } from './outgoing'
import { PeerLink, type PeerLinkDeps, type SignalData } from './peer-link'
import { SILENCE_MS } from './pulse'
import type { ScreenShare } from './screen-share'
import { securityCode } from './security-code'
import type { SendingState } from './sending'
import { StillPicture } from './still-picture'
import { VoiceFirst } from './voice-first'

/**
 * `preview`: only the own picture, nothing is sent. `joining`: attach is on its way. `connecting`: attached, no media yet.
 * `connected`. `reconnecting`: media flowed before. `taken_over`: another page of this person has the call.
 * `ended`: over for this page. The last two hold no track.
 */
export type CallPhase = 'preview' | 'joining' | 'connecting' | 'connected' | 'reconnecting' | 'taken_over' | 'ended'

export interface CallSessionState {
  readonly phase: CallPhase
  /** Local clock, milliseconds: when this phase began; `reconnecting` begins with the silence that was noticed later. */
  readonly since: number
  /** The other side's page is attached. */
  readonly peerPresent: boolean
  readonly remote?: MediaStream
  /** Whether the other side has its camera and microphone on; absent while that is not known. */
  readonly remoteSending?: SendingState
  /** The own screen is sent in the camera's place: what spares a face would make its letters unreadable. */
  readonly sharesScreen: boolean
  /** The own picture is held back so that the voice stays clear on a poor link. */
  readonly isPicturePaused?: true
  /** The other side's picture stands still, although the connection lives. */
  readonly isRemoteStill?: true
  /** Local clock, milliseconds: when media flowed for the first time. */
  readonly connectedAt?: number
}

/** The part of the live client that a call needs (live/client.ts has it). */
export interface Signalling {
  send(frame: SignallingFrame): boolean
  on<Op extends keyof SignallingFrames>(op: Op, listener: (frame: SignallingFrames[Op]) => void): () => void
  onConnection(listener: (state: { readonly status: string }) => void): () => void
  /** Looks at once whether the socket still reaches the server. */
  networkChanged(): void
}

export type SignallingFrame =
  | { op: 'attach'; call: string }
  | { op: 'signal'; call: string; to?: string; data: Record<string, unknown> }

export interface SignallingFrames {
  attached: { call: string; polite: boolean; page: string; peer?: string }
  detached: { call: string; reason: 'taken_over' | 'call_over' }
  peer: { call: string; present: boolean; page: string }
  signal: { call: string; data: Record<string, unknown> }
  error: { code: string; re?: string }
}

export interface CallSessionDeps
  extends Omit<PeerLinkDeps, 'send' | 'channels' | 'onChange'>,
    Pick<OutgoingDeps, 'mix'> {
  readonly live: Signalling
  readonly media: LocalMedia
  readonly screen: ScreenShare
  /** A name that no other page has, see Chat. */
  readonly pageName: string
  now(): number
  /** Calls back when the browser says that the network is back or another one; returns what ends that. */
  onOnline(listener: () => void): () => void
  /** Keeps the screen on until the returned function is called. */
  holdScreen(): () => void
}

/**
 * One call on this page, from the preview to the end: binds the page to the call over the socket, again after every
 * reconnect, and runs the peer connection. It owns `media` and `screen`: whatever ends the call here stops every track.
 */
export class CallSession extends Observable<CallSessionState> {
  readonly callId: string
  readonly media: LocalMedia
  readonly screen: ScreenShare
  readonly chat: Chat
  /** How the connection does while media flows. */
  readonly health: LinkHealth
  readonly #deps: CallSessionDeps
  readonly #outgoing: Outgoing
  readonly #still = new StillPicture()
  #link: PeerLink | undefined
  #voiceFirst: VoiceFirst | undefined
  #attached = false
  #endListening = () => {}
  #releaseScreen = () => {}

  constructor(callId: string, deps: CallSessionDeps) {
    super({ phase: 'preview', since: deps.now(), peerPresent: false, sharesScreen: false })
    this.callId = callId
    this.media = deps.media
    this.screen = deps.screen
    this.chat = new Chat({ page: deps.pageName, now: deps.now })
    this.#outgoing = new Outgoing(deps)
    this.health = new LinkHealth({
      inspect: async () => this.#link?.inspect(),
      codeOf: securityCode,
      setTimer: deps.setTimer,
    })
    this.#deps = deps
    this.health.onMeasured((measured) => this.change({ isRemoteStill: this.#still.look(measured) || undefined }))
  }

  /** Opens camera and microphone for the own eyes. */
  preview(): Promise<void> {
    return this.media.open()
  }

  /** Takes part: attaches now, or as soon as there is a connection, and takes over from another page. */
  join(): void {
    if (this.#link !== undefined || this.state.phase === 'ended') return
    this.#enter('joining')
    this.#releaseScreen = this.#deps.holdScreen()
    this.#link = new PeerLink(
      {
        ...this.#deps,
        send: (data, to) => void this.#deps.live.send({ op: 'signal', call: this.callId, to, data: { ...data } }),
        channels: [this.chat],
        onChange: () => this.#linkChanged(),
      },
      this.#outgoing.stream(),
      this.#outgoing.sending(),
    )
    this.#voiceFirst = new VoiceFirst({
      health: this.health,
      now: this.#deps.now,
      onRung: () => this.#fit(),
    })
    this.#listen(this.#link)
  }

  /** After `taken_over`: opens the devices again and takes the call back to this page. */
  async takeBack(): Promise<void> {
    if (this.state.phase !== 'taken_over') return
    this.#enter('joining')
    await this.media.open()
    this.join()
  }

  /** The call is over, or the person leaves it on this page: everything stops at once. Safe to repeat. */
  end(): void {
    this.#leave('ended')
  }

  #listen(link: PeerLink): void {
    const { live, onOnline } = this.#deps
    const mine = <F extends { call: string }>(listener: (frame: F) => void) => {
      return (frame: F) => {
        if (frame.call === this.callId) listener(frame)
      }
    }
    const ends = [
      live.on(
        'attached',
        mine(({ polite, peer }) => this.#onAttached(link, polite, peer)),
      ),
      live.on(
        'peer',
        mine(({ present, page }) => this.#attached && link.tell({ type: 'peer', present, page })),
      ),
      live.on(
        'signal',
        mine(({ data }) => this.#attached && this.#onSignal(link, data)),
      ),
      live.on(
        'detached',
        mine(({ reason }) => this.#leave(reason === 'taken_over' ? 'taken_over' : 'ended')),
      ),
      live.on('error', (error) => error.re === 'attach' && this.#leave('ended')),
      this.media.subscribe(() => this.#send(link)),
      this.screen.subscribe(() => this.#send(link)),
      onOnline(() => link.tell({ type: 'online' })),
      live.onConnection(({ status }) => this.#onConnection(link, status)),
    ]
    this.#endListening = () => {
      for (const end of ends) end()
    }
  }

  #send(link: PeerLink): void {
    link.setMedia(this.#outgoing.stream())
    this.change({ sharesScreen: this.screen.state.stream !== undefined })
    this.#fit()
  }

  /** Sends as much of the picture as the link carries, and says what that is. */
  #fit(): void {
    const rung = this.#voiceFirst?.rung ?? 'full'
    const sending = this.#outgoing.sending(rung === 'voice')
    this.#link?.limitVideo(limitsOf(rung, this.state.sharesScreen ? 'screen' : 'camera'))
    this.#link?.setSending(sending)
    this.change({ isPicturePaused: sending.paused })
  }

  /** The server forgets the attachment of a lost socket, so every new connection attaches again. */
  #onConnection(link: PeerLink, status: string): void {
    if (status === 'open') {
      this.#deps.live.send({ op: 'attach', call: this.callId })
      return
    }
    this.#attached = false
    link.tell({ type: 'unattached' })
  }

  #onAttached(link: PeerLink, polite: boolean, peer: string | undefined): void {
    this.#attached = true
    link.tell({ type: 'attached', polite, ...(peer !== undefined && { peer }) })
  }

  #onSignal(link: PeerLink, data: Record<string, unknown>): void {
    const signal = readSignal(data)
    if (signal === undefined) return
    if ('description' in signal) link.tell({ type: 'description', description: signal.description })
    else link.tell({ type: 'candidate', candidate: signal.candidate })
  }

  #linkChanged(): void {
    const link = this.#link
    if (link === undefined) return
    this.change({ peerPresent: link.peerPresent, remote: link.remote, remoteSending: link.remoteSending })
    this.#enter(phaseOf(this.state, this.#attached, link.link), this.#deps.now() - (link.isSilent ? SILENCE_MS : 0))
  }

  #enter(phase: CallPhase, since = this.#deps.now()): void {
    if (phase === this.state.phase) return
    const first = phase === 'connected' && this.state.connectedAt === undefined
    const wasLost = this.state.phase === 'reconnecting'
    this.change({ phase, since, ...(first && { connectedAt: since }) })
    // Sound and picture know of a network that went, and of one that is back, before the socket does.
    if (wasLost || phase === 'reconnecting') this.#deps.live.networkChanged()
    if (phase === 'connected') {
      this.#voiceFirst?.connected()
      return this.health.start()
    }
    if (phase === 'reconnecting') this.#voiceFirst?.interrupted(since)
    this.health.stop()
    this.#still.forget()
    this.change({ isRemoteStill: undefined })
  }

  #leave(phase: 'taken_over' | 'ended'): void {
    if (this.state.phase === 'ended') return
    this.#endListening()
    this.#endListening = () => {}
    this.#releaseScreen()
    this.#releaseScreen = () => {}
    this.#link?.close()
    this.#link = undefined
    this.#voiceFirst?.end()
    this.#voiceFirst = undefined
    this.#attached = false
    this.screen.stop()
    this.media.stop()
    this.#outgoing.close()
    if (phase === 'ended') this.chat.forget()
    this.change({ remote: undefined, remoteSending: undefined, peerPresent: false })
    this.change({ sharesScreen: false, isPicturePaused: undefined })
    this.#enter(phase)
  }
}

function phaseOf(state: CallSessionState, attached: boolean, link: LinkState): CallPhase {
  if (link === 'connected') return 'connected'
  if (state.connectedAt !== undefined) return 'reconnecting'
  return attached ? 'connecting' : state.phase
}

/** What the other page said, if it is one of the two things a page may say. */
export function readSignal(data: Record<string, unknown>): SignalData | undefined {
  const { description, candidate } = data
  if (isRecord(description)) {
    const { type, sdp, answers } = description
    if ((type !== 'offer' && type !== 'answer') || typeof sdp !== 'string') return undefined
    const read: Description = { type, sdp, ...(typeof answers === 'string' && { answers }) }
    return { description: read }
  }
  return isRecord(candidate) && typeof candidate.candidate === 'string' ? { candidate } : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
