import { describe, expect, it } from 'vitest'
import { isDone, makeHouse } from './testing/house'

async function ringing() {
  const house = makeHouse()
  const rung = house.ring()
  await house.time.pass(1000)
  return { ...house, rung }
}

describe('Answer', () => {
  it('opens the app on the call where no page is open, and the device is quiet from then on', async () => {
    const { click, pages, desk, receipts, rung, time } = await ringing()
    await click('c1', 'answer')
    expect(pages.opened).toEqual(['/answer/c1'])
    expect(desk.notes.has('c1')).toBe(false)
    expect(receipts.events().at(-1)).toBe('clicked')
    expect(await isDone(rung)).toBe(true)
    await time.pass(9000)
    expect(desk.alerts('c1')).toEqual([0])
  })

  it('brings an open page forward and tells it', async () => {
    const { click, pages } = await ringing()
    pages.visible = true
    await click('c1', 'answer')
    expect(pages.told).toEqual([{ type: 'answer', call: 'c1' }])
    expect(pages.opened).toEqual([])
  })

  it('rings on when the browser lets no page come forward', async () => {
    const { click, pages, desk, time } = await ringing()
    pages.mayOpen = false
    void click('c1', 'answer')
    await time.pass(8000)
    expect(desk.alerts('c1')).toEqual([0, 1000, 5000, 9000])
  })

  it('is not answered by "elsewhere" when the push about it comes before the page is there', async () => {
    const { click, pages, desk, push } = await ringing()
    await click('c1', 'answer')
    expect(pages.visible).toBe(false)
    await push({ kind: 'ring_over', call: 'c1', outcome: 'ANSWERED' })
    expect(desk.notes.has('c1')).toBe(false)
  })
})

it('a ring that is over never sounds again, whatever is pressed late', async () => {
  const { desk, pages, push, switchboard, receipts, time } = await ringing()
  const note = desk.notes.get('c1')
  await push({ kind: 'ring_over', call: 'c1', outcome: 'MISSED' })
  pages.mayOpen = false
  for (const action of ['answer', 'decline', '']) await switchboard.onClick({ tag: 'c1', data: note?.data }, action)
  await time.pass(9000)
  expect(desk.alerts('c1')).toEqual([0])
  expect(receipts.events()).not.toContain('declined')
})

describe('a click on the ring', () => {
  it('shows it in a page, and goes on sounding here until it is heard there', async () => {
    const { click, pages, desk, receipts, time } = await ringing()
    await click('c1')
    expect(pages.opened).toEqual(['/patient'])
    expect(receipts.events()).toContain('clicked')
    expect(desk.notes.has('c1')).toBe(false)
    await time.pass(4000)
    expect(desk.alerts('c1')).toEqual([0, 4000])
    Object.assign(pages, { visible: true, sounding: true })
    await time.pass(8000)
    expect(desk.alerts('c1')).toEqual([0, 4000])
  })

  it('stays where no page can be shown', async () => {
    const { click, pages, desk } = await ringing()
    pages.mayOpen = false
    await click('c1')
    expect(desk.notes.has('c1')).toBe(true)
  })

  it('that wakes a worker which was ended lets it ring on', async () => {
    const house = makeHouse()
    house.receipts.expiresAt = 30_000
    const words = { title: 'Your doctor is calling', body: '' }
    const data = { kind: 'ring', call: 'c1', expiresAt: 30_000, receipt: 'token-c1', ...words }
    void house.switchboard.onClick({ tag: 'c1', data }, '')
    await house.time.pass(9000)
    expect(house.desk.alerts('c1')).toEqual([4000, 8000])
  })
})

describe('Decline', () => {
  it('needs no page: the receipt declines, and the note says so', async () => {
    const { click, pages, desk, receipts, rung, time } = await ringing()
    await click('c1', 'decline')
    expect(receipts.events().at(-1)).toBe('declined')
    expect(desk.notes.get('c1')).toMatchObject({ title: 'Call declined', silent: true })
    expect([pages.opened, pages.told]).toEqual([[], []])
    expect(await isDone(rung)).toBe(true)
    await time.pass(9000)
    expect(desk.alerts('c1')).toEqual([0])
  })

  it('is still "declined", not "declined on another device", when the end is pushed', async () => {
    const { click, desk, push } = await ringing()
    await click('c1', 'decline')
    await push({ kind: 'ring_over', call: 'c1', outcome: 'DECLINED' })
    expect(desk.notes.get('c1')?.title).toBe('Call declined')
  })

  it('without a network says so, keeps trying, and arrives when the network is back', async () => {
    const { click, desk, receipts, time } = await ringing()
    receipts.state = 'network'
    const declined = click('c1', 'decline')
    await time.pass(5000)
    expect(desk.notes.get('c1')).toMatchObject({ title: 'Not declined yet', silent: true })
    expect(desk.alerts('c1')).toEqual([0])
    receipts.state = { status: 'RINGING' }
    await time.pass(2000)
    expect(receipts.events().at(-1)).toBe('declined')
    expect(desk.notes.get('c1')?.title).toBe('Call declined')
    expect(await isDone(declined)).toBe(true)
  })

  it('that never gets through ends with the ring', async () => {
    const { click, desk, receipts, time } = await ringing()
    receipts.state = 'network'
    const declined = click('c1', 'decline')
    await time.pass(45_000)
    expect(await isDone(declined)).toBe(true)
    expect(desk.notes.get('c1')?.title).toBe('The call stopped ringing')
  })

  it('can be thought over while it does not get through', async () => {
    const { click, desk, pages, receipts, time } = await ringing()
    receipts.state = 'network'
    const declined = click('c1', 'decline')
    await time.pass(1000)
    receipts.state = { status: 'RINGING' }
    await click('c1', 'answer')
    expect(pages.opened).toEqual(['/answer/c1'])
    await time.pass(5000)
    expect(receipts.events()).not.toContain('declined')
    expect(await isDone(declined)).toBe(true)
    expect(desk.notes.has('c1')).toBe(false)
  })

  it('that comes too late tells what really happened', async () => {
    const { click, desk, receipts } = await ringing()
    receipts.end('ANSWERED')
    await click('c1', 'decline')
    expect(desk.notes.get('c1')?.title).toBe('Answered on another device')
  })

  it('works after the worker slept and forgot everything but the notification', async () => {
    const { desk, receipts, wakeAnew } = await ringing()
    const note = desk.notes.get('c1')
    await wakeAnew().onClick({ tag: 'c1', data: note?.data }, 'decline')
    expect(receipts.got.at(-1)).toMatchObject({ token: 'token-c1', event: 'declined' })
    expect(desk.notes.get('c1')?.title).toBe('Call declined')
  })

  it('pressed twice is sent once', async () => {
    const { click, receipts, time } = await ringing()
    receipts.state = 'network'
    void click('c1', 'decline')
    await time.pass(100)
    await click('c1', 'decline')
    receipts.state = { status: 'RINGING' }
    await time.pass(3000)
    expect(receipts.events().filter((event) => event === 'declined')).toHaveLength(1)
  })
})

describe('a click on something else', () => {
  it.each([
    [{ kind: 'ring_over', call: 'c1', outcome: 'MISSED' }, 'c1', '/patient'],
    [{ kind: 'place', schedule: 's1', ahead: 1, title: 'Soon', body: 'One ahead' }, 'place-s1', '/patient/schedule/s1'],
    [{ kind: 'notice', schedule: 's1', title: 'News', body: 'Late' }, 'notice-s1', '/patient/schedule/s1'],
  ])('of %j opens its place', async (message, tag, path) => {
    const house = makeHouse()
    await house.push(message)
    await house.click(tag)
    expect(house.pages.opened).toEqual([path])
    expect(house.desk.notes.has(tag)).toBe(false)
  })

  it('with data that this version does not know opens the app', async () => {
    const house = makeHouse()
    await house.switchboard.onClick({ tag: 'old', data: 'from another version' }, '')
    expect(house.pages.opened).toEqual(['/'])
  })
})

it('a page takes the update: the worker takes over', async () => {
  const house = makeHouse()
  await house.switchboard.onMessage({ type: 'skip_waiting' })
  await house.switchboard.onMessage('something else')
  expect(house.tookOver).toBe(1)
})
