import { DEFAULT_OUTPUT, OutputChoice, type OutputDeps } from './output-choice'

/** A media element, as far as its sound can be led elsewhere. */
export type SinkElement = Pick<HTMLMediaElement, 'setSinkId'>

export interface CallSpeakerDeps extends OutputDeps {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined
}

const storageKey = 'praktik.speaker'

/** Where the other side's voice comes from, whichever element plays it; remembered by this browser. */
export class CallSpeaker {
  readonly choice: OutputChoice
  readonly canChooseOutput: boolean
  readonly #storage: CallSpeakerDeps['storage']
  readonly #elements = new Set<SinkElement>()

  constructor(deps: CallSpeakerDeps) {
    this.canChooseOutput = deps.canChooseOutput
    this.#storage = deps.storage
    this.choice = new OutputChoice(deps, read(deps.storage), (id) => this.#lead(id))
  }

  /** This element plays the other side until the returned function is called. */
  play(element: SinkElement): () => void {
    this.#elements.add(element)
    this.choice.apply()
    return () => {
      this.#elements.delete(element)
    }
  }

  async choose(id: string): Promise<void> {
    try {
      this.#storage?.setItem(storageKey, id)
    } catch {
      // A full or forbidden storage costs only the memory of the choice.
    }
    await this.choice.choose(id)
  }

  async #lead(id: string): Promise<boolean> {
    const led = [...this.#elements].map((element) => element.setSinkId(id))
    return (await Promise.allSettled(led)).every(({ status }) => status === 'fulfilled')
  }
}

function read(storage: CallSpeakerDeps['storage']): string {
  try {
    return storage?.getItem(storageKey) ?? DEFAULT_OUTPUT
  } catch {
    return DEFAULT_OUTPUT
  }
}
