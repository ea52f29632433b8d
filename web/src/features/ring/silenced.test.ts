import { describe, expect, it } from 'vitest'
import { makeSilenced } from './silenced'

describe('a ring that was silenced', () => {
  it('is known to the other tabs, which hear of it, and to no other ring', () => {
    const memory = new Map<string, string>()
    const storage = {
      getItem: (key: string) => memory.get(key) ?? null,
      setItem: (key: string, value: string) => void memory.set(key, value),
    }
    const tabs = new EventTarget()
    const here = makeSilenced(storage, tabs)
    const there = makeSilenced(storage, tabs)
    let heard = 0
    const end = there.subscribe(() => heard++)
    here.add('c1')
    tabs.dispatchEvent(new Event('storage'))
    expect([here.has('c1'), there.has('c1'), there.has('c2')]).toEqual([true, true, false])
    end()
    tabs.dispatchEvent(new Event('storage'))
    expect(heard).toBe(1)
  })

  it('is known to this page where storage is forbidden', () => {
    const forbidden = () => {
      throw new DOMException('no', 'SecurityError')
    }
    const silenced = makeSilenced({ getItem: forbidden, setItem: forbidden }, new EventTarget())
    expect(silenced.has('c1')).toBe(false)
    silenced.add('c1')
    expect(silenced.has('c1')).toBe(true)
  })
})
