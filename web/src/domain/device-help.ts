import { deviceName } from './device-name'

/** Where the switch for camera and microphone is found; named after the browser, or the phone where that decides. */
export type DeviceHelp = 'iphone' | 'android' | 'firefox' | 'safari' | 'chrome' | 'other'

/**
 * The help for who sits at this browser.
 * @param touchPoints `navigator.maxTouchPoints`: an iPad says that it is a Mac, and only a finger tells them apart
 */
export function deviceHelp(userAgent: string, touchPoints = 0): DeviceHelp {
  const { browser, system } = deviceName(userAgent)
  if (system === 'iPhone' || system === 'iPad' || (system === 'Mac' && touchPoints > 1)) return 'iphone'
  if (system === 'Android') return 'android'
  if (browser === 'Firefox') return 'firefox'
  if (browser === 'Safari') return 'safari'
  return browser === undefined ? 'other' : 'chrome'
}
