/** Stand-ins for the browser's media objects, for tests only. They do what the code under test asks about, no more. */

import type { LocalMediaDeps } from '../local-media'

export class FakeTrack {
  enabled = true
  stopped = false
  contentHint = ''
  muted = false
  onended: (() => void) | null = null
  constructor(
    readonly kind: 'audio' | 'video',
    /** The device's id and name. */
    readonly from = '',
    readonly settings: MediaTrackSettings = {},
  ) {}
  get label(): string {
    return this.from
  }
  get readyState(): MediaStreamTrackState {
    return this.stopped ? 'ended' : 'live'
  }
  getSettings(): MediaTrackSettings {
    return { deviceId: this.from, ...this.settings }
  }
  async applyConstraints(): Promise<void> {}
  stop(): void {
    this.stopped = true
  }
  /** The device goes, or the permission. */
  end(): void {
    this.stopped = true
    this.onended?.()
  }
}

export class FakeStream {
  readonly tracks: FakeTrack[]
  constructor(tracks: FakeTrack[] = []) {
    this.tracks = [...tracks]
  }
  getTracks(): FakeTrack[] {
    return [...this.tracks]
  }
  getAudioTracks(): FakeTrack[] {
    return this.tracks.filter((track) => track.kind === 'audio')
  }
  getVideoTracks(): FakeTrack[] {
    return this.tracks.filter((track) => track.kind === 'video')
  }
  addTrack(track: FakeTrack): void {
    this.tracks.push(track)
  }
}

export const makeFakeStream = (tracks: MediaStreamTrack[]) =>
  new FakeStream(tracks as unknown as FakeTrack[]) as unknown as MediaStream

/** A machine on which nothing is plugged, hidden or remembered. */
export const calmMachine = {
  permission: async () => undefined,
  storage: undefined,
  makeStream: makeFakeStream,
  onDeviceChange: () => () => {},
  onSeen: () => () => {},
  setTimer: () => () => {},
  canChooseNoise: false,
} satisfies Partial<LocalMediaDeps>

/** Timers that fire when the test says so. */
export class ManualTimers {
  now = 1_000_000
  #due: { at: number; callback: () => void }[] = []

  readonly setTimer = (callback: () => void, ms: number): (() => void) => {
    const timer = { at: this.now + ms, callback }
    this.#due.push(timer)
    return () => {
      this.#due = this.#due.filter((other) => other !== timer)
    }
  }

  get pending(): number {
    return this.#due.length
  }

  advance(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const [next] = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
      if (next === undefined) break
      this.#due = this.#due.filter((other) => other !== next)
      this.now = next.at
      next.callback()
    }
    this.now = end
  }
}

/** Lets everything run that waits for promises and for the next turns of the event loop, and for no timer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
