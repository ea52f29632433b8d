import puppeteer, { type Browser } from 'puppeteer-core'
import type { AutopushService } from './autopush.ts'
import type { Desktop } from './notifications.ts'

/** What Firefox needs so that it rings like one that is used by a person, with nothing beyond loopback. */
function preferences(push: AutopushService): Record<string, unknown> {
  return {
    'dom.push.enabled': true,
    'dom.push.connection.enabled': true,
    'dom.push.serverURL': push.serverUrl,
    'dom.push.testing.allowInsecureServerURL': true,
    'dom.webnotifications.enabled': true,
    'dom.webnotifications.serviceworker.enabled': true,
    'dom.webnotifications.actions.enabled': true,
    'dom.webnotifications.requireinteraction.enabled': true,
    'permissions.default.desktop-notification': 1,
    // Notifications go to the desktop's own service.
    'alerts.useSystemBackend': true,
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    'media.autoplay.default': 0,
    // A machine without a network has no other addresses, and an address behind a name of mDNS reaches nobody there.
    'media.peerconnection.ice.loopback': true,
    'media.peerconnection.ice.obfuscate_host_addresses': false,
    'intl.accept_languages': 'en-GB',
  }
}

/** Debian's Firefox ESR by WebDriver BiDi, with a fake camera and microphone, on that desktop and that push service. */
export function launchFirefox(desktop: Desktop, push: AutopushService): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    env: { ...process.env, ...desktop.environment },
    extraPrefsFirefox: preferences(push),
    defaultViewport: { width: 1000, height: 800 },
  })
}
