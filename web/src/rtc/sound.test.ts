import { describe, expect, it } from 'vitest'
import { SoundEngine, type SoundName } from './sound'
import { ManualTimers, settle } from './testing/media'

class FakeSource {
  loop = false
  buffer: unknown
  started = false
  stopped = false
  connect() {}
  disconnect() {}
  start() {
    this.started = true
  }
  stop() {
    this.stopped = true
  }
}

/** A browser that lets a page sound only after `allow()`, like one that saw no tap yet. */
function browser({ allowed = true, offline = false } = {}) {
  const sources: FakeSource[] = []
  const loads: SoundName[] = []
  const sessions: string[] = []
  const sinks: string[] = []
  const gains: { gain: { value: number } }[] = []
  const timers = new ManualTimers()
  let waiting: (() => void)[] = []
  const network = { offline }
  const context = {
    state: 'suspended',
    destination: {},
    onstatechange: null as (() => void) | null,
    createAnalyser: () => ({
      fftSize: 0,
      connect: () => {},
      getFloatTimeDomainData: (samples: Float32Array) => samples.fill(sources.some(sounding) ? 0.5 : 0),
    }),
    createGain: () => {
      const gain = { gain: { value: 1 }, connect: () => {} }
      gains.push(gain)
      return gain
    },
    createBuffer: (_channels: number, length: number) => ({ getChannelData: () => new Float32Array(length), length }),
    sampleRate: 1000,
    setSinkId: async (id: string) => {
      if (id === 'unplugged') throw new DOMException('gone', 'NotFoundError')
      sinks.push(id)
    },
    createBufferSource: () => {
      sources.push(new FakeSource())
      return sources.at(-1)
    },
    decodeAudioData: async (bytes: ArrayBuffer) => bytes,
    resume: () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve)
        if (allowed) run()
      }),
  }
  const sounding = ({ started, stopped }: FakeSource) => started && !stopped
  function run() {
    context.state = 'running'
    context.onstatechange?.()
    for (const resolve of waiting) resolve()
    waiting = []
  }
  const engine = new SoundEngine({
    makeContext: () => context as unknown as AudioContext,
    load: async (name) => {
      loads.push(name)
      if (network.offline) throw new Error('offline')
      return new ArrayBuffer(8)
    },
    setAudioSession: (type) => sessions.push(type),
    setTimer: timers.setTimer,
  })
  return {
    engine,
    sources,
    loads,
    sessions,
    sinks,
    gains,
    timers,
    network,
    allow: run,
    suspend: () => {
      context.state = 'suspended'
      context.onstatechange?.()
    },
  }
}

describe('the sounds of a page', () => {
  it('loop until they are stopped, and the level tells both', async () => {
    const { engine, sources, sessions } = browser()
    expect(engine.level()).toBe(0)
    const ring = engine.play('ringtone', { loop: true })
    await settle()
    expect(sources).toMatchObject([{ loop: true, started: true, stopped: false }])
    expect(engine.state.status).toBe('running')
    expect(engine.level()).toBeCloseTo(0.5)
    ring.stop()
    expect(engine.level()).toBe(0)
    expect(sessions).toEqual(['playback', 'auto'])
  })

  it('stopped before they are loaded never start', async () => {
    const { engine, sources } = browser()
    engine.play('ringtone', { loop: true }).stop()
    await settle()
    expect(sources).toEqual([])
  })

  it('are called blocked when the browser does not let them out in time', async () => {
    const { engine, timers } = browser({ allowed: false })
    engine.play('ringtone', { loop: true })
    await settle()
    expect(engine.state.status).toBe('asleep')
    timers.advance(400)
    await settle()
    expect(engine.state.status).toBe('blocked')
    expect(engine.level()).toBe(0)
  })

  it('that were blocked are heard from the tap on', async () => {
    const { engine, timers, allow } = browser({ allowed: false })
    engine.play('ringtone', { loop: true })
    timers.advance(400)
    await settle()
    const unlocking = engine.unlock()
    allow()
    expect(await unlocking).toBe(true)
    expect(engine.state.status).toBe('running')
    expect(engine.level()).toBeCloseTo(0.5)
  })

  it('played once are dropped when they would come late', async () => {
    const { engine, sources, timers, allow } = browser({ allowed: false })
    const { started } = engine.play('chime')
    await settle()
    timers.advance(400)
    expect(await started).toBe(false)
    allow()
    await settle()
    expect(sources).toEqual([])
  })

  it('tell when they began', async () => {
    const { engine } = browser()
    expect(await engine.play('chime').started).toBe(true)
    const stoppedEarly = engine.play('ringtone', { loop: true })
    stoppedEarly.stop()
    expect(await stoppedEarly.started).toBe(false)
  })

  it('loop as a plain tone when the file cannot be had', async () => {
    const { engine, sources, network } = browser({ offline: true })
    expect(await engine.play('ringtone', { loop: true }).started).toBe(true)
    expect(sources).toMatchObject([{ loop: true, buffer: { length: 2000 } }])
    expect(await engine.play('chime').started).toBe(false)
    network.offline = false
    expect(await engine.play('chime').started).toBe(true)
  })

  it('keep the ringtone’s volume, also when it changes while it rings', async () => {
    const { engine, gains } = browser()
    engine.setRingtoneVolume(0.4)
    await engine.play('ringtone', { loop: true }).started
    expect(gains).toMatchObject([{ gain: { value: 0.4 } }])
    engine.setRingtoneVolume(0.7)
    expect(gains).toMatchObject([{ gain: { value: 0.7 } }])
  })

  it('go to the chosen loudspeaker, chosen before or after the first sound', async () => {
    const { engine, sinks } = browser()
    expect(await engine.setSink('kitchen')).toBe(true)
    await engine.unlock()
    expect(sinks).toEqual(['kitchen'])
    expect(await engine.setSink('')).toBe(true)
    expect(await engine.setSink('unplugged')).toBe(false)
    expect(sinks).toEqual(['kitchen', ''])
  })

  it('say when the browser takes the loudspeaker away', async () => {
    const { engine, suspend } = browser()
    await engine.unlock()
    suspend()
    expect(engine.state.status).toBe('blocked')
  })

  it('are fetched once, and again only after a failure', async () => {
    const { engine, loads, network } = browser({ offline: true })
    engine.preload('ringtone')
    await settle()
    network.offline = false
    engine.preload('ringtone')
    await settle()
    engine.play('ringtone')
    await settle()
    expect(loads).toEqual(['ringtone', 'ringtone'])
  })

  it('are missing, and nothing else, on a machine that cannot sound', async () => {
    const engine = new SoundEngine({
      makeContext: () => {
        throw new Error('no audio hardware')
      },
      load: async () => new ArrayBuffer(8),
      setAudioSession: () => {},
      setTimer: new ManualTimers().setTimer,
    })
    expect(() => engine.play('ringtone', { loop: true }).stop()).not.toThrow()
    expect(await engine.unlock()).toBe(false)
    expect(engine.level()).toBe(0)
  })
})
