import { describe, expect, it } from 'vitest'
import { ManualTimers, settle } from '../../rtc/testing/media'
import { oncePerBrowser } from './once-per-browser'

/** navigator.locks, as far as it is used. */
class Locks {
  readonly #held = new Set<string>()
  readonly request = (async (
    name: string,
    _: { ifAvailable: true },
    work: (lock: object | null) => Promise<void> | void,
  ) => {
    await Promise.resolve()
    if (this.#held.has(name)) return work(null)
    this.#held.add(name)
    await work({})
    this.#held.delete(name)
  }) as unknown as LockManager['request']
}

function browser() {
  const timers = new ManualTimers()
  const locks = new Locks()
  const done: string[] = []
  const deps = { locks, setTimer: timers.setTimer }
  const tab = (who: string, name: string, wait: number) => oncePerBrowser(deps, name, wait, () => done.push(who))
  const pass = async (ms: number) => {
    timers.advance(ms)
    await settle()
  }
  return { timers, done, tab, pass }
}

describe('work that one tab of a browser does', () => {
  it('is done by the fittest, and not again by one that comes late', async () => {
    const { done, tab, pass } = browser()
    tab('hidden', 'news 1', 300)
    tab('looked at', 'news 1', 0)
    await pass(0)
    await pass(300)
    tab('asleep', 'news 1', 0)
    await pass(1000)
    expect(done).toEqual(['looked at'])
  })

  it('is done by whoever there is', async () => {
    const { done, tab, pass } = browser()
    tab('hidden', 'news 1', 300)
    await pass(299)
    expect(done).toEqual([])
    await pass(1)
    expect(done).toEqual(['hidden'])
  })

  it('is done for the next news as well', async () => {
    const { done, tab, pass } = browser()
    tab('one', 'news 1', 0)
    tab('other', 'news 2', 0)
    await pass(0)
    expect(done).toEqual(['one', 'other'])
  })

  it('is done by every tab where there are no locks', () => {
    const done: string[] = []
    oncePerBrowser({ locks: undefined, setTimer: () => {} }, 'news', 0, () => done.push('one'))
    expect(done).toEqual(['one'])
  })
})
