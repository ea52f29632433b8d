import { expect, test } from 'vitest'
import { lineMarks } from './line'

const line = (...numbers: number[]) => Object.fromEntries(numbers.map((number) => [number, 1 as const]))

test('who is served stands first, then those ahead in order, then me', () => {
  expect(lineMarks({ line: line(10, 4, 9, 12), serving: 3 }, 10)).toEqual([
    { kind: 'serving', number: 3 },
    { kind: 'ahead', number: 4 },
    { kind: 'ahead', number: 9 },
    { kind: 'mine', number: 10 },
  ])
})

test('a long line is shortened at its far end', () => {
  expect(lineMarks({ line: line(1, 2, 3, 4, 5, 6, 7) }, 8, 3)).toEqual([
    { kind: 'more', count: 5 },
    { kind: 'ahead', number: 6 },
    { kind: 'ahead', number: 7 },
    { kind: 'mine', number: 8 },
  ])
})

test('exactly as many as fit are all drawn', () => {
  expect(lineMarks({ line: line(1, 2, 3) }, 4, 3).map((mark) => mark.kind)).toEqual(['ahead', 'ahead', 'ahead', 'mine'])
})

test('when I am served nobody else is', () => {
  expect(lineMarks({ line: line(5, 6), serving: 4 }, 4)).toEqual([{ kind: 'mine', number: 4 }])
})
