import { Observable } from './observable'
import { DEFAULT_OUTPUT, OutputChoice, type OutputDeps, type OutputState } from './output-choice'
import type { SoundEngine } from './sound'

/** The softest ringtone that can be chosen, as an amplitude from 0 to 1: still heard across a room, never silent. */
export const VOLUME_LEAST = 0.2

export interface RingtoneState extends OutputState {
  /** Amplitude of the ringtone, VOLUME_LEAST to 1. */
  readonly volume: number
}

export interface RingtoneSettingsDeps extends OutputDeps {
  readonly sound: Pick<SoundEngine, 'setRingtoneVolume' | 'setSink'>
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined
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

/** How loud the ringtone is and where it plays, remembered by this browser. */
export class RingtoneSettings extends Observable<RingtoneState> {
  readonly #deps: RingtoneSettingsDeps
  readonly #loudspeaker: OutputChoice

  constructor(deps: RingtoneSettingsDeps) {
    const { volume, output } = read(deps.storage)
    const loudspeaker = new OutputChoice(deps, output, (id) => deps.sound.setSink(id))
    super({ ...loudspeaker.state, volume })
    this.#deps = deps
    this.#loudspeaker = loudspeaker
    loudspeaker.subscribe(() => this.change(loudspeaker.state))
  }

  get canChooseOutput(): boolean {
    return this.#deps.canChooseOutput
  }

  /** Puts into force what was remembered. Call it once, at the page's start. */
  apply(): void {
    this.#deps.sound.setRingtoneVolume(this.state.volume)
    this.#loudspeaker.apply()
  }

  setVolume(volume: number): void {
    this.change({ volume: clamp(volume) })
    this.#deps.sound.setRingtoneVolume(this.state.volume)
    this.#remember()
  }

  async chooseOutput(id: string): Promise<void> {
    const chosen = this.#loudspeaker.choose(id)
    this.#remember()
    await chosen
  }

  /** Looks which loudspeakers there are, now and whenever that changes. */
  listOutputs(): void {
    this.#loudspeaker.list()
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
