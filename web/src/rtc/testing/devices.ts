/** A machine with cameras and microphones to plug, for tests only. */

import { LocalMedia, type LocalMediaDeps, RESUME_MS } from '../local-media'
import { calmMachine, type FakeStream, FakeTrack, ManualTimers, makeFakeStream, settle } from './media'

const wishOf = (wish: unknown) => wish as MediaTrackConstraints & { deviceId?: { ideal?: string } }

/**
 * A machine with these cameras and one microphone, as a phone's when each camera faces somewhere. Every track is
 * remembered, so that a test can ask which still run.
 */
export function setUpDevices({ stored = '{}', facing = {} as Record<string, string>, canChooseNoise = true } = {}) {
  const tracks: FakeTrack[] = []
  const storage = new Map([['praktik.devices', stored]])
  const timers = new ManualTimers()
  const listeners = { plugged: () => {}, seen: () => {} }
  let gate: Promise<void> | undefined
  let cameras = ['c1', 'c2']
  let microphones = ['default', 'm2']
  const broken = new Set<string>()

  const pick = (ids: readonly string[], { deviceId, facingMode }: ReturnType<typeof wishOf>) =>
    ids.find((id) => id === deviceId?.ideal) ??
    ids.find((id) => facing[id] !== undefined && facing[id] === facingMode) ??
    ids[0]
  const make = (kind: 'audio' | 'video', constraints: unknown) => {
    const wish = wishOf(constraints)
    const id = pick(kind === 'audio' ? microphones : cameras, wish)
    if (id === undefined) throw new DOMException('', 'NotFoundError')
    if (broken.has(id)) throw new DOMException('', 'NotReadableError')
    const mode = facing[id]
    const track = new FakeTrack(kind, id, {
      ...(mode !== undefined && { facingMode: mode }),
      ...(kind === 'audio' && { noiseSuppression: wish.noiseSuppression as boolean }),
    })
    tracks.push(track)
    return track as unknown as MediaStreamTrack
  }
  const deps: LocalMediaDeps = {
    ...calmMachine,
    devices: {
      async getUserMedia({ audio, video } = {}) {
        await gate
        // All or nothing: without a camera no microphone is left open.
        const picture = video ? [make('video', video)] : []
        return makeFakeStream([...(audio ? [make('audio', audio)] : []), ...picture])
      },
      async enumerateDevices() {
        const entries = (kind: MediaDeviceKind, ids: string[]) =>
          ids.map((deviceId) => ({ kind, deviceId, label: deviceId }) as MediaDeviceInfo)
        return [...entries('videoinput', cameras), ...entries('audioinput', microphones)]
      },
    },
    storage: { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => storage.set(key, value) },
    onDeviceChange: (listener) => {
      listeners.plugged = listener
      return () => {
        listeners.plugged = () => {}
      }
    },
    onSeen: (listener) => {
      listeners.seen = listener
      return () => {
        listeners.seen = () => {}
      }
    },
    setTimer: timers.setTimer,
    canChooseNoise,
  }
  const media = new LocalMedia(deps)
  const live = () => tracks.filter((track) => !track.stopped)
  return {
    media,
    tracks,
    timers,
    listeners,
    broken,
    running: () =>
      live()
        .map(({ kind, from }) => `${kind} ${from}`)
        .sort(),
    of: (kind: 'audio' | 'video') => live().find((track) => track.kind === kind),
    stored: () => JSON.parse(storage.get('praktik.devices') ?? ''),
    sent: () => (media.state.stream as unknown as FakeStream | undefined)?.getTracks() ?? [],
    hold: () => {
      let release = () => {}
      gate = new Promise((resolve) => {
        release = resolve
      })
      return () => release()
    },
    plug: async (ids: { cameras?: string[]; microphones?: string[] }) => {
      cameras = ids.cameras ?? cameras
      microphones = ids.microphones ?? microphones
      listeners.plugged()
      await settle()
    },
    /** The device is pulled out: its track ends, and the list is shorter. */
    pull: async (id: string) => {
      cameras = cameras.filter((other) => other !== id)
      microphones = microphones.filter((other) => other !== id)
      for (const track of live().filter(({ from }) => from === id)) track.end()
      listeners.plugged()
      await settle()
    },
    see: async () => {
      listeners.seen()
      timers.advance(RESUME_MS)
      await settle()
    },
    watched: () => listeners.plugged.toString() !== '() => {}',
  }
}
