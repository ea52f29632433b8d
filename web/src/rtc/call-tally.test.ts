import { describe, expect, it } from 'vitest'
import { add, emptyTally, MOST, numbersOf, reconnected, type Tally } from './call-tally'
import type { Measurement } from './quality'

const look = (over: Partial<Measurement> = {}): Measurement => ({
  ms: 1000,
  kbpsIn: 900,
  kbpsOut: 900,
  lossInPercent: 0,
  freezes: 0,
  frozenShare: 0,
  codecs: {},
  ...over,
})
const tallyOf = (...looks: Measurement[]): Tally => looks.reduce(add, emptyTally)

describe('the numbers of a call', () => {
  it('are nothing before anything flowed', () => {
    expect(numbersOf(emptyTally)).toEqual({
      seconds: 0,
      freezes: 0,
      frozenMs: 0,
      lossInPermille: 0,
      relayed: false,
      reconnects: 0,
    })
  })

  it('add up over all its connections', () => {
    const tally = tallyOf(
      look({ ms: 2000, freezes: 1, frozenShare: 0.25, lossInPercent: 3, roundTripMs: 40, isRelayed: true }),
      look({ freezes: 2, frozenShare: 0.5, lossOutPercent: 2, roundTripMs: 100, isRelayed: true }),
      look({ lossOutPercent: 1 }),
    )
    expect(numbersOf(reconnected(tally))).toEqual({
      seconds: 4,
      freezes: 3,
      frozenMs: 1000,
      lossInPermille: 15,
      lossOutPermille: 15,
      roundTripMs: 60,
      relayed: true,
      reconnects: 1,
    })
  })

  it('say relayed only when that was so for most of the time', () => {
    expect(numbersOf(tallyOf(look({ isRelayed: true }), look({ isRelayed: false }))).relayed).toBe(false)
    expect(numbersOf(tallyOf(look({ isRelayed: true, ms: 1001 }), look({ isRelayed: false }))).relayed).toBe(true)
  })

  it.each<[keyof ReturnType<typeof numbersOf>, Partial<Tally>, number]>([
    ['seconds', { ms: (MOST.seconds + 1) * 1000 }, MOST.seconds],
    ['freezes', { freezes: MOST.freezes + 1 }, MOST.freezes],
    ['frozenMs', { frozenMs: MOST.frozenMs + 1 }, MOST.frozenMs],
    ['lossInPermille', { ms: 1, lossIn: 101 }, MOST.permille],
    ['lossOutPermille', { lossOut: { sum: 101, ms: 1 } }, MOST.permille],
    ['roundTripMs', { roundTrip: { sum: MOST.roundTripMs + 1, ms: 1 } }, MOST.roundTripMs],
    ['reconnects', { reconnects: MOST.reconnects + 1 }, MOST.reconnects],
  ])('stay within what the server takes: %s', (key, over, most) => {
    expect(numbersOf({ ...emptyTally, ...over })[key]).toBe(most)
  })
})
