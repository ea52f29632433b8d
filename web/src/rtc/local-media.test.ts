import { describe, expect, it } from 'vitest'
import { LocalMedia, type LocalMediaDeps } from './local-media'
import { type FakeStream, FakeTrack, makeFakeStream, settle } from './testing/media'

const idOf = (wish: unknown) => (wish as { deviceId?: { ideal?: string } } | undefined)?.deviceId?.ideal ?? 'default'

/** A machine whose every track is remembered, so that a test can ask which still run. */
function setUp({ stored = '{}' } = {}) {
  const tracks: FakeTrack[] = []
  const storage = new Map([['praktik.devices', stored]])
  let plugged: (() => void) | undefined
  let gate: Promise<void> | undefined
  let cameras = ['c1', 'c2']
  const make = (kind: 'audio' | 'video', wish: unknown) => {
    const track = new FakeTrack(kind, idOf(wish))
    tracks.push(track)
    return track as unknown as MediaStreamTrack
  }
  const deps: LocalMediaDeps = {
    devices: {
      async getUserMedia({ audio, video } = {}) {
        await gate
        return makeFakeStream([...(audio ? [make('audio', audio)] : []), ...(video ? [make('video', video)] : [])])
      },
      async enumerateDevices() {
        return cameras.map((deviceId) => ({ kind: 'videoinput', deviceId, label: deviceId }) as MediaDeviceInfo)
      },
    },
    permission: async () => undefined,
    storage: { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => storage.set(key, value) },
    makeStream: makeFakeStream,
    onDeviceChange: (listener) => {
      plugged = listener
      return () => {
        plugged = undefined
      }
    },
  }
  const running = () => tracks.filter((track) => !track.stopped).map(({ kind, from }) => `${kind} ${from}`)
  const media = new LocalMedia(deps)
  return {
    media,
    tracks,
    running,
    stored: () => storage.get('praktik.devices') ?? '',
    sent: () => (media.state.stream as unknown as FakeStream | undefined)?.getTracks() ?? [],
    hold: () => {
      let release = () => {}
      gate = new Promise((resolve) => {
        release = resolve
      })
      return () => release()
    },
    plug: (ids: string[]) => {
      cameras = ids
      plugged?.()
    },
    watched: () => plugged !== undefined,
  }
}

describe('the own camera and microphone', () => {
  it('are opened together and let go of together', async () => {
    const { media, running, watched } = setUp()
    await media.open()
    expect(running()).toEqual(['audio default', 'video default'])
    expect(media.state.devices.camera.map(({ id }) => id)).toEqual(['c1', 'c2'])
    media.stop()
    expect(running()).toEqual([])
    expect(media.state.stream).toBeUndefined()
    expect(watched()).toBe(false)
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
    expect(JSON.parse(stored())).toEqual({ camera: 'c2' })
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

  it('tell that the camera was pulled out', async () => {
    const { media, tracks, sent } = setUp()
    await media.open()
    tracks.find(({ kind }) => kind === 'video')?.onended?.()
    expect(media.state.cameraProblem).toBe('absent')
    expect(sent().map(({ kind }) => kind)).toEqual(['audio'])
  })

  it('list a camera that was plugged in', async () => {
    const { media, plug } = setUp()
    await media.open()
    plug(['c1', 'c2', 'c3'])
    await settle()
    expect(media.state.devices.camera).toHaveLength(3)
  })
})
