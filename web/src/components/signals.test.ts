import { describe, expect, it } from 'vitest'
import { iconOf, Signals } from './signals'

function tab({ calm = false } = {}) {
  const shown = { title: '', icon: undefined as string | undefined, badge: undefined as number | undefined }
  const tickers = new Set<() => void>()
  const signals = new Signals({
    setTitle: (title) => {
      shown.title = title
    },
    setIcon: (href) => {
      shown.icon = href
    },
    setAppBadge: (count) => {
      shown.badge = count
    },
    isCalm: () => calm,
    setTicker: (callback) => {
      tickers.add(callback)
      return () => tickers.delete(callback)
    },
  })
  const tick = () => {
    for (const ticker of [...tickers]) ticker()
  }
  signals.setTitle('Practice room')
  return { signals, shown, tick, tickers }
}

describe('a page that is not looked at', () => {
  it('counts on its title, its icon and its app', () => {
    const { signals, shown } = tab()
    signals.setCount(2)
    expect(shown).toEqual({ title: '(2) Practice room', icon: iconOf(2), badge: 2 })
    signals.setTitle('My practice')
    expect(shown.title).toBe('(2) My practice')
    signals.setCount(0)
    expect(shown).toEqual({ title: 'My practice', icon: undefined, badge: undefined })
  })

  it('rings in turn with its title, and everything is as before at the outcome', () => {
    const { signals, shown, tick, tickers } = tab()
    signals.setRinging('Incoming call')
    expect(shown).toEqual({ title: 'Incoming call', icon: iconOf('ringing'), badge: 1 })
    tick()
    expect(shown.title).toBe('Practice room')
    tick()
    expect(shown.title).toBe('Incoming call')
    signals.setRinging(undefined)
    expect(shown).toEqual({ title: 'Practice room', icon: undefined, badge: undefined })
    expect(tickers.size).toBe(0)
  })

  it('rings over a count, keeps a title that changes below, and counts again afterwards', () => {
    const { signals, shown } = tab()
    signals.setCount(3)
    signals.setRinging('Incoming call')
    signals.setTitle('My numbers')
    expect(shown.title).toBe('Incoming call')
    expect(shown.badge).toBe(1)
    signals.setRinging(undefined)
    expect(shown).toEqual({ title: '(3) My numbers', icon: iconOf(3), badge: 3 })
  })

  it('does not flash where motion is unwelcome', () => {
    const { signals, shown, tickers } = tab({ calm: true })
    signals.setRinging('Incoming call')
    expect(tickers.size).toBe(0)
    expect(shown.title).toBe('Incoming call')
  })

  it.each([
    [1, '>1<'],
    [42, '>42<'],
    [99, '>99<'],
    [100, '>99+<'],
  ])('shows %i on its icon as %s', (count, text) => {
    expect(decodeURIComponent(iconOf(count))).toContain(text)
  })
})
