import { describe, expect, it } from 'vitest'
import type { SoundState } from '../../rtc/sound'
import { ManualTimers, settle } from '../../rtc/testing/media'
import { Ringer, waitBeforeElection } from './ringtone'

/** The Web Locks of one browser, for one name. */
class Locks {
  #held: Promise<void> = Promise.resolve()

  readonly hold = (signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
    const turn = this.#held.then(() => (signal.aborted ? undefined : work()))
    this.#held = turn
    return turn
  }
}

function page({ locks = new Locks(), sound = 'running' as SoundState['status'], touched = true, visible = true } = {}) {
  const timers = new ManualTimers()
  const reports: string[] = []
  const buzzes: number[][] = []
  const listeners = new Set<() => void>()
  const engine = {
    state: { status: sound },
    playing: 0,
    unlocked: 0,
    play: () => {
      engine.playing++
      return { stop: () => void engine.playing-- }
    },
    unlock: async () => {
      engine.unlocked++
      return true
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    become: (status: SoundState['status']) => {
      engine.state = { status }
      for (const listener of listeners) listener()
    },
  }
  const ringer = new Ringer({
    sound: engine as never,
    hold: locks.hold,
    standing: () => ({ touched, visible }),
    report: (callId, audible) => reports.push(`${callId} ${audible}`),
    vibrate: (pattern) => buzzes.push(pattern),
    setTimer: timers.setTimer,
  })
  const start = async (callId = 'c1') => {
    ringer.start(callId)
    timers.advance(waitBeforeElection({ touched, visible }))
    await settle()
  }
  return { ringer, engine, timers, reports, buzzes, start }
}

describe('the ringer of a page', () => {
  it('sounds, buzzes and reports that it is heard', async () => {
    const { ringer, engine, timers, reports, buzzes, start } = page()
    await start()
    expect(ringer.state.status).toBe('sounding')
    expect(engine.playing).toBe(1)
    expect(reports).toEqual(['c1 true'])
    timers.advance(8000)
    expect(buzzes).toHaveLength(3)
  })

  it('stops everything at the outcome', async () => {
    const { ringer, engine, timers, buzzes, start } = page()
    await start()
    ringer.stop()
    expect(engine.playing).toBe(0)
    expect(buzzes.at(-1)).toEqual([])
    expect(timers.pending).toBe(0)
    expect(ringer.state.status).toBe('off')
    engine.become('blocked')
    expect(ringer.state.status).toBe('off')
  })

  it('reports a blocked sound as not audible, and audible after the tap', async () => {
    const { ringer, engine, reports, start } = page({ sound: 'asleep' })
    await start()
    expect(reports).toEqual([])
    engine.become('blocked')
    expect(ringer.state.status).toBe('blocked')
    ringer.unlock()
    engine.become('running')
    expect(engine.unlocked).toBe(1)
    expect(reports).toEqual(['c1 false', 'c1 true'])
  })

  it('silenced is quiet, stays silenced, and reports nothing more', async () => {
    const { ringer, engine, reports, start } = page()
    await start()
    ringer.silence()
    engine.become('blocked')
    expect(ringer.state.status).toBe('silenced')
    expect(engine.playing).toBe(0)
    ringer.reportAgain()
    expect(reports).toEqual(['c1 true'])
    ringer.stop()
    expect(engine.playing).toBe(0)
  })

  it('tells a server again that came back', async () => {
    const { ringer, reports, start } = page()
    ringer.reportAgain()
    await start()
    ringer.reportAgain()
    expect(reports).toEqual(['c1 true', 'c1 true'])
  })

  it('rings for the next call as if there had been none', async () => {
    const { ringer, reports, engine, start } = page()
    await start('c1')
    ringer.silence()
    await start('c2')
    expect(ringer.state.status).toBe('sounding')
    expect(engine.playing).toBe(1)
    expect(reports).toEqual(['c1 true', 'c2 true'])
  })

  it('stopped before its turn never sounds', async () => {
    const { ringer, engine, timers } = page({ touched: false })
    ringer.start('c1')
    ringer.stop()
    timers.advance(1000)
    await settle()
    expect(engine.playing).toBe(0)
  })
})

describe('two tabs of one browser', () => {
  it('ring with one sound, and the second takes over when the first is closed', async () => {
    const locks = new Locks()
    const first = page({ locks })
    const second = page({ locks })
    await first.start()
    await second.start()
    expect([first.engine.playing, second.engine.playing]).toEqual([1, 0])
    expect(second.ringer.state.status).toBe('waiting')
    expect(second.reports).toEqual([])
    first.ringer.stop()
    await settle()
    expect([first.engine.playing, second.engine.playing]).toEqual([0, 1])
  })

  it('stay silent together when the sounding one is silenced', async () => {
    const locks = new Locks()
    const first = page({ locks })
    const second = page({ locks })
    await first.start()
    await second.start()
    first.ringer.silence()
    await settle()
    expect([first.engine.playing, second.engine.playing]).toEqual([0, 0])
  })

  it('let the one ring that the person uses', () => {
    const order = [
      { touched: true, visible: true },
      { touched: true, visible: false },
      { touched: false, visible: true },
      { touched: false, visible: false },
    ].map(waitBeforeElection)
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(new Set(order).size).toBe(4)
  })
})
