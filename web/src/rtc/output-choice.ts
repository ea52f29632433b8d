import type { DeviceEntry } from './devices'
import { Observable } from './observable'

/** The device id of the system's own choice (Audio Output Devices API, W3C). */
export const DEFAULT_OUTPUT = ''

export interface OutputState {
  /** The chosen loudspeaker's device id. */
  readonly output: string
  /** The loudspeakers there are, as far as the browser tells; empty until it was asked or where it does not tell. */
  readonly outputs: readonly DeviceEntry[]
  /** The chosen loudspeaker is not there now: the sound comes from the system's own. */
  readonly outputGone: boolean
}

export interface OutputDeps {
  /** Whether this browser can send sound to a chosen loudspeaker. */
  readonly canChooseOutput: boolean
  /** The loudspeakers with their ids; none before the browser may tell. */
  listOutputs(): Promise<readonly DeviceEntry[]>
  /** Calls back when a device was plugged in or out; returns what ends that. */
  onDeviceChange(listener: () => void): () => void
}

/**
 * Which loudspeaker one kind of sound comes from. A chosen one that is unplugged is replaced by the system's own until
 * it is back: what is meant to be heard must be heard somewhere.
 */
export class OutputChoice extends Observable<OutputState> {
  readonly #deps: OutputDeps
  readonly #setSink: (id: string) => Promise<boolean>
  #isWatching = false

  /** @param setSink sends the sound there; false when it cannot go there. */
  constructor(deps: OutputDeps, output: string, setSink: (id: string) => Promise<boolean>) {
    super({ output, outputs: [], outputGone: false })
    this.#deps = deps
    this.#setSink = setSink
  }

  /** Puts into force what was chosen before. */
  apply(): void {
    if (this.state.output !== DEFAULT_OUTPUT) this.list()
  }

  async choose(id: string): Promise<void> {
    this.change({ output: id })
    await this.#look()
  }

  /** Looks which loudspeakers there are, now and whenever that changes. */
  list(): void {
    if (!this.#deps.canChooseOutput) return
    if (!this.#isWatching) this.#deps.onDeviceChange(() => void this.#look())
    this.#isWatching = true
    void this.#look()
  }

  async #look(): Promise<void> {
    const outputs = await this.#deps.listOutputs()
    const { output } = this.state
    // A browser that tells no devices may know the chosen one all the same: it is tried.
    const isMissing = outputs.length > 0 && output !== DEFAULT_OUTPUT && !outputs.some(({ id }) => id === output)
    const taken = !isMissing && (await this.#setSink(output))
    if (output !== this.state.output) return
    if (!taken) await this.#setSink(DEFAULT_OUTPUT)
    this.change({ outputs, outputGone: !taken })
  }
}
