import { describe, expect, it } from 'vitest'
import type { SoundState } from '../../rtc/sound'
import { ManualTimers, settle } from '../../rtc/testing/media'
import { Ringer, type Silenced, waitBeforeElection } from './ringtone'

/** One browser: the Web Locks of one name, and what was silenced. */
class Browser {
  readonly timers = new ManualTimers()
  #queue: { signal: AbortSignal; run: () => Promise<void> }[] = []
  #isHeld = false
  #silenced = new Set<string>()
  #listeners = new Set<() => void>()

  readonly hold = (signal: AbortSignal, work: () => Promise<void>): Promise<void> =>
    new Promise((resolve, reject) => {
      const giveUp = () => reject(new DOMException('over', 'AbortError'))
      signal.addEventListener('abort', giveUp)
      const run = async () => {
        signal.removeEventListener('abort', giveUp)
        await work()
        resolve()
      }
      this.#queue.push({ signal, run })
      void this.#next()
    })

  async #next(): Promise<void> {
    if (this.#isHeld) return
    this.#queue = this.#queue.filter(({ signal }) => !signal.aborted)
    const turn = this.#queue.shift()
    if (turn === undefined) return
    this.#isHeld = true
    await turn.run()
    this.#isHeld = false
    void this.#next()
  }

  readonly silenced: Silenced = {
    has: (callId) => this.#silenced.has(callId),
    add: (callId) => {
      this.#silenced.add(callId)
      for (const listener of [...this.#listeners]) listener()
    },
    subscribe: (listener) => {
      this.#listeners.add(listener)
      return () => this.#listeners.delete(listener)
    },
  }

  /** Lets time pass in steps small enough that promises settle in between, as in a browser. */
  async pass(ms: number): Promise<void> {
    await settle()
    for (let passed = 0; passed < ms; passed += 50) {
      this.timers.advance(50)
      await settle()
    }
  }
}

interface PageOptions {
  browser?: Browser
  /** What the browser makes of a page that wants to sound. */
  allowed?: boolean
  touched?: boolean
  visible?: boolean
}

function page({ browser = new Browser(), allowed = true, touched = true, visible = true }: PageOptions = {}) {
  const reports: string[] = []
  const buzzes: number[][] = []
  const shown: string[] = []
  const listeners = new Set<() => void>()
  const engine = {
    state: { status: 'asleep' } as SoundState,
    playing: 0,
    asked: 0,
    play: () => {
      engine.playing++
      let stopped = false
      const stop = () => {
        if (!stopped) engine.playing--
        stopped = true
      }
      return { started: Promise.resolve(true), stop }
    },
    unlock: async () => {
      engine.asked++
      if (allowed) engine.become('running')
      else await new Promise<void>((resolve) => browser.timers.setTimer(resolve, 400))
      if (engine.state.status === 'asleep') engine.become('blocked')
      return engine.state.status === 'running'
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    become: (status: SoundState['status']) => {
      if (engine.state.status === status) return
      engine.state = { status }
      for (const listener of [...listeners]) listener()
    },
  }
  const ringer = new Ringer({
    sound: engine,
    hold: browser.hold,
    silenced: browser.silenced,
    standing: () => ({ touched, visible }),
    report: (callId, audible) => reports.push(`${callId} ${audible}`),
    vibrate: (pattern) => buzzes.push(pattern),
    setTimer: browser.timers.setTimer,
  })
  ringer.subscribe(() => shown.push(ringer.state.status))
  return { browser, ringer, engine, reports, buzzes, shown, status: () => ringer.state.status }
}

describe('the ringer of a page', () => {
  it('sounds, buzzes and reports that it is heard', async () => {
    const { browser, ringer, engine, reports, buzzes, shown } = page()
    ringer.start('c1')
    await browser.pass(50)
    expect(shown).toEqual(['waiting', 'sounding'])
    expect(engine.playing).toBe(1)
    expect(reports).toEqual(['c1 true'])
    await browser.pass(8000)
    expect(buzzes).toHaveLength(3)
    expect(reports).toEqual(['c1 true'])
  })

  it('stops everything at the outcome, at once', async () => {
    const { browser, ringer, engine, buzzes, status } = page()
    ringer.start('c1')
    await browser.pass(50)
    ringer.stop()
    expect(engine.playing).toBe(0)
    expect(buzzes.at(-1)).toEqual([])
    expect(status()).toBe('off')
    await browser.pass(3000)
    engine.become('blocked')
    expect(status()).toBe('off')
    expect(browser.timers.pending).toBe(0)
  })

  it('reports a blocked sound as not audible, and audible after the tap', async () => {
    const { browser, ringer, engine, reports, status } = page({ allowed: false })
    ringer.start('c1')
    await browser.pass(350)
    expect(reports).toEqual([])
    await browser.pass(100)
    expect(status()).toBe('blocked')
    expect(reports).toEqual(['c1 false'])
    engine.become('running')
    await browser.pass(0)
    expect(status()).toBe('sounding')
    expect(engine.playing).toBe(1)
    expect(reports).toEqual(['c1 false', 'c1 true'])
  })

  it('asks a browser that said no only once, and stays blocked in the meantime', async () => {
    const { browser, ringer, engine, reports, shown } = page({ allowed: false })
    ringer.start('c1')
    await browser.pass(10_000)
    expect(engine.asked).toBe(1)
    expect(shown).toEqual(['waiting', 'blocked'])
    expect(reports).toEqual(['c1 false'])
    ringer.tap()
    expect(engine.asked).toBe(2)
  })

  it('gives way when a tap does not help, and sounds all the same when it can', async () => {
    const { browser, ringer, engine, shown, reports } = page({ allowed: false })
    ringer.start('c1')
    await browser.pass(600)
    ringer.tap()
    await browser.pass(450)
    expect(ringer.state.status).toBe('unable')
    await browser.pass(3000)
    expect(shown).toEqual(['waiting', 'blocked', 'unable'])
    expect(ringer.caresFor('c1')).toBe(false)
    engine.become('running')
    await browser.pass(0)
    expect(ringer.state.status).toBe('sounding')
    expect(reports).toEqual(['c1 false', 'c1 true'])
  })

  it('says that it is blocked when the browser takes the loudspeaker away, and sounds when it is back', async () => {
    const { browser, ringer, engine, status, reports } = page()
    ringer.start('c1')
    await browser.pass(50)
    engine.become('blocked')
    await browser.pass(1100)
    expect(status()).toBe('blocked')
    expect(engine.playing).toBe(0)
    engine.become('running')
    await browser.pass(0)
    expect(status()).toBe('sounding')
    expect(engine.playing).toBe(1)
    expect(reports).toEqual(['c1 true', 'c1 false', 'c1 true'])
  })

  it('silenced is quiet, stays silenced, and reports nothing more', async () => {
    const { browser, ringer, engine, reports, status } = page()
    ringer.start('c1')
    await browser.pass(50)
    ringer.silence()
    expect(engine.playing).toBe(0)
    engine.become('blocked')
    engine.become('running')
    await browser.pass(3000)
    expect(status()).toBe('silenced')
    expect(engine.playing).toBe(0)
    expect(reports).toEqual(['c1 true'])
  })

  it('stays silent for a ring that was silenced before a reload', async () => {
    const { browser, ringer, engine, status } = page()
    browser.silenced.add('c1')
    ringer.start('c1')
    await browser.pass(1000)
    expect(status()).toBe('silenced')
    expect(engine.playing).toBe(0)
  })

  it('takes care of its own ring unless it is blocked, and of no other', async () => {
    const { browser, ringer, engine } = page()
    expect(ringer.caresFor('c1')).toBe(false)
    ringer.start('c1')
    await browser.pass(50)
    expect([ringer.caresFor('c1'), ringer.caresFor('c2')]).toEqual([true, false])
    engine.become('blocked')
    await browser.pass(50)
    expect(ringer.caresFor('c1')).toBe(false)
    ringer.silence()
    expect(ringer.caresFor('c1')).toBe(true)
    ringer.stop()
    expect(ringer.caresFor('c1')).toBe(false)
  })

  it('tells a server again that came back', async () => {
    const { browser, ringer, reports } = page()
    ringer.reportAgain()
    ringer.start('c1')
    ringer.reportAgain()
    await browser.pass(50)
    ringer.reportAgain()
    expect(reports).toEqual(['c1 true', 'c1 true'])
  })

  it('rings for the next call as if there had been none', async () => {
    const { browser, ringer, reports, engine, status } = page()
    ringer.start('c1')
    await browser.pass(50)
    ringer.silence()
    ringer.start('c2')
    await browser.pass(50)
    expect(status()).toBe('sounding')
    expect(engine.playing).toBe(1)
    expect(reports).toEqual(['c1 true', 'c2 true'])
  })

  it('stopped before its turn never sounds', async () => {
    const { browser, ringer, engine } = page({ touched: false })
    ringer.start('c1')
    ringer.stop()
    await browser.pass(1000)
    expect(engine.playing).toBe(0)
  })
})

describe('two tabs of one browser', () => {
  function tabs(first: PageOptions = {}, second: PageOptions = {}) {
    const browser = new Browser()
    const both = [page({ ...first, browser }), page({ ...second, browser })] as const
    for (const { ringer } of both) ringer.start('c1')
    return { browser, first: both[0], second: both[1], statuses: () => both.map(({ status }) => status()) }
  }

  it('ring with one sound, and the second takes over when the first is closed', async () => {
    const { browser, first, second, statuses } = tabs()
    await browser.pass(1000)
    expect(statuses()).toEqual(['sounding', 'waiting'])
    expect([first.engine.playing, second.engine.playing]).toEqual([1, 0])
    expect(second.reports).toEqual([])
    first.ringer.stop()
    await browser.pass(0)
    expect(second.status()).toBe('sounding')
    expect([first.engine.playing, second.engine.playing]).toEqual([0, 1])
  })

  it('hand over when the browser mutes the one that sounds', async () => {
    const { browser, first, second, statuses } = tabs()
    await browser.pass(1000)
    first.engine.become('blocked')
    await browser.pass(100)
    expect([first.engine.playing, second.engine.playing]).toEqual([0, 1])
    await browser.pass(2000)
    expect(statuses()).toEqual(['waiting', 'sounding'])
    expect(first.reports).toEqual(['c1 true'])
  })

  it('let the one sound that may, whichever was first, and the other reports nothing', async () => {
    const { browser, first, second, statuses } = tabs({ allowed: false }, { touched: false, visible: false })
    await browser.pass(3000)
    expect(statuses()).toEqual(['waiting', 'sounding'])
    expect([first.engine.playing, second.engine.playing]).toEqual([0, 1])
    expect([first.reports, second.reports]).toEqual([[], ['c1 true']])
  })

  it('are both blocked until one is tapped, which then sounds alone', async () => {
    const { browser, first, second, statuses } = tabs({ allowed: false }, { allowed: false })
    await browser.pass(3000)
    expect(statuses()).toEqual(['blocked', 'blocked'])
    second.engine.become('running')
    await browser.pass(2000)
    expect(statuses()).toEqual(['waiting', 'sounding'])
    expect([first.engine.playing, second.engine.playing]).toEqual([0, 1])
  })

  it('fall silent together when one is silenced, also the one that does not sound', async () => {
    const { browser, first, second, statuses } = tabs()
    await browser.pass(1000)
    second.ringer.silence()
    await browser.pass(2000)
    expect(statuses()).toEqual(['silenced', 'silenced'])
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
