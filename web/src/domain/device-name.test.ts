import { expect, test } from 'vitest'
import { deviceName, isPhone } from './device-name'

test.each([
  ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36', 'Chrome', 'Android', true],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari',
    'iPhone',
    true,
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156.0 Safari/537.36 Edg/156.0', 'Edge', 'Windows', false],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux', false],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15', 'Safari', 'Mac', false],
])('%s', (userAgent, browser, system, phone) => {
  expect(deviceName(userAgent)).toEqual({ browser, system })
  expect(isPhone(userAgent)).toBe(phone)
})

test.each([undefined, 'curl/8.5'])('%s tells nothing', (userAgent) => {
  expect(deviceName(userAgent)).toEqual({})
})
