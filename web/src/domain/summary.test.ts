import { expect, test } from 'vitest'
import { durationBins, shares } from './summary'

test('consultations fall into steps of five minutes', () => {
  expect(durationBins([60, 299, 300, 720])).toEqual([
    { fromMinutes: 0, toMinutes: 5, count: 2 },
    { fromMinutes: 5, toMinutes: 10, count: 1 },
    { fromMinutes: 10, toMinutes: 15, count: 1 },
  ])
})

test('very long ones fall into the last step', () => {
  const bins = durationBins([60, 5 * 3600])
  expect(bins).toHaveLength(8)
  expect(bins.at(-1)?.count).toBe(1)
})

test('no consultation is one empty step', () => {
  expect(durationBins([])).toEqual([{ fromMinutes: 0, toMinutes: 5, count: 0 }])
})

test('shares add up to one and leave out what is empty', () => {
  expect(shares({ seen: 3, missed: 1, left: 0 })).toEqual([
    { key: 'seen', count: 3, share: 0.75 },
    { key: 'missed', count: 1, share: 0.25 },
  ])
})
