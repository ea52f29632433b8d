import type { DeviceEntry } from './devices'
import { Observable } from './observable'
import type { SoundEngine } from './sound'

/** The softest ringtone that can be chosen, as an amplitude from 0 to 1: still heard across a room, never silent. */
export const VOLUME_LEAST = 0.2

/** The device id of the system's own choice (Audio Output Devices API, W3C). */
export const DEFAULT_OUTPUT = ''

export interface RingtoneState {
  /** Amplitude of the ringtone, VOLUME_LEAST to 1. */
  readonly volume: number
  /** The chosen loudspeaker's device id. */
  readonly output: string
  /** The loudspeakers there are, as far as the browser tells; empty until it was asked or where it does not tell. */
  readonly outputs: readonly DeviceEntry[]
  /** The chosen loudspeaker is not there now: the ringtone plays on the system's own. */
  readonly outputGone: boolean
}

export interface RingtoneSettingsDeps {
  readonly sound: Pick<SoundEngine, 'setRingtoneVolume' | 'setSink'>
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined
  /** Whether this browser can send sound to a chosen loudspeaker. */
  readonly canChooseOutput: boolean
  /** The loudspeakers with their ids; none before the browser may tell. */
  listOutputs(): Promise<readonly DeviceEntry[]>
  /** Calls back when a device was plugged in or out; returns what ends that. */
  onDeviceChange(listener: () => void): () => void
}

const storageKey = 'praktik.ringtone'

function clamp(volume: number): number {
  return Math.min(1, Math.max(VOLUME_LEAST, volume))
}

/** What was chosen in this browser before; anything unreadable is as if nothing had been. */
function read(storage: RingtoneSettingsDeps['storage']): { volume: number; output: string } {
  try {
    const value: unknown = JSON.parse(storage?.getItem(storageKey) ?? '{}')
    const { volume, output } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
    return {
      volume: typeof volume === 'number' && Number.isFinite(volume) ? clamp(volume) : 1,
      output: typeof output === 'string' ? output : DEFAULT_OUTPUT,
    }
  } catch {
    return { volume: 1, output: DEFAULT_OUTPUT }
  }
}

/**
 * How loud the ringtone is and where it plays, remembered by this browser. A chosen loudspeaker that is unplugged is
 * replaced by the system's own until it is back: a ring must be heard somewhere.
 */
export class RingtoneSettings extends Observable<RingtoneState> {
  readonly #deps: RingtoneSettingsDeps
  #isWatching = false

  constructor(deps: RingtoneSettingsDeps) {
    super({ ...read(deps.storage), outputs: [], outputGone: false })
    this.#deps = deps
  }

  get canChooseOutput(): boolean {
    return this.#deps.canChooseOutput
  }

  /** Puts into force what was remembered. Call it once, at the page's start. */
  apply(): void {
    this.#deps.sound.setRingtoneVolume(this.state.volume)
    if (this.state.output === DEFAULT_OUTPUT || !this.canChooseOutput) return
    this.#watch()
    void this.#look()
  }

  setVolume(volume: number): void {
    this.change({ volume: clamp(volume) })
    this.#deps.sound.setRingtoneVolume(this.state.volume)
    this.#remember()
  }

  async chooseOutput(id: string): Promise<void> {
    this.change({ output: id })
    this.#remember()
    await this.#look()
  }

  /** Looks which loudspeakers there are, now and whenever that changes. */
  listOutputs(): void {
    if (!this.canChooseOutput) return
    this.#watch()
    void this.#look()
  }

  #watch(): void {
    if (this.#isWatching) return
    this.#isWatching = true
    this.#deps.onDeviceChange(() => void this.#look())
  }

  async #look(): Promise<void> {
    const outputs = await this.#deps.listOutputs()
    const { output } = this.state
    // A browser that tells no devices may know the chosen one all the same: it is tried.
    const isMissing = outputs.length > 0 && output !== DEFAULT_OUTPUT && !outputs.some(({ id }) => id === output)
    const taken = !isMissing && (await this.#deps.sound.setSink(output))
    if (output !== this.state.output) return
    if (!taken) await this.#deps.sound.setSink(DEFAULT_OUTPUT)
    this.change({ outputs, outputGone: !taken })
  }

  #remember(): void {
    const { volume, output } = this.state
    try {
      this.#deps.storage?.setItem(storageKey, JSON.stringify({ volume, output }))
    } catch {
      // A full or forbidden storage costs only the memory of the choice.
    }
  }
}
