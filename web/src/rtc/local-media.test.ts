import { describe, expect, it } from 'vitest'
import { setUpDevices } from './testing/devices'

describe('the own camera and microphone', () => {
  it('are opened together and let go of together', async () => {
    const { media, running, watched, timers } = setUpDevices()
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
    const { media, running, hold } = setUpDevices()
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
    const { media, running, stored } = setUpDevices()
    await media.open()
    await media.choose('camera', 'c2')
    expect(running()).toEqual(['audio default', 'video c2'])
    expect(stored()).toEqual({ camera: 'c2' })
  })

  it('begin with the camera chosen last time', async () => {
    const { media, running } = setUpDevices({ stored: '{"camera":"c2"}' })
    await media.open()
    expect(running()).toEqual(['audio default', 'video c2'])
  })

  it('stay muted when the device is changed', async () => {
    const { media, sent } = setUpDevices()
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
    const { media, plug, running } = setUpDevices()
    await media.open()
    await plug({ cameras: ['c1', 'c2', 'c3'] })
    expect(media.state.devices.camera).toHaveLength(3)
    expect(running()).toEqual(['audio default', 'video c1'])
  })
})

describe("a phone's two cameras", () => {
  const facing = { c1: 'user', c2: 'environment' }

  it('are turned, and a new call begins with the face', async () => {
    const { media, running, stored } = setUpDevices({ facing })
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
    const { media, running, broken } = setUpDevices({ facing })
    await media.open()
    broken.add('c2')
    await media.turnCamera()
    expect(running()).toEqual(['audio default', 'video c1'])
    expect(media.state.cameraProblem).toBeUndefined()
  })

  it('are taken in turn where none tells where it faces', async () => {
    const { media, running } = setUpDevices()
    await media.open()
    await media.turnCamera()
    expect(running()).toEqual(['audio default', 'video c2'])
    await media.turnCamera()
    expect(running()).toEqual(['audio default', 'video c1'])
  })
})

describe('the noise around a microphone', () => {
  it('is taken out, unless this browser remembers a no', async () => {
    const calm = setUpDevices()
    await calm.media.open()
    expect(calm.of('audio')?.settings.noiseSuppression).toBe(true)
    const music = setUpDevices({ stored: '{"noiseSuppression":false}' })
    await music.media.open()
    expect(music.of('audio')?.settings.noiseSuppression).toBe(false)
  })

  it('is changed while the microphone runs, where the browser can', async () => {
    const { media, of, stored } = setUpDevices()
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
    const { media, of } = setUpDevices()
    await media.open()
    media.setMicrophone(false)
    await media.setNoiseSuppression(false)
    expect(of('audio')?.settings.noiseSuppression).toBe(false)
    expect(of('audio')?.enabled).toBe(false)
  })
})
