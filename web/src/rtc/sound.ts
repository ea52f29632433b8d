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
  /** Settles when the sound is on its way to the loudspeaker: true; or false when it will not be played. */
  readonly started: Promise<boolean>
  stop(): void
}

const nothingPlayed: Playback = { started: Promise.resolve(false), stop: () => {} }

/** How long the browser may think about resume() before the page says that the sound is blocked. */
const PATIENCE_MS = 400

/** The nodes of the one AudioContext: the ringtone has a volume of its own, and everything passes the analyser. */
interface Output {
  readonly context: AudioContext
  readonly analyser: AnalyserNode
  readonly ringtone: GainNode
  readonly samples: Float32Array<ArrayBuffer>
}

/** The choice of a loudspeaker (Audio Output Devices API, W3C); not every browser has it. */
type WithSink = AudioContext & { setSinkId?: (id: string) => Promise<void> }

/**
 * Everything that sounds on this page, through one AudioContext and one AnalyserNode before its output: what `level`
 * measures is what leaves the page. A blocked context goes on by itself at the next tap on the page that calls unlock().
 */
export class SoundEngine extends Observable<SoundState> {
  readonly #deps: SoundDeps
  readonly #buffers = new Map<SoundName, Promise<ArrayBuffer>>()
  #output: Output | undefined
  #ringtoneVolume = 1
  #sink = ''

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

  /**
   * Starts a sound. `loop` repeats it without a gap until it is stopped, also when the browser lets it out only later;
   * a sound that is played once is dropped then: late it would tell a lie. Never throws: no sound is worth a lost call.
   */
  play(name: SoundName, { loop = false } = {}): Playback {
    const output = this.#tryWake()
    if (output === undefined) return nothingPlayed
    let stopped = false
    let source: AudioBufferSourceNode | undefined
    if (loop) this.#deps.setAudioSession('playback')
    const allowed = this.unlock()
    const begin = async (): Promise<boolean> => {
      const buffer = await this.#decoded(name, output.context, loop)
      if (!loop && !(await allowed)) return false
      if (stopped || buffer === undefined) return false
      source = output.context.createBufferSource()
      source.buffer = buffer
      source.loop = loop
      source.connect(name === 'ringtone' ? output.ringtone : output.analyser)
      source.start()
      return true
    }
    return {
      started: begin().catch(() => false),
      stop: () => {
        stopped = true
        source?.stop()
        source?.disconnect()
        if (loop) this.#deps.setAudioSession('auto')
      },
    }
  }

  /** How loud the ringtone is, 0 to 1; also while it plays. */
  setRingtoneVolume(volume: number): void {
    this.#ringtoneVolume = volume
    if (this.#output !== undefined) this.#output.ringtone.gain.value = volume
  }

  /**
   * Sends everything to this loudspeaker from now on, by its device id; the empty id is the system's own choice. Settles
   * false when the browser cannot: the sound then goes where it went before.
   */
  async setSink(id: string): Promise<boolean> {
    this.#sink = id
    const context: WithSink | undefined = this.#output?.context
    if (context === undefined) return true
    return setSinkOf(context, id)
  }

  /** Root mean square of what the page sounds now, 0 to 1. */
  level(): number {
    if (this.#output === undefined || this.#output.context.state !== 'running') return 0
    return levelOf(this.#output.analyser, this.#output.samples)
  }

  /** Undefined where the machine has nothing to sound with. */
  #tryWake(): Output | undefined {
    try {
      return this.#wake()
    } catch {
      return undefined
    }
  }

  #wake(): Output {
    if (this.#output !== undefined) return this.#output
    const context = this.#deps.makeContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 8192
    analyser.connect(context.destination)
    const ringtone = context.createGain()
    ringtone.gain.value = this.#ringtoneVolume
    ringtone.connect(analyser)
    context.onstatechange = () => this.#look(false)
    // A loudspeaker that is gone leaves the system's own choice, which a new context has by itself.
    if (this.#sink !== '') void setSinkOf(context, this.#sink)
    this.#output = { context, analyser, ringtone, samples: new Float32Array(analyser.fftSize) }
    return this.#output
  }

  /** @param waited the browser had time to let the page sound. */
  #look(waited: boolean): void {
    const running = this.#output?.context.state === 'running'
    if (running) this.change({ status: 'running' })
    else if (waited || this.state.status === 'running') this.change({ status: 'blocked' })
  }

  /** Undefined when a sound that is played once could not be fetched or read; a loop has a plain tone instead. */
  async #decoded(name: SoundName, context: AudioContext, loop: boolean): Promise<AudioBuffer | undefined> {
    try {
      const bytes = await this.#bytes(name)
      return await context.decodeAudioData(bytes.slice(0))
    } catch {
      return loop ? plainTone(context) : undefined
    }
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

async function setSinkOf(context: WithSink, id: string): Promise<boolean> {
  if (context.setSinkId === undefined) return id === ''
  return context.setSinkId(id).then(
    () => true,
    () => false,
  )
}

/** Two seconds of an alternating tone: what rings when the sound's file cannot be had. */
function plainTone(context: AudioContext): AudioBuffer {
  const rate = context.sampleRate
  const buffer = context.createBuffer(1, 2 * rate, rate)
  const samples = buffer.getChannelData(0)
  for (let i = 0; i < samples.length; i++) {
    // Whole periods in each quarter of a second, so that no seam clicks.
    const frequency = Math.floor((4 * i) / rate) % 2 === 0 ? 880 : 1320
    samples[i] = 0.8 * Math.sin((2 * Math.PI * frequency * i) / rate)
  }
  return buffer
}
