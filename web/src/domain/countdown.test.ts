import { expect, test } from 'vitest'
import { fractionLeft, secondsLeft } from './countdown'

test.each([
  [30_000, 30],
  [29_999, 30],
  [29_000, 29],
  [1, 1],
  [0, 0],
  [-5_000, 0],
])('%d ms before the end shows %d s', (left, shown) => {
  expect(secondsLeft(1_000_000 + left, 1_000_000)).toBe(shown)
})

test.each([
  [0, 1],
  [15, 0.5],
  [30, 0],
  [40, 0],
  [-5, 1],
])('%d of 30 s in, the fraction left is %d', (passed, left) => {
  expect(fractionLeft(0, 30, passed)).toBe(left)
})

test('a span without length has nothing left', () => {
  expect(fractionLeft(10, 10, 10)).toBe(0)
})
