import { describe, expect, it } from 'vitest'
import { queueNews } from '../../domain/queue'
import { anEntry, byId } from '../../domain/testing'
import { announcementOf, nameOf } from './announcement'

const all = { chime: true, badge: true, notification: true }
const free = { preferences: all, inCall: false, mayNotify: true }
const one = anEntry(1)
const two = anEntry(2)
const joined = queueNews(byId(one), byId(one, two))
const ready = queueNews(byId(one, two), byId({ ...one, status: 'READY', readyAt: 5 }, two))

describe('news of the queue', () => {
  it.each([
    ['somebody joined', joined, 'joined', 2],
    ['somebody turned ready', ready, 'ready', 1],
    [
      'one joined and another turned ready at once',
      queueNews(byId(one), byId({ ...one, status: 'READY' }, two)),
      'ready',
      1,
    ],
  ] as const)('%s', (_, news, kind, number) => {
    expect(announcementOf(news, free)).toMatchObject({ kind, entry: { number }, chime: true, notify: true })
  })

  it('is none when somebody left or was called', () => {
    expect(announcementOf(queueNews(byId(one, two), byId({ ...one, status: 'RINGING' })), free)).toBeUndefined()
  })

  it.each([
    ['in a call', { ...free, inCall: true }, false, false],
    ['with the chime off', { ...free, preferences: { ...all, chime: false } }, false, true],
    ['with notifications off', { ...free, preferences: { ...all, notification: false } }, true, false],
    ['with notifications forbidden by the browser', { ...free, mayNotify: false }, true, false],
  ])('%s', (_, surroundings, chime, notify) => {
    expect(announcementOf(ready, surroundings)).toMatchObject({ chime, notify })
  })

  it('has another name when the same patient turns ready a second time', () => {
    const again = queueNews(byId(one), byId({ ...one, status: 'READY', readyAt: 9 }))
    const names = [joined, ready, again].map((news) => announcementOf(news, free)).map((told) => told && nameOf(told))
    expect(new Set(names).size).toBe(3)
  })
})
