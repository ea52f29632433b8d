import { describe, expect, it } from 'vitest'
import {
  CLIMB_MS,
  climb,
  initialLadder,
  type Ladder,
  type LadderMeasurement,
  limitsOf,
  onNewPath,
  PROOF_MS,
  RUNGS,
  SETTLE_MS,
} from './ladder'

const start = 1_000_000
const easy: LadderMeasurement = { roundTripMs: 40, lossOutPercent: 0 }
const lossy = (lossOutPercent: number): LadderMeasurement => ({ roundTripMs: 40, lossOutPercent })
const narrow = (availableKbps: number): LadderMeasurement => ({
  roundTripMs: 40,
  limitedBy: 'bandwidth',
  availableKbps,
})

/** One look a second for so many seconds, and the ladder after each. */
function watch(from: Ladder, seconds: number, measured: LadderMeasurement, begins: number): Ladder[] {
  let ladder = from
  return Array.from({ length: seconds }, (_, i) => {
    ladder = climb(ladder, measured, begins + (i + 1) * 1000)
    return ladder
  })
}

/** A connection that goes through phases of so many seconds each. */
function live(...phases: [seconds: number, measured: LadderMeasurement][]): Ladder[] {
  let seen: Ladder[] = [initialLadder(start)]
  for (const [seconds, measured] of phases) {
    seen = [...seen, ...watch(seen.at(-1) as Ladder, seconds, measured, start + (seen.length - 1) * 1000)]
  }
  return seen
}

const rungs = (ladders: Ladder[]) => ladders.map(({ rung }) => rung)
/** The rungs in their order, each named once for as long as it was stood on. */
const path = (ladders: Ladder[]) => rungs(ladders).filter((rung, i, all) => rung !== all[i - 1])
const secondsUntil = (ladders: Ladder[], rung: string) => rungs(ladders).indexOf(rung as Ladder['rung'])

describe('on the way down', () => {
  it.each<[string, LadderMeasurement, Ladder['rung'][]]>([
    ['nothing wrong keeps the whole picture', easy, ['full']],
    ['a little loss is borne', lossy(7.9), ['full']],
    ['loss leads down in steps', lossy(8), ['full', 'reduced', 'small', 'voice']],
    ['heavy loss pauses the picture at once', lossy(20), ['full', 'voice']],
    ['a narrow link keeps what fits', narrow(299), ['full', 'reduced']],
    ['a narrower one less', narrow(149), ['full', 'reduced', 'small']],
    ['one for the voice alone pauses the picture', narrow(59), ['full', 'reduced', 'small', 'voice']],
    ['one for not even that, at once', narrow(49), ['full', 'voice']],
    ['little bandwidth that is enough changes nothing', { availableKbps: 40 }, ['full']],
    ['a busy device changes nothing', { limitedBy: 'cpu', availableKbps: 40 }, ['full']],
    ['a link that always was slow changes nothing', { roundTripMs: 1500 }, ['full']],
  ])('%s', (_, measured, expected) => {
    expect(path(live([10, measured]))).toEqual(expected)
  })

  it('packets that begin to queue lead down', () => {
    expect(path(live([5, { roundTripMs: 400 }], [12, { roundTripMs: 800 }]))).toEqual([
      'full',
      'reduced',
      'small',
      'voice',
    ])
    expect(path(live([5, { roundTripMs: 401 }], [12, { roundTripMs: 801 }]))).toEqual(['full'])
  })

  it('one bad second of three changes nothing, two do', () => {
    expect(path(live([5, easy], [1, lossy(50)], [2, easy], [1, lossy(50)], [9, easy]))).toEqual(['full'])
    expect(path(live([5, easy], [1, lossy(10)], [1, easy], [1, lossy(10)]))).toEqual(['full', 'reduced'])
  })

  it('a heavy second among bad ones does not skip a rung', () => {
    expect(path(live([5, easy], [1, lossy(50)], [1, lossy(10)]))).toEqual(['full', 'reduced'])
  })

  it('a new connection finds its rate before it is judged, and each rung shows what it carries', () => {
    const seen = live([30, lossy(10)])
    expect(secondsUntil(seen, 'reduced')).toBe(SETTLE_MS / 1000)
    expect(secondsUntil(seen, 'small')).toBe((2 * SETTLE_MS) / 1000)
    expect(secondsUntil(seen, 'voice')).toBe((3 * SETTLE_MS) / 1000)
  })
})

describe('on the way up', () => {
  it('climbs a rung at a time, each after the one below it has held', () => {
    const seen = live([3, lossy(50)], [60, easy])
    expect(path(seen)).toEqual(['full', 'voice', 'small', 'reduced', 'full'])
    expect(secondsUntil(seen, 'small')).toBe(3 + 1 + CLIMB_MS.first / 1000)
    const climbed = seen.slice(4)
    const proof = PROOF_MS / 1000
    expect(secondsUntil(climbed, 'reduced') - secondsUntil(climbed, 'small')).toBe(proof)
    expect(rungs(climbed).lastIndexOf('reduced') - secondsUntil(climbed, 'reduced') + 1).toBe(proof)
  })

  it('begins to count anew after a bad second', () => {
    const seen = live([3, lossy(50)], [7, easy], [1, lossy(10)], [CLIMB_MS.first / 1000, easy])
    expect(path(seen)).toEqual(['full', 'voice'])
    expect(path([...seen, ...watch(seen.at(-1) as Ladder, 1, easy, start + (seen.length - 1) * 1000)])).toEqual([
      'full',
      'voice',
      'small',
    ])
  })

  it('waits twice as long after each attempt that failed, within bounds', () => {
    // A link that carries the voice and nothing else.
    let ladder = live([3, lossy(50)]).at(-1) as Ladder
    let now = start + 3000
    const waited: number[] = []
    let since = now
    for (; waited.length < 7; now += 1000) {
      const next = climb(ladder, ladder.rung === 'voice' ? easy : lossy(10), now + 1000)
      if (ladder.rung === 'voice' && next.rung === 'small') waited.push(Math.floor((now - since) / 1000))
      if (ladder.rung === 'small' && next.rung === 'voice') since = now + 1000
      ladder = next
    }
    expect(waited).toEqual([8, 16, 32, 64, 120, 120, 120])
  })

  it('an attempt that held is no failure, even when it ends later', () => {
    const seen = live([3, lossy(50)], [9, easy], [PROOF_MS / 1000 - 1, easy], [3, lossy(50)], [9, easy])
    expect(path(seen)).toEqual(['full', 'voice', 'small', 'voice'])
    const held = live([3, lossy(50)], [9, easy], [PROOF_MS / 1000, narrow(149)], [3, lossy(50)], [9, easy])
    expect(path(held)).toEqual(['full', 'voice', 'small', 'voice', 'small'])
  })

  it('a paused picture is tried again whatever the browser thinks of the bandwidth: nothing probes for it', () => {
    expect(path(live([3, lossy(50)], [9, narrow(20)]))).toEqual(['full', 'voice', 'small'])
  })

  it('a path that is another one is given its chance without the old waits', () => {
    let ladder: Ladder = { ...initialLadder(start), rung: 'voice', waits: { small: 120_000 }, floorMs: 10 }
    ladder = onNewPath(ladder, start)
    expect(ladder.rung).toBe('voice')
    const seen = watch(ladder, 9, { roundTripMs: 1500 }, start)
    expect(seen.at(-1)?.rung).toBe('small')
  })
})

describe('what is sent', () => {
  it.each(['camera', 'screen'] as const)('gets less on each rung, and nothing on the last (%s)', (content) => {
    const all = RUNGS.map((rung) => limitsOf(rung, content))
    expect(all.map(({ active }) => active)).toEqual([true, true, true, false])
    const [, reduced, small] = all
    expect(small?.maxBitrate).toBeLessThan(reduced?.maxBitrate ?? 0)
    expect(small?.maxFramerate).toBeLessThan(reduced?.maxFramerate ?? 0)
  })

  it('a screen keeps its size, so that it can be read', () => {
    expect(RUNGS.some((rung) => limitsOf(rung, 'screen').scaleResolutionDownBy !== undefined)).toBe(false)
  })
})
