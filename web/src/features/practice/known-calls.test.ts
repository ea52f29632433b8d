import { describe, expect, it } from 'vitest'
import { KNOWN_MOST, KnownCalls } from './known-calls'

class Kept {
  text: string | null = null
  getItem = () => this.text
  setItem = (_: string, text: string) => {
    this.text = text
  }
}

describe('the call of an entry', () => {
  it('is the newest that this browser has seen', () => {
    const kept = new Kept()
    const calls = new KnownCalls(kept)
    calls.remember({ entryId: 'e1', id: 'c1' })
    calls.remember({ entryId: 'e2', id: 'c2' })
    calls.remember({ entryId: 'e1', id: 'c3' })
    for (const known of [calls, new KnownCalls(kept)]) {
      expect([known.of('e1'), known.of('e2'), known.of('e3')]).toEqual(['c3', 'c2', undefined])
    }
  })

  it('is forgotten, the oldest first, when there are too many', () => {
    const calls = new KnownCalls(undefined)
    for (let i = 0; i <= KNOWN_MOST; i++) calls.remember({ entryId: `e${i}`, id: `c${i}` })
    expect([calls.of('e0'), calls.of('e1')]).toEqual([undefined, 'c1'])
  })

  it.each(['{', '{}', '[["e1"]]', '[["e1",1]]'])('is not known from a storage that holds %s', (text) => {
    const kept = new Kept()
    kept.text = text
    const calls = new KnownCalls(kept)
    expect(calls.of('e1')).toBeUndefined()
    calls.remember({ entryId: 'e1', id: 'c1' })
    expect(new KnownCalls(kept).of('e1')).toBe('c1')
  })
})
