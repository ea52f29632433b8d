/** How often a connection is asked when its newest packet was played. */
export const PULSE_MS = 500
/** Nothing new for this long is silence: sound alone brings fifty packets a second, also of a muted microphone. */
export const SILENCE_MS = 2000

export interface PulseDeps {
  /** When the newest packet of sound or picture was played, by any clock; undefined before the first. */
  newest(): number | undefined
  /** Whether the other side sends anything that could be missed. */
  isExpected(): boolean
  setTimer(callback: () => void, ms: number): () => void
  /** @param beats false when silence has begun, SILENCE_MS ago; true when it is over. */
  onChange(beats: boolean): void
}

/**
 * Notices within two seconds that nothing arrives any more; ICE takes six. It counts looks and not the clock: a page that
 * slept finds out first what came meanwhile.
 */
export class Pulse {
  readonly #deps: PulseDeps
  #newest: number | undefined
  #looksInVain = 0
  #cancel: () => void

  constructor(deps: PulseDeps) {
    this.#deps = deps
    this.#cancel = deps.setTimer(() => this.#look(), PULSE_MS)
  }

  /** Silence has lasted SILENCE_MS or more. */
  get isSilent(): boolean {
    return this.#looksInVain * PULSE_MS >= SILENCE_MS
  }

  stop(): void {
    this.#cancel()
  }

  #look(): void {
    this.#cancel = this.#deps.setTimer(() => this.#look(), PULSE_MS)
    const newest = this.#deps.newest()
    const wasSilent = this.isSilent
    const isNew = newest !== undefined && newest !== this.#newest
    this.#newest = newest ?? this.#newest
    if (isNew || this.#newest === undefined || !this.#deps.isExpected()) this.#looksInVain = 0
    else this.#looksInVain++
    if (this.isSilent !== wasSilent) this.#deps.onChange(wasSilent)
  }
}

/** When the newest packet that this connection received was played (WebRTC 1.0, RTCRtpContributingSource.timestamp). */
export function newestPacket(connection: RTCPeerConnection): number | undefined {
  const times = connection
    .getReceivers()
    .flatMap((receiver) => receiver.getSynchronizationSources().map(({ timestamp }) => timestamp))
  return times.length === 0 ? undefined : Math.max(...times)
}
