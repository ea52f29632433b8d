import puppeteer, { type Browser } from 'puppeteer-core'
import type { AutopushService } from './autopush.ts'
import type { Machine } from './browsers.ts'
import type { Signature } from './media.ts'

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
    'intl.accept_languages': 'en-GB',
  }
}

/** What Firefox's own fake microphone hears. Its fake camera runs through all colours. */
export const firefoxFake: Pick<Signature, 'tone'> = { tone: 1000 }

/**
 * Debian's Firefox ESR by WebDriver BiDi, with a fake camera and microphone, on that machine and that push service.
 * Without a sound card it plays no sound at all and says that sound is blocked.
 */
export function launchFirefox({ desktop, soundCard }: Machine, push: AutopushService): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    env: { ...process.env, ...desktop?.environment, ...soundCard?.environment },
    extraPrefsFirefox: preferences(push),
    defaultViewport: { width: 1000, height: 800 },
  })
}
