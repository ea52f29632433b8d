// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { hasJoined, isOwnCall, markJoined, markOwnCall, onCallMark } from './own-call'

afterEach(() => sessionStorage.clear())

describe('the tab that pressed Call', () => {
  it('knows its newest call and no other one', () => {
    markOwnCall('c1')
    markOwnCall('c2')
    expect([isOwnCall('c1'), isOwnCall('c2')]).toEqual([false, true])
  })

  it('is told when the reply with the id comes after the call', () => {
    const heard = vi.fn()
    const end = onCallMark(heard)
    markOwnCall('c3')
    end()
    markOwnCall('c4')
    expect(heard).toHaveBeenCalledTimes(1)
  })

  it('keeps what it called apart from what it joined', () => {
    markOwnCall('c5')
    expect(hasJoined('c5')).toBe(false)
    markJoined('c5')
    expect(hasJoined('c5')).toBe(true)
  })

  it('remembers in a browser that forbids storage', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new Error('forbidden')
    })
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new Error('forbidden')
    })
    markOwnCall('c6')
    expect(isOwnCall('c6')).toBe(true)
  })
})
