import { describe, expect, it } from 'vitest'
import { makeHouse } from './testing/house'

describe('a test push', () => {
  const test = { kind: 'test', receipt: 't1', title: 'Test', body: 'It works' }

  it('shows, tells the pages, and tells the server how far it came', async () => {
    const house = makeHouse()
    await house.push(test)
    expect(house.desk.notes.get('test')).toMatchObject({ title: 'Test', body: 'It works', renotify: true })
    expect(house.pages.told).toEqual([{ type: 'push_test' }])
    expect(house.receipts.got.map(({ token, event }) => [token, event])).toEqual([
      ['t1', 'delivered'],
      ['t1', 'shown'],
    ])
  })

  it('tells the server of the click', async () => {
    const house = makeHouse()
    await house.push(test)
    await house.click('test')
    expect(house.receipts.events()).toEqual(['delivered', 'shown', 'clicked'])
  })
})

describe('news', () => {
  it('about a place replace one another', async () => {
    const house = makeHouse()
    for (const ahead of [3, 1, 0])
      await house.push({ kind: 'place', schedule: 's1', ahead, title: `${ahead}`, body: '' })
    expect([...house.desk.notes.values()].map(({ title }) => title)).toEqual(['0'])
  })

  it('of the doctor stand beside the place', async () => {
    const house = makeHouse()
    await house.push({ kind: 'place', schedule: 's1', ahead: 1, title: 'Soon', body: '' })
    await house.push({ kind: 'notice', schedule: 's1', title: 'Late', body: '15 minutes' })
    expect([...house.desk.notes.keys()]).toEqual(['place-s1', 'notice-s1'])
  })
})

describe('a push that this version does not know', () => {
  it.each([
    ['none', undefined],
    ['broken', '{'],
    ['no object', '7'],
    ['a later kind', '{"kind":"waltz","title":"x","body":"y"}'],
    ['a ring without its token', '{"kind":"ring","call":"c1","expiresAt":1,"title":"x","body":"y"}'],
    ['a ring without its end', '{"kind":"ring","call":"c1","receipt":"r","title":"x","body":"y"}'],
    ['an unknown outcome', '{"kind":"ring_over","call":"c1","outcome":"EXPLODED"}'],
  ])('(%s) shows something all the same, or the browser takes the subscription away', async (_, json) => {
    const house = makeHouse()
    await house.switchboard.onPush(json)
    expect(house.desk.notes.get('news')?.title).toBe('News from your practice')
  })
})
