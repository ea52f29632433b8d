import { describe, expect, it } from 'vitest'
import { isSilenced, isSounding, parsePageMessage, parseWorkerMessage } from './worker-messages'

describe('messages between pages and the service worker', () => {
  it.each([
    { type: 'push_test' },
    { type: 'answer', call: 'c1' },
    { type: 'show_ring', call: 'c1' },
    { type: 'who_sounds', call: 'c1' },
    { type: 'open', path: '/patient' },
  ])('a page understands $type', (message) => {
    expect(parseWorkerMessage(message)).toEqual(message)
  })

  it.each([{ type: 'ring_over', call: 'c1' }, { type: 'skip_waiting' }])('the worker understands $type', (message) => {
    expect(parsePageMessage(message)).toEqual(message)
  })

  it.each([
    undefined,
    null,
    7,
    'answer',
    {},
    { type: 'answer' },
    { type: 'open', path: 7 },
    { type: 'ring_over', call: 1 },
  ])('both ignore %j', (data) => {
    expect(parseWorkerMessage(data)).toBeUndefined()
    expect(parsePageMessage(data)).toBeUndefined()
  })

  it('only a page that sounds says so', () => {
    expect(isSounding({ sounding: true })).toBe(true)
    expect([undefined, {}, { sounding: 'yes' }].map(isSounding)).toEqual([false, false, false])
    expect([{ sounding: true, silenced: true }, { sounding: true }, { silenced: true }].map(isSilenced)).toEqual([
      true,
      false,
      false,
    ])
  })
})
