import { describe, expect, it } from 'vitest'
import { RESUME_MS } from './local-media'
import { setUpDevices } from './testing/devices'
import { settle } from './testing/media'

describe('a device that goes while it is used', () => {
  it('is replaced by another one, and taken back when it is there again', async () => {
    const { media, running, pull, plug } = setUpDevices({ stored: '{"camera":"c2"}' })
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
    const { media, running, sent, of, plug } = setUpDevices({ stored: '{"camera":"c2","microphone":"m2"}' })
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
    const { media, sent, pull, plug } = setUpDevices()
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
    const { media, running, pull, plug } = setUpDevices({ stored: '{"camera":"c2"}' })
    await media.open()
    await pull('c2')
    await media.choose('camera', 'c1')
    await plug({ cameras: ['c1', 'c2'] })
    expect(running()).toEqual(['audio default', 'video c1'])
  })

  it('comes to nobody who never had one', async () => {
    const { media, running, plug } = setUpDevices()
    await plug({ cameras: [] })
    await media.open()
    expect(media.state.cameraProblem).toBe('absent')
    await plug({ cameras: ['c1'] })
    expect(running()).toEqual(['audio default'])
  })

  it('is let alone after the end', async () => {
    const { media, running, pull, plug, hold } = setUpDevices()
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
    const { media, of, see, sent } = setUpDevices()
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
    const { media, listeners, timers } = setUpDevices()
    await media.open()
    listeners.seen()
    media.stop()
    expect(timers.pending).toBe(0)
  })

  it('opens what ended without a word', async () => {
    const { media, of, see, running } = setUpDevices()
    await media.open()
    of('audio')?.stop()
    await see()
    expect(running()).toEqual(['audio default', 'video c1'])
  })

  it('leaves what comes back by itself, and what runs', async () => {
    const { media, of, listeners, timers } = setUpDevices()
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
