import { describe, expect, test } from 'vitest'
import {
  dayKey,
  daysAhead,
  formatClock,
  formatDate,
  formatDay,
  formatMinutes,
  formatTime,
  formatTimeRange,
  formattingLocale,
  initials,
} from './format'

const jakarta = { locale: 'id-ID', timeZone: 'Asia/Jakarta' }
const london = { locale: 'en-GB', timeZone: 'Europe/London' }
const newYork = { locale: 'en-US', timeZone: 'America/New_York' }
const noonUtc = Date.UTC(2026, 10, 23, 12, 5)

describe('a time', () => {
  test.each([
    [jakarta, '19.05'],
    [london, '12:05'],
    [newYork, '07:05 AM'],
  ])('for %j is %s', (viewer, text) => {
    expect(formatTime(noonUtc, viewer).replace(/\s/g, ' ')).toBe(text)
  })

  test('range', () => {
    expect(formatTimeRange(noonUtc, noonUtc + 3_600_000, london)).toBe('12:05 – 13:05')
  })
})

describe('a day', () => {
  test('is the day where the viewer is', () => {
    const late = Date.UTC(2026, 10, 23, 20)
    expect(dayKey(late, 'Asia/Jakarta')).toBe('2026-11-24')
    expect(dayKey(late, 'Europe/London')).toBe('2026-11-23')
  })

  test.each([
    [0, 'today'],
    [1, 'tomorrow'],
    [-1, 'yesterday'],
    [2, 'Wednesday 25 November'],
  ])('%d days ahead reads %s', (days, text) => {
    expect(formatDay(noonUtc + days * 86_400_000, noonUtc, london).replace(',', '')).toBe(text)
  })

  test('counts one day across a change of daylight saving', () => {
    // The United States set their clocks back on 1 November 2026.
    const before = Date.UTC(2026, 9, 31, 16)
    expect(daysAhead(before + 25 * 3_600_000, before, 'America/New_York')).toBe(1)
  })
})

test.each([
  [59_000, '0 min'],
  [12 * 60_000, '12 min'],
  [60 * 60_000, '1 hr'],
  [65 * 60_000, '1 hr 5 min'],
  [-1, '0 min'],
])('%d ms is %s', (span, text) => {
  expect(formatMinutes(span, 'en-US')).toBe(text)
})

test.each([
  [0, '0:00'],
  [247, '4:07'],
  [3847, '1:04:07'],
  [-3, '0:00'],
])('%d s on the clock is %s', (seconds, text) => {
  expect(formatClock(seconds)).toBe(text)
})

test.each([
  ['en', ['id-ID', 'en-AU', 'en'], 'en-AU'],
  ['id', ['en-US'], 'id-ID'],
  ['en', ['de-DE'], 'en-GB'],
])('%s in a browser that wishes %j is formatted as %s', (language, wished, locale) => {
  expect(formattingLocale(language, wished)).toBe(locale)
})

test.each([
  ['Dr. Sari Wulandari', 'SW'],
  ['Budi', 'B'],
  ['Siti Nur Aisyah', 'SA'],
  ['', ''],
])('the initials of "%s" are "%s"', (name, letters) => {
  expect(initials(name)).toBe(letters)
})

test('a birth date is the same day in every time zone', () => {
  expect(formatDate('1990-02-03', 'en-GB')).toBe('3 Feb 1990')
  expect(formatDate('nonsense', 'en-GB')).toBe('nonsense')
})
