import { Observable } from './observable'

export interface ScreenShareState {
  /** The screen's picture and, where the browser gives it, its sound; absent while nothing is shared. */
  readonly stream?: MediaStream
  /** The browser asks which screen, and has no answer yet. */
  readonly asking: boolean
  /** The last try failed for another reason than a no. */
  readonly failed: boolean
}

export interface ScreenShareDeps {
  /** Absent where the browser shares no screen, as on phones. */
  readonly capture: ((wish: DisplayMediaStreamOptions) => Promise<MediaStream>) | undefined
}

/** Options that TypeScript does not know yet (Screen Capture, W3C). */
type Wish = DisplayMediaStreamOptions & {
  readonly systemAudio: 'include' | 'exclude'
  readonly surfaceSwitching: 'include' | 'exclude'
}

const wish: Wish = {
  // A page to be read, not a film.
  video: { frameRate: { ideal: 15, max: 30 } },
  // What speech needs ruins music and the sound of a film.
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  // The machine's whole sound has the other side's own voice in it.
  systemAudio: 'exclude',
  surfaceSwitching: 'include',
}

/** The own screen, shared until it is stopped here or in the browser's own bar. It owns its tracks. */
export class ScreenShare extends Observable<ScreenShareState> {
  readonly #deps: ScreenShareDeps
  /** Counts start() and stop(): an answer to an earlier question is let go of. */
  #epoch = 0

  constructor(deps: ScreenShareDeps) {
    super({ asking: false, failed: false })
    this.#deps = deps
  }

  get isPossible(): boolean {
    return this.#deps.capture !== undefined
  }

  /** Asks which screen and shares it; needs a tap. Settles when the browser answered; a no is no failure. */
  async start(): Promise<void> {
    const { capture } = this.#deps
    if (capture === undefined || this.state.asking || this.state.stream !== undefined) return
    const epoch = ++this.#epoch
    this.change({ asking: true, failed: false })
    const answer = await capture(wish).catch((error: unknown) => (isNo(error) ? undefined : 'failed'))
    const stream = typeof answer === 'object' ? answer : undefined
    if (epoch !== this.#epoch) return stopAll(stream)
    this.change({ asking: false, failed: answer === 'failed' })
    if (stream !== undefined) this.#share(stream)
  }

  /** Safe to repeat. */
  stop(): void {
    this.#epoch++
    const { stream } = this.state
    this.change({ stream: undefined, asking: false })
    stopAll(stream)
  }

  #share(stream: MediaStream): void {
    for (const picture of stream.getVideoTracks()) {
      // Sharp letters rather than smooth movement.
      picture.contentHint = 'detail'
      // Not fired by our own stop(): the browser's bar, or the window is gone.
      picture.onended = () => this.stop()
    }
    this.change({ stream })
  }
}

function isNo(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotAllowedError'
}

function stopAll(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) {
    track.onended = null
    track.stop()
  }
}
