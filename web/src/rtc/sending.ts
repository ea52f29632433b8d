import type { SideChannel } from './side-channels'

/** What a page sends now, as it tells the other one: a disabled track alone looks like a dark room. */
export interface SendingState {
  /** There is a picture, of the camera or the screen. */
  readonly camera: boolean
  readonly microphone: boolean
  // What follows is on the wire since later than these two: absent means no.
  /** The picture is a screen. */
  readonly screen?: true
  /** The picture is held back so that the voice stays clear. */
  readonly paused?: true
  /** There is none to switch on: not there, not allowed, or in use by another program. */
  readonly noCamera?: true
}

/** Something comes all the time: neither a picture that is held back nor a screen on which nothing moves does. */
export function isSteady({ camera, microphone, screen, paused }: SendingState): boolean {
  return microphone || (camera && screen === undefined && paused === undefined)
}

/** Tells the other side what this one sends, anew on each connection, and hears the same from it. */
export class SendingChannel implements SideChannel {
  readonly name = 'sending'
  readonly id = 0
  readonly #onChange: () => void
  #own: SendingState
  #remote: SendingState | undefined
  #send: ((text: string) => void) | undefined

  /** @param onChange `remote` may have changed. */
  constructor(own: SendingState, onChange: () => void) {
    this.#own = own
    this.#onChange = onChange
  }

  /** Undefined until the other side said so, and from clients that do not. Outlasts a connection. */
  get remote(): SendingState | undefined {
    return this.#remote
  }

  set(own: SendingState): void {
    if (isSame(own, this.#own)) return
    this.#own = own
    this.#tell()
  }

  opened(send: (text: string) => void): void {
    this.#send = send
    this.#tell()
  }

  heard(data: unknown): void {
    this.#remote = readSending(data) ?? this.#remote
    this.#onChange()
  }

  lost(): void {
    this.#send = undefined
  }

  #tell(): void {
    try {
      this.#send?.(JSON.stringify(this.#own))
    } catch {
      // The connection just went; the next one begins with this.
    }
  }
}

const keys = ['camera', 'microphone', 'screen', 'paused', 'noCamera'] as const

const isSame = (one: SendingState, other: SendingState) => keys.every((key) => one[key] === other[key])

function readSending(data: unknown): SendingState | undefined {
  try {
    const { camera, microphone, screen, paused, noCamera } = JSON.parse(String(data)) as Record<string, unknown>
    if (typeof camera !== 'boolean' || typeof microphone !== 'boolean') return undefined
    return {
      camera,
      microphone,
      ...(screen === true && { screen }),
      ...(paused === true && { paused }),
      ...(noCamera === true && { noCamera }),
    }
  } catch {
    return undefined
  }
}
