import { networkInterfaces } from 'node:os'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import type { AutopushService } from './autopush.ts'
import type { Machine } from './browsers.ts'
import { watchConnections } from './ice-path.ts'
import type { Signature } from './media.ts'

/** Firefox with devices of no machine, which it may use, and what it would tell nobody but a person whom it trusts. */
const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  // As for whoever lets a page use the camera, also where a test's own picture takes the camera's place.
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  // It asks a relay on loopback only from there.
  'media.peerconnection.ice.loopback': true,
  'intl.accept_languages': 'en-GB',
}

/** What Firefox needs so that it rings like one that is used by a person, with nothing beyond loopback. */
function ringing(push: AutopushService): Record<string, unknown> {
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
  }
}

/** What Firefox's own fake microphone hears. Its fake camera runs through all colours. */
export const firefoxFake: Pick<Signature, 'tone'> = { tone: 1000 }

/**
 * Debian's Firefox ESR by WebDriver BiDi, with a fake camera and microphone, on that machine and, if there is one, that
 * push service. Without a sound card it plays no sound at all and says that sound is blocked.
 */
export function launchFirefox({ desktop, soundCard }: Machine, push?: AutopushService): Promise<Browser> {
  if (!Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal))) {
    throw new Error('Firefox makes no call where loopback is all: start this by tools/own-network')
  }
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    env: { ...process.env, ...desktop?.environment, ...soundCard?.environment },
    extraPrefsFirefox: { ...preferences, ...(push && ringing(push)) },
    defaultViewport: { width: 1000, height: 800 },
  })
}

/** A page of a profile of its own whose camera shows that signature and whose connections are watched. */
export async function newFirefoxPage(
  firefox: Browser,
  signature: Signature,
  policy: RTCIceTransportPolicy,
): Promise<Page> {
  const profile = await firefox.createBrowserContext()
  const page = await profile.newPage()
  await page.evaluateOnNewDocument(watchConnections, policy)
  await page.evaluateOnNewDocument(showSignature, signature)
  return page
}

/** Runs in the page before its own scripts: the fake camera shows one colour, and the fake microphone hears one tone. */
function showSignature({ name, tone }: Signature): void {
  const { mediaDevices } = navigator
  // Absent where the address is not secure, as on a blank page.
  if (mediaDevices === undefined) return

  const picture = (): MediaStreamTrack[] => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 })
    const context = canvas.getContext('2d')
    const paint = () => {
      if (context === null) return
      context.fillStyle = name
      context.fillRect(0, 0, canvas.width, canvas.height)
    }
    paint()
    const tracks = canvas.captureStream(20).getVideoTracks()
    // A canvas gives a frame only when it is painted on.
    const painting = setInterval(() => {
      if (tracks.some(({ readyState }) => readyState === 'live')) paint()
      else clearInterval(painting)
    }, 50)
    return tracks
  }
  const sound = (): MediaStreamTrack[] => {
    const context = new AudioContext()
    const destination = context.createMediaStreamDestination()
    const source = new OscillatorNode(context, { frequency: tone })
    source.connect(new GainNode(context, { gain: 0.3 })).connect(destination)
    source.start()
    return destination.stream.getAudioTracks()
  }

  // The browser is asked all the same: what it grants and lists stays its own.
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => {
    const granted = await getUserMedia(constraints)
    const tracks = granted.getTracks().flatMap(({ kind }) => (kind === 'video' ? picture() : sound()))
    for (const track of granted.getTracks()) track.stop()
    return new MediaStream(tracks)
  }
}
