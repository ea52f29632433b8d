import { levelOf } from './level-meter'
import { Observable } from './observable'

export type SoundName = 'ringtone' | 'ringback' | 'chime' | 'ended'

export interface SoundState {
  /**
   * `asleep`: nothing was played yet. `blocked`: the browser wants a tap before it lets this page sound. `running`.
   */
  readonly status: 'asleep' | 'blocked' | 'running'
}

export interface SoundDeps {
  makeContext(): AudioContext
  /** The bytes of /sounds/NAME.wav. */
  load(name: SoundName): Promise<ArrayBuffer>
  /** "playback" lets an iPhone ring with its silent switch on; where there is no such thing, nothing happens. */
  setAudioSession(type: 'playback' | 'auto'): void
  /** Calls back once after `ms`; returns what cancels it. */
  setTimer(callback: () => void, ms: number): () => void
}

/** A sound that was started. It sounds from when it is loaded and the browser lets it, until it is over or stopped. */
export interface Playback {
  stop(): void
}

/** How long the browser may think about resume() before the page says that the sound is blocked. */
const PATIENCE_MS = 400

/**
 * Everything that sounds on this page, through one AudioContext and one AnalyserNode before its output: what `level`
 * measures is what leaves the page. A blocked context goes on by itself at the next tap on the page that calls unlock().
 */
export class SoundEngine extends Observable<SoundState> {
  readonly #deps: SoundDeps
  readonly #buffers = new Map<SoundName, Promise<ArrayBuffer>>()
  #output: { context: AudioContext; analyser: AnalyserNode; samples: Float32Array<ArrayBuffer> } | undefined

  constructor(deps: SoundDeps) {
    super({ status: 'asleep' })
    this.#deps = deps
  }

  /** Fetches a sound before it is needed. */
  preload(name: SoundName): void {
    this.#bytes(name).catch(() => {})
  }

  /** The page's AudioContext; made when first asked for. */
  get context(): AudioContext {
    return this.#wake().context
  }

  /** Lets the page sound from now on. Call it in a tap; settles true when it worked. */
  async unlock(): Promise<boolean> {
    const context = this.#tryWake()?.context
    if (context === undefined) return false
    await Promise.race([
      context.resume().catch(() => {}),
      new Promise<void>((resolve) => void this.#deps.setTimer(resolve, PATIENCE_MS)),
    ])
    this.#look(true)
    return context.state === 'running'
  }

  /** Starts a sound; `loop` repeats it without a gap until it is stopped. Never throws: no sound is worth a lost call. */
  play(name: SoundName, { loop = false } = {}): Playback {
    const output = this.#tryWake()
    if (output === undefined) return { stop: () => {} }
    const { context, analyser } = output
    let stopped = false
    let source: AudioBufferSourceNode | undefined
    if (loop) this.#deps.setAudioSession('playback')
    void this.unlock()
    this.#bytes(name)
      .then((bytes) => context.decodeAudioData(bytes.slice(0)))
      .then((buffer) => {
        if (stopped) return
        source = context.createBufferSource()
        source.buffer = buffer
        source.loop = loop
        source.connect(analyser)
        source.start()
      })
      .catch(() => {
        // The sound could not be fetched or read: the page goes on in silence and `level` says so.
      })
    return {
      stop: () => {
        stopped = true
        source?.stop()
        source?.disconnect()
        if (loop) this.#deps.setAudioSession('auto')
      },
    }
  }

  /** Root mean square of what the page sounds now, 0 to 1. */
  level(): number {
    if (this.#output === undefined || this.#output.context.state !== 'running') return 0
    return levelOf(this.#output.analyser, this.#output.samples)
  }

  /** Undefined where the machine has nothing to sound with. */
  #tryWake(): { context: AudioContext; analyser: AnalyserNode } | undefined {
    try {
      return this.#wake()
    } catch {
      return undefined
    }
  }

  #wake(): { context: AudioContext; analyser: AnalyserNode } {
    if (this.#output !== undefined) return this.#output
    const context = this.#deps.makeContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 8192
    analyser.connect(context.destination)
    context.onstatechange = () => this.#look(false)
    this.#output = { context, analyser, samples: new Float32Array(analyser.fftSize) }
    return this.#output
  }

  /** @param waited the browser had time to let the page sound. */
  #look(waited: boolean): void {
    const running = this.#output?.context.state === 'running'
    if (running) this.change({ status: 'running' })
    else if (waited || this.state.status === 'running') this.change({ status: 'blocked' })
  }

  #bytes(name: SoundName): Promise<ArrayBuffer> {
    const known = this.#buffers.get(name)
    if (known !== undefined) return known
    const loading = this.#deps.load(name)
    this.#buffers.set(name, loading)
    // A failed fetch is forgotten, so that the next ring tries again.
    loading.catch(() => this.#buffers.delete(name))
    return loading
  }
}
