import { describe, expect, it } from 'vitest'
import { CallNumbers } from './call-numbers'
import { emptyTally, numbersOf } from './call-tally'
import { LOOK_MS } from './link-health'
import { RESTART_MS } from './negotiation'
import { clinic } from './testing/clinic'
import { settle } from './testing/media'

class Kept {
  text: string | null = null
  getItem = () => this.text
  setItem = (_: string, text: string) => {
    this.text = text
  }
}

/** The doctor's side of a call whose numbers are counted in that storage. */
async function call(kept: Kept) {
  const { network, timers, join } = clinic()
  const numbers = new CallNumbers(kept)
  const doctor = await join('doctor')
  numbers.follow(doctor.session)
  await join('patient')
  const goOn = async (ms: number) => {
    for (const connection of network.open()) {
      connection.stats = [{ id: 'T', type: 'transport', timestamp: timers.now + ms }]
    }
    timers.advance(ms)
    await settle()
  }
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) await goOn(LOOK_MS)
  }
  return { network, numbers, goOn, pass }
}

describe('what a tab counts of its calls', () => {
  it('is the seconds with media, over an interruption', async () => {
    const { network, numbers, goOn, pass } = await call(new Kept())
    await pass(4)
    for (const connection of network.open()) connection.become('disconnected')
    await settle()
    await goOn(RESTART_MS.impolite)
    await pass(3)
    // The first of these looks had nothing to compare with.
    expect(numbersOf(numbers.state.tally)).toMatchObject({ seconds: 6, reconnects: 1 })
  })

  it('goes on after a reload, and anew with another call', async () => {
    const kept = new Kept()
    await (await call(kept)).pass(4)
    const again = await call(kept)
    await again.pass(3)
    expect(numbersOf(again.numbers.state.tally).seconds).toBe(5)
    const other = new CallNumbers(kept)
    expect(other.state).toMatchObject({ callId: 'call-1', tally: { ms: 5000 } })
    kept.text = kept.text?.replace('call-1', 'call-0') ?? null
    const next = await call(kept)
    await next.pass(3)
    expect(numbersOf(next.numbers.state.tally).seconds).toBe(2)
  })

  it('remembers that the person answered', async () => {
    const kept = new Kept()
    const { numbers, pass } = await call(kept)
    await pass(3)
    numbers.answer()
    expect(new CallNumbers(kept).state.isAnswered).toBe(true)
  })

  it.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['another shape', '{"callId":"c","tally":{"ms":1}}'],
    ['numbers that are none', JSON.stringify({ callId: 'c', tally: { ...emptyTally, lossOut: { sum: null, ms: 0 } } })],
  ])('begins at nothing when the storage holds %s', (_, text) => {
    const kept = new Kept()
    kept.text = text
    expect(new CallNumbers(kept).state).toEqual({ tally: emptyTally, isAnswered: false })
  })

  it('counts without a storage too', async () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full')
      },
    }
    const numbers = new CallNumbers(full)
    numbers.answer()
    expect(numbers.state.isAnswered).toBe(true)
  })
})
