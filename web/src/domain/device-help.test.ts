import { expect, test } from 'vitest'
import { type DeviceHelp, deviceHelp } from './device-help'

const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'

test.each<[DeviceHelp, string, number?]>([
  ['chrome', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36'],
  ['chrome', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156.0 Safari/537.36 Edg/156.0'],
  ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['safari', `${mac} Version/18.0 Safari/605.1.15`, 0],
  ['iphone', `${mac} Version/18.0 Safari/605.1.15`, 5],
  ['iphone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1'],
  ['iphone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/156.0 Mobile/15E148 Safari/604.1'],
  ['android', 'Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile Safari/537.36'],
  ['android', 'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'],
  ['other', 'curl/8.5'],
])('%s is helped at %s (%s)', (expected, userAgent, touchPoints) => {
  expect(deviceHelp(userAgent, touchPoints)).toBe(expected)
})
