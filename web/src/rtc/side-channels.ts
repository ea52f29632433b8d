/** One kind of message that two pages exchange directly, beside sound and picture, in order and without loss. */
export interface SideChannel {
  readonly name: string
  /** Both sides know the number, so that the channel needs no signalling of its own (WebRTC 1.0, "negotiated"). */
  readonly id: number
  /** The other side hears what is given to `send` from now on, until `lost`. `send` throws when that is over. */
  opened(send: (text: string) => void): void
  /** The other side said something: whatever it liked. */
  heard(data: unknown): void
  /** The connection is gone; what was sent last may not have arrived. Also called when it was never open. */
  lost(): void
}

/** Opens the same channels on each connection of a call, one connection after another. */
export class SideChannels {
  readonly #kinds: readonly SideChannel[]
  #open: readonly (readonly [SideChannel, RTCDataChannel])[] = []

  constructor(kinds: readonly SideChannel[]) {
    this.#kinds = kinds
  }

  /** Prepares them on this connection, once; before its first offer, or between the other side's offer and the answer. */
  openOn(connection: RTCPeerConnection): void {
    if (this.#open.length > 0) return
    this.#open = this.#kinds.map((kind) => {
      const channel = connection.createDataChannel(kind.name, { negotiated: true, id: kind.id })
      channel.onopen = () => kind.opened((text) => channel.send(text))
      channel.onmessage = ({ data }) => kind.heard(data)
      return [kind, channel] as const
    })
  }

  /** The connection is given up: nothing that it still carries is heard. */
  drop(): void {
    const open = this.#open
    this.#open = []
    for (const [kind, channel] of open) {
      channel.onopen = null
      channel.onmessage = null
      kind.lost()
    }
  }
}
