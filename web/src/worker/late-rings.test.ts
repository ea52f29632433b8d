import { describe, expect, it } from 'vitest'
import { makeHouse } from './testing/house'

describe('a ring that comes too late', () => {
  it('frightens nobody and shows at once how it went', async () => {
    const house = makeHouse()
    await house.time.pass(60_000)
    house.receipts.end('MISSED')
    await house.ring('c1', 30_000)
    expect(house.desk.shown.map(({ title }) => title)).toEqual(['Missed call at 07:00'])
    expect(house.desk.alerts('c1')).toEqual([])
  })

  it('and cannot be asked about shows quietly, and sounds as soon as the server says that it rings', async () => {
    const house = makeHouse()
    house.receipts.skew = -35_000
    house.receipts.state = 'network'
    void house.ring()
    await house.time.pass(1000)
    expect(house.desk.notes.get('c1')).toMatchObject({ title: 'Your doctor is calling', silent: true })
    house.receipts.state = { status: 'RINGING' }
    await house.time.pass(3000)
    expect(house.desk.alerts('c1').length).toBeGreaterThan(0)
  })

  it('rings when only the device’s clock thinks that it is late', async () => {
    const house = makeHouse()
    house.receipts.skew = -120_000
    void house.ring()
    await house.time.pass(1000)
    expect(house.desk.alerts('c1')).toEqual([0])
  })

  it('after its end was pushed shows the end', async () => {
    const house = makeHouse()
    await house.push({ kind: 'ring_over', call: 'c1', outcome: 'ANSWERED' })
    house.desk.notes.clear()
    await house.ring()
    expect(house.desk.notes.get('c1')?.title).toBe('Answered on another device')
    expect(house.desk.alerts('c1')).toEqual([])
  })
})

describe('a page that was faster than the push', () => {
  it.each([
    ['ANSWERED', undefined],
    ['MISSED', 'Missed call at 07:00'],
  ] as const)('and is gone again: the server is asked how it went (%s)', async (outcome, title) => {
    const house = makeHouse()
    await house.switchboard.onMessage({ type: 'ring_over', call: 'c1' })
    house.receipts.end(outcome)
    await house.ring()
    expect(house.receipts.events()).toEqual(['delivered'])
    expect(house.desk.alerts('c1')).toEqual([])
    expect(house.desk.notes.get('c1')?.title).toBe(title)
  })
})
