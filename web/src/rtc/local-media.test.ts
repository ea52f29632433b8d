import { describe, expect, it } from 'vitest'
import { LocalMedia, type LocalMediaDeps, RESUME_MS } from './local-media'
import { calmMachine, type FakeStream, FakeTrack, ManualTimers, makeFakeStream, settle } from './testing/media'

const wishOf = (wish: unknown) => wish as MediaTrackConstraints & { deviceId?: { ideal?: string } }

/**
 * A machine with these cameras and one microphone, as a phone's when each camera faces somewhere. Every track is
 * remembered, so that a test can ask which still run.
 */
function setUp({ stored = '{}', facing = {} as Record<string, string>, canChooseNoise = true } = {}) {
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

describe('the own camera and microphone', () => {
  it('are opened together and let go of together', async () => {
    const { media, running, watched, timers } = setUp()
    await media.open()
    expect(watched()).toBe(true)
    expect(running()).toEqual(['audio default', 'video c1'])
    expect(media.state.devices.camera.map(({ id }) => id)).toEqual(['c1', 'c2'])
    media.stop()
    expect(running()).toEqual([])
    expect(media.state.stream).toBeUndefined()
    expect(watched()).toBe(false)
    expect(timers.pending).toBe(0)
  })

  it('stop although the browser answers only after the end', async () => {
    const { media, running, hold } = setUp()
    const release = hold()
    const opening = media.open()
    expect(media.state.opening).toBe(true)
    media.stop()
    release()
    await opening
    expect(running()).toEqual([])
    expect(media.state).toMatchObject({ opening: false })
    expect(media.state.stream).toBeUndefined()
  })

  it('change the camera alone and remember it', async () => {
    const { media, running, stored } = setUp()
    await media.open()
    await media.choose('camera', 'c2')
    expect(running()).toEqual(['audio default', 'video c2'])
    expect(stored()).toEqual({ camera: 'c2' })
  })

  it('begin with the camera chosen last time', async () => {
    const { media, running } = setUp({ stored: '{"camera":"c2"}' })
    await media.open()
    expect(running()).toEqual(['audio default', 'video c2'])
  })

  it('stay muted when the device is changed', async () => {
    const { media, sent } = setUp()
    await media.open()
    media.setMicrophone(false)
    media.setCamera(false)
    await media.choose('microphone', 'm2')
    expect(sent().map(({ kind, enabled }) => [kind, enabled])).toEqual([
      ['video', false],
      ['audio', false],
    ])
    media.setMicrophone(true)
    expect(sent().map(({ enabled }) => enabled)).toEqual([false, true])
  })

  it('list a camera that was plugged in, and leave the one that runs', async () => {
    const { media, plug, running } = setUp()
    await media.open()
    await plug({ cameras: ['c1', 'c2', 'c3'] })
    expect(media.state.devices.camera).toHaveLength(3)
    expect(running()).toEqual(['audio default', 'video c1'])
  })
})

describe('a device that goes while it is used', () => {
  it('is replaced by another one, and taken back when it is there again', async () => {
    const { media, running, pull, plug } = setUp({ stored: '{"camera":"c2"}' })
    await media.open()
    await pull('c2')
    expect(running()).toEqual(['audio default', 'video c1'])
    expect(media.state.moved).toEqual({ kind: 'camera', why: 'gone', to: 'c1' })
    await plug({ cameras: ['c1', 'c2'] })
    expect(running()).toEqual(['audio default', 'video c2'])
    expect(media.state.moved).toEqual({ kind: 'camera', why: 'back', to: 'c2' })
    await plug({ cameras: ['c1', 'c2', 'c3'] })
    expect(running()).toEqual(['audio default', 'video c2'])
  })

  it('takes its microphone along, and both are replaced', async () => {
    const { media, running, sent, of, plug } = setUp({ stored: '{"camera":"c2","microphone":"m2"}' })
    await media.open()
    media.setMicrophone(false)
    const [camera, microphone] = [of('video'), of('audio')]
    camera?.end()
    microphone?.end()
    await plug({ cameras: ['c1'], microphones: ['default'] })
    expect(running()).toEqual(['audio default', 'video c1'])
    expect(sent()).toHaveLength(2)
    expect(sent().find(({ kind }) => kind === 'audio')?.enabled).toBe(false)
    expect(media.state.opening).toBe(false)
  })

  it('is missed when there is no other, and taken again when one comes', async () => {
    const { media, sent, pull, plug } = setUp()
    await media.open()
    await pull('c2')
    await pull('c1')
    expect(media.state.cameraProblem).toBe('absent')
    expect(media.state.moved).toEqual({ kind: 'camera', why: 'gone' })
    expect(sent().map(({ kind }) => kind)).toEqual(['audio'])
    await plug({ cameras: ['c7'] })
    expect(media.state.cameraProblem).toBeUndefined()
    expect(media.state.moved).toEqual({ kind: 'camera', why: 'back', to: 'c7' })
    expect(sent().map(({ from }) => from)).toEqual(['default', 'c7'])
  })

  it('is not gone back to after another one was chosen', async () => {
    const { media, running, pull, plug } = setUp({ stored: '{"camera":"c2"}' })
    await media.open()
    await pull('c2')
    await media.choose('camera', 'c1')
    await plug({ cameras: ['c1', 'c2'] })
    expect(running()).toEqual(['audio default', 'video c1'])
  })

  it('comes to nobody who never had one', async () => {
    const { media, running, plug } = setUp()
    await plug({ cameras: [] })
    await media.open()
    expect(media.state.cameraProblem).toBe('absent')
    await plug({ cameras: ['c1'] })
    expect(running()).toEqual(['audio default'])
  })

  it('is let alone after the end', async () => {
    const { media, running, pull, plug, hold } = setUp()
    await media.open()
    const release = hold()
    await pull('c1')
    media.stop()
    release()
    await plug({ cameras: ['c1', 'c2'] })
    expect(running()).toEqual([])
    expect(media.state.stream).toBeUndefined()
    expect(media.state.moved).toBeUndefined()
  })
})

describe('a page that is seen again', () => {
  it('opens what the phone has not given back', async () => {
    const { media, of, see, sent } = setUp()
    await media.open()
    const [camera, microphone] = [of('video'), of('audio')]
    if (camera) camera.muted = true
    await see()
    expect([camera?.stopped, microphone?.stopped]).toEqual([true, false])
    expect(sent().map(({ kind, muted }) => [kind, muted])).toEqual([
      ['audio', false],
      ['video', false],
    ])
  })

  it('is waited for no longer after the end', async () => {
    const { media, listeners, timers } = setUp()
    await media.open()
    listeners.seen()
    media.stop()
    expect(timers.pending).toBe(0)
  })

  it('opens what ended without a word', async () => {
    const { media, of, see, running } = setUp()
    await media.open()
    of('audio')?.stop()
    await see()
    expect(running()).toEqual(['audio default', 'video c1'])
  })

  it('leaves what comes back by itself, and what runs', async () => {
    const { media, of, listeners, timers } = setUp()
    await media.open()
    const [camera, microphone] = [of('video'), of('audio')]
    if (camera) camera.muted = true
    listeners.seen()
    timers.advance(RESUME_MS - 1)
    if (camera) camera.muted = false
    timers.advance(1)
    await settle()
    expect([of('video'), of('audio')]).toEqual([camera, microphone])
  })
})

describe("a phone's two cameras", () => {
  const facing = { c1: 'user', c2: 'environment' }

  it('are turned, and a new call begins with the face', async () => {
    const { media, running, stored } = setUp({ facing })
    await media.open()
    expect(media.state.facesAway).toBeUndefined()
    await media.turnCamera()
    expect(running()).toEqual(['audio default', 'video c2'])
    expect(media.state.facesAway).toBe(true)
    await media.open(['camera'])
    expect(running()).toEqual(['audio default', 'video c2'])
    await media.turnCamera()
    expect(running()).toEqual(['audio default', 'video c1'])
    expect(media.state.facesAway).toBeUndefined()
    expect(stored()).toEqual({})
  })

  it('stay as they are when the other one is busy', async () => {
    const { media, running, broken } = setUp({ facing })
    await media.open()
    broken.add('c2')
    await media.turnCamera()
    expect(running()).toEqual(['audio default', 'video c1'])
    expect(media.state.cameraProblem).toBeUndefined()
  })

  it('are taken in turn where none tells where it faces', async () => {
    const { media, running } = setUp()
    await media.open()
    await media.turnCamera()
    expect(running()).toEqual(['audio default', 'video c2'])
    await media.turnCamera()
    expect(running()).toEqual(['audio default', 'video c1'])
  })
})

describe('the noise around a microphone', () => {
  it('is taken out, unless this browser remembers a no', async () => {
    const calm = setUp()
    await calm.media.open()
    expect(calm.of('audio')?.settings.noiseSuppression).toBe(true)
    const music = setUp({ stored: '{"noiseSuppression":false}' })
    await music.media.open()
    expect(music.of('audio')?.settings.noiseSuppression).toBe(false)
  })

  it('is changed while the microphone runs, where the browser can', async () => {
    const { media, of, stored } = setUp()
    await media.open()
    const microphone = of('audio')
    if (microphone) {
      microphone.applyConstraints = async () => {
        microphone.settings.noiseSuppression = false
      }
    }
    await media.setNoiseSuppression(false)
    expect(of('audio')).toBe(microphone)
    expect(stored()).toEqual({ noiseSuppression: false })
  })

  it('is changed by opening it again, where the browser cannot', async () => {
    const { media, of } = setUp()
    await media.open()
    media.setMicrophone(false)
    await media.setNoiseSuppression(false)
    expect(of('audio')?.settings.noiseSuppression).toBe(false)
    expect(of('audio')?.enabled).toBe(false)
  })
})
