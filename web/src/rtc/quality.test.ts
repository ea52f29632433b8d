import { describe, expect, it } from 'vitest'
import {
  type Cause,
  follow,
  initialQuality,
  judge,
  type Level,
  type Measurement,
  measure,
  type Verdict,
} from './quality'
import type { Reading } from './stats'

const reading = (over: Partial<Reading> = {}): Reading => ({
  at: 1000,
  bytesIn: 0,
  bytesOut: 0,
  packetsIn: 0,
  lostIn: 0,
  framesIn: 0,
  freezes: 0,
  frozenMs: 0,
  codecs: { audio: 'opus', video: 'VP8' },
  ...over,
})

describe('two looks at a connection', () => {
  it('make rates, loss and standstill of the time between them', () => {
    const before = reading({ at: 1000, bytesIn: 500, bytesOut: 100, packetsIn: 90, lostIn: 10, frozenMs: 250 })
    const after = reading({
      at: 3000,
      bytesIn: 250_500,
      bytesOut: 25_100,
      packetsIn: 180,
      lostIn: 20,
      framesIn: 40,
      freezes: 1,
      frozenMs: 750,
      lostOutShare: 0.02,
      roundTripMs: 48,
      availableKbps: 900,
      limitedBy: 'cpu',
      isRelayed: true,
    })
    expect(measure(before, after)).toEqual({
      ms: 2000,
      kbpsIn: 1000,
      kbpsOut: 100,
      lossInPercent: 10,
      lossOutPercent: 2,
      roundTripMs: 48,
      availableKbps: 900,
      limitedBy: 'cpu',
      framesIn: 40,
      freezes: 1,
      frozenShare: 0.25,
      isRelayed: true,
      codecs: { audio: 'opus', video: 'VP8' },
    })
  })

  it.each([
    ['nothing came: nothing was lost', reading({ at: 2000 }), { lossInPercent: 0, kbpsIn: 0 }],
    ['a loss was taken back', reading({ at: 2000, packetsIn: 50, lostIn: -3 }), { lossInPercent: 0 }],
    ['a standstill from before the first look ended', reading({ at: 2000, frozenMs: 9000 }), { frozenShare: 1 }],
  ])('stay within their bounds when %s', (_, after, expected) => {
    expect(measure(reading(), after)).toMatchObject(expected)
  })

  it('at the same instant tell nothing, nor does one that was empty', () => {
    expect(measure(reading(), reading({ bytesIn: 9 }))).toBeUndefined()
    expect(measure(reading({ at: 0 }), reading())).toBeUndefined()
  })
})

const measured = (over: Partial<Measurement> = {}): Measurement => ({
  ms: 1000,
  kbpsIn: 900,
  kbpsOut: 900,
  lossInPercent: 0,
  freezes: 0,
  frozenShare: 0,
  codecs: {},
  ...over,
})
const narrow = (availableKbps: number) => measured({ limitedBy: 'bandwidth', availableKbps })

describe('one measurement is', () => {
  it.each<[string, Measurement, Level, Cause?]>([
    ['good when nothing is wrong', measured({ roundTripMs: 30, lossOutPercent: 0 }), 'good'],
    ['good just below every threshold', measured({ lossInPercent: 2.9, roundTripMs: 399, frozenShare: 0.09 }), 'good'],
    ['unstable by loss on the way in', measured({ lossInPercent: 3 }), 'unstable', 'loss'],
    ['poor by loss on the way out', measured({ lossOutPercent: 10 }), 'poor', 'loss'],
    ['unstable by delay', measured({ roundTripMs: 400 }), 'unstable', 'delay'],
    ['poor by delay', measured({ roundTripMs: 800 }), 'poor', 'delay'],
    ['unstable on a narrow link', narrow(499), 'unstable', 'bandwidth'],
    ['poor on a very narrow link', narrow(149), 'poor', 'bandwidth'],
    ['good where bandwidth limits a large picture only', narrow(500), 'good'],
    ['good with little bandwidth that is enough', measured({ availableKbps: 100 }), 'good'],
    ['unstable when this device cannot keep up', measured({ limitedBy: 'cpu' }), 'unstable', 'cpu'],
    ['unstable when the picture halts', measured({ frozenShare: 0.1 }), 'unstable', 'freeze'],
    ['poor when it stands still', measured({ frozenShare: 0.5 }), 'poor', 'freeze'],
    ['as bad as its worst number', measured({ limitedBy: 'cpu', lossInPercent: 12 }), 'poor', 'loss'],
    ['told by the root of a standstill', measured({ lossInPercent: 12, frozenShare: 0.9 }), 'poor', 'loss'],
  ])('%s', (_, measurement, level, cause) => {
    expect(judge(measurement)).toEqual({ level, ...(cause && { cause }) })
  })
})

const letters: Record<string, Verdict> = {
  g: { level: 'good' },
  u: { level: 'unstable', cause: 'loss' },
  d: { level: 'unstable', cause: 'delay' },
  p: { level: 'poor', cause: 'loss' },
}

/** What is shown after each verdict: one letter a second, in and out. */
function shownFor(verdicts: string): string {
  let quality = initialQuality
  return [...verdicts]
    .map((letter) => {
      quality = follow(quality, letters[letter] ?? { level: 'good' })
      const { level, cause } = quality.shown
      return level === 'unstable' && cause === 'delay' ? 'd' : level[0]
    })
    .join('')
}

describe('what is shown', () => {
  it.each([
    ['one bad second changes nothing', 'gggpggg', 'ggggggg'],
    ['two in a row do', 'gguug', 'ggguu'],
    ['two of three do', 'gpgpg', 'gggpp'],
    ['it gets only as bad as two looks agree on', 'gpug', 'gguu'],
    ['it gets better after six good seconds', 'uugggggg', 'guuuuuug'],
    ['a bad second among them begins the count anew', 'uugggguggggggg', 'guuuuuuuuuuugg'],
    ['poor gets better in steps', 'ppuuuuuugggggg', 'gppppppuuuuuug'],
    ['a link that comes and goes does not flicker', 'ugugugugugug', 'gguuuuuuuuuu'],
    ['the reason follows what happens', 'uuddd', 'guuud'],
    ['and does not flicker between two', 'ududud', 'guuuuu'],
  ])('%s', (_, verdicts, shown) => {
    expect(shownFor(verdicts)).toBe(shown)
  })
})
