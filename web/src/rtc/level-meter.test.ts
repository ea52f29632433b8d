import { describe, expect, it } from 'vitest'
import { meterOf } from './level-meter'

describe('the level meter', () => {
  it.each([
    ['silence', 0, 0],
    ['a whisper of -60 dB', 0.001, 0],
    ['-35 dB', 10 ** (-35 / 20), 0.5],
    ['a voice of -10 dB', 10 ** (-10 / 20), 1],
    ['full scale', 1, 1],
  ])('shows %s', (_, level, shown) => {
    expect(meterOf(level)).toBeCloseTo(shown, 6)
  })
})
