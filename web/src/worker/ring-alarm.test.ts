import { describe, expect, it } from 'vitest'
import { MOST_RINGS } from './ring-alarm'
import { isDone, makeHouse } from './testing/house'

describe('a ring with no page open', () => {
  it('shows at once, with both buttons, and stays until somebody acts', async () => {
    const house = makeHouse()
    void house.ring()
    await house.settle()
    expect(house.desk.notes.get('c1')).toMatchObject({
      title: 'Your doctor is calling',
      body: 'Answer to begin.',
      requireInteraction: true,
      renotify: true,
      vibrate: expect.arrayContaining([expect.any(Number)]),
      actions: [
        { action: 'answer', title: 'Answer' },
        { action: 'decline', title: 'Decline' },
      ],
    })
  })

  it('tells the server that it is delivered and shown, once it is shown', async () => {
    const house = makeHouse()
    void house.ring()
    await house.settle()
    expect(house.receipts.got.map(({ token, event }) => [token, event])).toEqual([
      ['token-c1', 'delivered'],
      ['token-c1', 'shown'],
    ])
  })

  it('alerts again every four seconds until its time is up, and then tells that it was missed', async () => {
    const house = makeHouse()
    const done = house.ring()
    await house.time.pass(29_000)
    expect(house.desk.alerts('c1')).toEqual([0, 4000, 8000, 12_000, 16_000, 20_000, 24_000, 28_000])
    expect(await isDone(done)).toBe(false)
    await house.time.pass(1500)
    house.receipts.end('MISSED')
    await house.time.pass(1500)
    expect(house.desk.alerts('c1')).toHaveLength(8)
    expect(house.desk.notes.get('c1')).toMatchObject({ silent: true, requireInteraction: true })
    // Half a minute after midnight UTC in Jakarta.
    expect(house.desk.notes.get('c1')?.title).toBe('Missed call at 07:00')
    expect(await isDone(done)).toBe(true)
  })

  it('counts by the server’s clock, however wrong the device’s is', async () => {
    for (const skew of [-3_600_000, 3_600_000]) {
      const house = makeHouse()
      house.receipts.skew = skew
      void house.ring()
      await house.time.pass(40_000)
      expect(house.desk.alerts('c1').at(-1), `a clock ${skew} ms off`).toBe(28_000)
    }
  })

  it('stops sounding as soon as a receipt’s answer says that it is over', async () => {
    const house = makeHouse()
    const done = house.ring()
    await house.time.pass(5000)
    house.receipts.end('CANCELLED')
    await house.time.pass(4000)
    expect(house.desk.alerts('c1')).toEqual([0, 4000])
    expect(house.desk.notes.get('c1')?.title).toBe('The call was taken back')
    expect(await isDone(done)).toBe(true)
  })

  it('sounds no more while nobody can say whether it still rings, and goes on when somebody can', async () => {
    const house = makeHouse()
    void house.ring()
    await house.settle()
    house.receipts.state = 'network'
    await house.time.pass(9000)
    expect(house.desk.alerts('c1')).toEqual([0])
    house.receipts.state = { status: 'RINGING' }
    await house.time.pass(4000)
    expect(house.desk.alerts('c1')).toEqual([0, 12_000])
  })

  it('tells what it could not tell before', async () => {
    const house = makeHouse()
    house.receipts.state = 'network'
    void house.ring()
    await house.settle()
    house.receipts.state = { status: 'RINGING' }
    await house.time.pass(4000)
    expect(house.receipts.events()).toEqual(['delivered', 'shown'])
  })

  it('gives up after its time when nobody answers, and claims nothing', async () => {
    const house = makeHouse()
    house.receipts.state = 'network'
    const done = house.ring()
    await house.time.pass(39_000)
    expect(await isDone(done)).toBe(false)
    await house.time.pass(3000)
    expect(await isDone(done)).toBe(true)
    expect(house.desk.notes.get('c1')?.title).toBe('The call stopped ringing')
  })

  it('never outlives the longest ring there is, whatever the clocks say', async () => {
    const house = makeHouse()
    house.receipts.state = 'network'
    const done = house.ring('c1', 86_400_000)
    await house.time.pass(110_000)
    expect(await isDone(done)).toBe(true)
  })

  it('stops when its token is not known any more', async () => {
    const house = makeHouse()
    house.receipts.state = 'unknown'
    expect(await isDone(house.ring())).toBe(true)
    expect(house.desk.notes.get('c1')?.title).toBe('The call stopped ringing')
  })

  it('asks for a click where notifications have no buttons', async () => {
    const house = makeHouse()
    house.desk.maxActions = 0
    void house.ring()
    await house.settle()
    expect(house.desk.notes.get('c1')).toMatchObject({ actions: [], body: 'Answer to begin. Tap to answer.' })
  })

  it('is closed and shown anew where a replaced notification makes no noise', async () => {
    const house = makeHouse()
    house.desk.renotifies = false
    void house.ring()
    await house.time.pass(9000)
    expect(house.desk.alerts('c1')).toEqual([0, 4000, 8000])
    expect(house.desk.closed).toEqual(['c1', 'c1'])
  })

  it('says nothing was shown when the permission is gone', async () => {
    const house = makeHouse()
    house.desk.isAllowed = false
    void house.ring()
    await house.time.pass(5000)
    expect(new Set(house.receipts.events())).toEqual(new Set(['delivered']))
  })

  it('pushed twice rings once', async () => {
    const house = makeHouse()
    const first = house.ring()
    await house.time.pass(1000)
    const second = house.ring('c1', 30_000)
    await house.time.pass(8000)
    expect(house.desk.alerts('c1')).toEqual([0, 4000, 8000])
    expect(house.desk.shown.some(({ at }) => at === 1000)).toBe(true)
    house.receipts.end('MISSED')
    await house.time.pass(4000)
    expect([await isDone(first), await isDone(second)]).toEqual([true, true])
  })

  it('rings for two calls that follow one another, each on its own', async () => {
    const house = makeHouse()
    void house.ring('c1')
    await house.push({ kind: 'ring_over', call: 'c1', outcome: 'CANCELLED' })
    void house.ring('c2')
    await house.time.pass(4000)
    expect(house.desk.notes.get('c1')?.title).toBe('The call was taken back')
    expect(house.desk.alerts('c2')).toEqual([0, 4000])
  })
})

it('remembers the last rings and forgets the oldest', async () => {
  const house = makeHouse()
  for (let i = 0; i <= MOST_RINGS; i++) await house.push({ kind: 'ring_over', call: `c${i}`, outcome: 'MISSED' })
  void house.ring('c1')
  void house.ring('c0')
  await house.settle()
  expect([house.desk.alerts('c1'), house.desk.alerts('c0')]).toEqual([[], [0]])
})

describe('a page of this browser', () => {
  it('that is seen and heard keeps the notification quiet, and it does not repeat', async () => {
    const house = makeHouse()
    Object.assign(house.pages, { visible: true, sounding: true })
    void house.ring()
    await house.time.pass(9000)
    expect(house.desk.shown).toHaveLength(1)
    expect(house.desk.notes.get('c1')).toMatchObject({ silent: true })
    expect(house.desk.notes.get('c1')).not.toHaveProperty('vibrate')
  })

  it('that falls silent leaves the noise to the notification again', async () => {
    const house = makeHouse()
    Object.assign(house.pages, { visible: true, sounding: true })
    void house.ring()
    await house.time.pass(5000)
    house.pages.sounding = false
    await house.time.pass(4000)
    expect(house.desk.alerts('c1')).toEqual([8000])
  })

  it('that knows the end closes the notification, and nothing sounds after it', async () => {
    const house = makeHouse()
    const done = house.ring()
    await house.time.pass(1000)
    await house.switchboard.onMessage({ type: 'ring_over', call: 'c1' })
    expect(house.desk.notes.has('c1')).toBe(false)
    expect(await isDone(done)).toBe(true)
    await house.time.pass(9000)
    expect(house.desk.alerts('c1')).toEqual([0])
  })

  it.each([
    ['ANSWERED', false],
    ['DECLINED', false],
    ['MISSED', true],
    ['CANCELLED', true],
  ] as const)('knew the end, is no longer seen, and the push says %s: a note stays: %s', async (outcome, stays) => {
    const house = makeHouse()
    void house.ring()
    await house.switchboard.onMessage({ type: 'ring_over', call: 'c1' })
    await house.push({ kind: 'ring_over', call: 'c1', outcome })
    expect(house.desk.notes.has('c1')).toBe(stays)
  })
})

describe('the end of a ring, pushed', () => {
  it.each([
    ['ANSWERED', 'Answered on another device', 'Dijawab di perangkat lain'],
    ['DECLINED', 'Declined on another device', 'Ditolak di perangkat lain'],
    ['MISSED', 'Missed call at 07:00', 'Panggilan pukul 07.00 tidak terjawab'],
    ['CANCELLED', 'The call was taken back', 'Panggilan ditarik kembali'],
  ])('%s replaces the ring without a noise, in the viewer’s language', async (outcome, english, indonesian) => {
    for (const [language, title] of [
      ['en', english],
      ['id', indonesian],
    ]) {
      const house = makeHouse({ language: language ?? '' })
      const done = house.ring()
      await house.time.pass(1000)
      await house.push({ kind: 'ring_over', call: 'c1', outcome })
      expect(house.desk.notes.get('c1')).toMatchObject({ title, silent: true })
      expect(await isDone(done)).toBe(true)
      await house.time.pass(9000)
      expect(house.desk.alerts('c1')).toEqual([0])
    }
  })

  it('shows and goes at once where a page is looked at: the push is not in vain, and nobody reads it twice', async () => {
    const house = makeHouse()
    house.pages.visible = true
    void house.ring()
    await house.push({ kind: 'ring_over', call: 'c1', outcome: 'MISSED' })
    expect(house.desk.shown.at(-1)?.title).toMatch(/^Missed call/)
    expect(house.desk.notes.has('c1')).toBe(false)
  })
})
