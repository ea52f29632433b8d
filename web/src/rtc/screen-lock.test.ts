import { describe, expect, it } from 'vitest'
import { ScreenLock } from './screen-lock'
import { settle } from './testing/media'

/** A browser that counts which locks it has granted and not yet released. */
function browser({ refuses = false } = {}) {
  const listeners = new Set<() => void>()
  const locks = new Set<object>()
  const page = { isVisible: true, asked: 0 }
  const screen = new ScreenLock({
    request: async () => {
      page.asked++
      if (refuses) throw new DOMException('', 'NotAllowedError')
      const lock = {
        release: async () => {
          locks.delete(lock)
        },
      }
      locks.add(lock)
      return lock
    },
    isVisible: () => page.isVisible,
    onVisibilityChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  const turn = async (isVisible: boolean) => {
    page.isVisible = isVisible
    if (!isVisible) locks.clear()
    for (const listener of [...listeners]) listener()
    await settle()
  }
  return { screen, page, locks, listeners, turn }
}

describe('the screen', () => {
  it('stays on until the last one lets it go', async () => {
    const { screen, page, locks, listeners } = browser()
    const [one, other] = [screen.hold(), screen.hold()]
    await settle()
    expect(locks.size).toBe(1)
    one()
    one()
    await settle()
    expect(locks.size).toBe(1)
    other()
    await settle()
    expect(locks.size).toBe(0)
    expect(listeners.size).toBe(0)
    expect(page.asked).toBe(1)
  })

  it('is kept on again when the page is shown again', async () => {
    const { screen, locks, turn } = browser()
    screen.hold()
    await turn(false)
    expect(locks.size).toBe(0)
    await turn(true)
    expect(locks.size).toBe(1)
  })

  it('is not asked for while the page is hidden, nor after it was let go', async () => {
    const { screen, page, turn } = browser()
    await turn(false)
    const release = screen.hold()
    release()
    await turn(true)
    expect(page.asked).toBe(0)
  })

  it('may go off again when it was let go before the browser granted it', async () => {
    const { screen, locks } = browser()
    screen.hold()()
    await settle()
    expect(locks.size).toBe(0)
  })

  it('holds one lock however often the browser says that the page is shown', async () => {
    const { screen, locks, turn } = browser()
    screen.hold()
    await turn(true)
    await turn(true)
    expect(locks.size).toBe(1)
  })

  it('is let go quietly where the browser refuses', async () => {
    const { screen } = browser({ refuses: true })
    const release = screen.hold()
    await settle()
    expect(release).not.toThrow()
    await settle()
  })
})
