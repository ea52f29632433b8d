import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Helper } from './helper.ts'

/** Samples a second. The ringtone has nothing above half of it. */
const rate = 16_000
const bytesPerSample = 2

/** Loudness (RMS, 0 to 1) of one window. */
export interface Window {
  /** By this machine's clock. */
  from: number
  rms: number
}

/**
 * A sound card of the test's own: PulseAudio with a null sink, and a recorder at its monitor. What browsers that are
 * started with `environment` send to the speakers is heard here, and nothing else is.
 */
export class SoundCard {
  readonly #directory: string
  readonly #samples: Int16Array[] = []
  #recorded = 0
  /** The instant of the first sample, as the chunk tells it that was handed on soonest: none is early. */
  #beganAt = Number.POSITIVE_INFINITY
  #isStopped = false
  #service: Helper | undefined
  #recorder: Helper | undefined

  private constructor(directory: string) {
    this.#directory = directory
  }

  static async start(): Promise<SoundCard> {
    const card = new SoundCard(await mkdtemp(join(tmpdir(), 'praktik-sound-')))
    try {
      await card.#start()
    } catch (error) {
      await card.stop()
      throw error
    }
    return card
  }

  /** For the browser's process. */
  get environment(): Record<string, string> {
    return { PULSE_SERVER: `unix:${this.#directory}/native` }
  }

  /** The instant up to which everything is recorded. */
  get heardUntil(): number {
    return this.#beganAt + (this.#recorded / rate) * 1000
  }

  /** The loudness in consecutive windows from `from` to `to`, both by this machine's clock, every `step` milliseconds. */
  windows(from: number, to: number, length: number, step = length): Window[] {
    const all = this.#all()
    const windows: Window[] = []
    for (let at = from; at + length <= Math.min(to, this.heardUntil); at += step) {
      const first = Math.max(0, Math.round(((at - this.#beganAt) / 1000) * rate))
      const samples = all.subarray(first, first + Math.round((length / 1000) * rate))
      windows.push({ from: at, rms: rms(samples) })
    }
    return windows
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#recorder?.stop()
    await this.#service?.stop()
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #start(): Promise<void> {
    const home = { HOME: this.#directory, XDG_RUNTIME_DIR: this.#directory, PULSE_RUNTIME_PATH: this.#directory }
    const modules = [
      'module-null-sink sink_name=speakers rate=48000 channels=2',
      `module-native-protocol-unix socket=${this.#directory}/native auth-anonymous=1`,
    ]
    const options = ['-n', '--daemonize=no', '--use-pid-file=no', '--disable-shm=yes', '--exit-idle-time=-1']
    const load = modules.flatMap((module) => ['-L', module])
    this.#service = Helper.start('pulseaudio', [...options, ...load], { environment: home })
    await this.#service.ready(this.#answers(home))
    await this.#record(home)
  }

  /** pactl waits for a server that is not there yet no longer than an instant, so it is asked until it has an answer. */
  async #answers(home: Record<string, string>): Promise<void> {
    while (!this.#isStopped) {
      const pactl = Helper.start('pactl', ['info'], { environment: { ...home, ...this.environment } })
      if ((await pactl.ended) === 0) return
    }
  }

  async #record(home: Record<string, string>): Promise<void> {
    const first = Promise.withResolvers<void>()
    let odd = Buffer.alloc(0)
    const onBytes = (bytes: Buffer) => {
      const whole = Buffer.concat([odd, bytes])
      const count = Math.floor(whole.length / bytesPerSample)
      odd = whole.subarray(count * bytesPerSample)
      if (count === 0) return
      const samples = new Int16Array(count)
      for (let index = 0; index < count; ++index) samples[index] = whole.readInt16LE(index * bytesPerSample)
      this.#samples.push(samples)
      this.#recorded += count
      this.#beganAt = Math.min(this.#beganAt, Date.now() - (this.#recorded / rate) * 1000)
      first.resolve()
    }
    const format = ['--format=s16le', `--rate=${rate}`, '--channels=1', '--raw', '--latency-msec=20']
    this.#recorder = Helper.start('parec', ['--device=speakers.monitor', ...format], {
      environment: { ...home, ...this.environment },
      onBytes,
    })
    await this.#recorder.ready(first.promise)
  }

  #all(): Int16Array {
    const all = new Int16Array(this.#recorded)
    let at = 0
    for (const samples of this.#samples) {
      all.set(samples, at)
      at += samples.length
    }
    this.#samples.splice(0, this.#samples.length, all)
    return all
  }
}

function rms(samples: Int16Array): number {
  let sum = 0
  for (const sample of samples) sum += (sample / 32_768) ** 2
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
}
