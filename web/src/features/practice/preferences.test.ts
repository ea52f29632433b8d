import { describe, expect, it } from 'vitest'
import { PreferenceStore } from './preferences'

function browser(stored: Record<string, string> = {}) {
  const memory = new Map(Object.entries(stored))
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
  }
  const tabs = new EventTarget()
  return { memory, tabs, open: () => new PreferenceStore(storage, tabs) }
}

describe('how a doctor wants to be told', () => {
  it('is by chime and badge until somebody chooses', () => {
    expect(browser().open().state).toEqual({ chime: true, badge: true, notification: false })
  })

  it('is remembered by this browser, and anything unreadable is as if nothing had been chosen', () => {
    const stored = { 'praktik.chime': 'off', 'praktik.badge': 'perhaps', 'praktik.notification': 'on' }
    expect(browser(stored).open().state).toEqual({ chime: false, badge: true, notification: true })
  })

  it('changes in every tab', () => {
    const { memory, tabs, open } = browser()
    const [here, there] = [open(), open()]
    here.set('badge', false)
    expect(memory.get('praktik.badge')).toBe('off')
    tabs.dispatchEvent(new Event('storage'))
    expect([here.state.badge, there.state.badge]).toEqual([false, false])
  })

  it('lasts for the page where storage is forbidden', () => {
    const forbidden = () => {
      throw new DOMException('no', 'SecurityError')
    }
    const store = new PreferenceStore({ getItem: forbidden, setItem: forbidden }, new EventTarget())
    store.set('chime', false)
    expect(store.state).toEqual({ chime: false, badge: true, notification: false })
  })
})
