import { type Browser, type BrowserContext, type BrowserContextOptions, test as base, chromium } from '@playwright/test'
import { watchCaptures } from './capture-watch.ts'
import { listenToTheSpeakers } from './ear.ts'
import { blue, type CaptureFiles, captureFiles, red, type Signature } from './media.ts'
import { Server } from './server.ts'

/** Debian's Chromium with fake devices, and without anything that reaches for the network. */
export function launchChromium(files: CaptureFiles): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--allow-loopback-in-peer-connection',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${files.video}`,
      `--use-file-for-fake-audio-capture=${files.audio}`,
    ],
  })
}

/** A browser's own profile, with camera and microphone allowed and an ear at its speakers. */
export async function newProfile(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Asia/Jakarta',
    permissions: ['camera', 'microphone'],
    ...options,
  })
  await context.addInitScript(listenToTheSpeakers)
  await context.addInitScript(watchCaptures)
  return context
}

interface House {
  /** Rings for 15 s, the shortest there is. */
  server: Server
  /** Shows blue. */
  doctorBrowser: Browser
  /** Shows red. */
  patientBrowser: Browser
}

const withCapture = async (signature: Signature, use: (browser: Browser) => Promise<void>) => {
  const files = await captureFiles(signature)
  const browser = await launchChromium(files)
  try {
    await use(browser)
  } finally {
    await browser.close()
    await files.remove()
  }
}

/** A server and two browsers for all tests of a worker. */
export const test = base.extend<object, House>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      const server = await Server.start({ ringSeconds: 15 })
      await use(server)
      await server.dispose()
    },
    { scope: 'worker' },
  ],
  doctorBrowser: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => withCapture(blue, use),
    { scope: 'worker' },
  ],
  patientBrowser: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => withCapture(red, use),
    { scope: 'worker' },
  ],
})

export { expect } from '@playwright/test'
