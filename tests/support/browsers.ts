import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  chromium,
  expect,
  type LaunchOptions,
} from '@playwright/test'
import { watchCaptures } from './capture-watch.ts'
import { listenToTheSpeakers } from './ear.ts'
import { blue, type CaptureFiles, type CaptureOptions, captureFiles, red, type Signature } from './media.ts'
import type { Desktop } from './notifications.ts'
import type { SoundCard } from './pulse.ts'
import { Server } from './server.ts'

/** The parts of a machine that a browser rings with. Without them its sound and its notifications reach nobody. */
export interface Machine {
  desktop?: Desktop
  soundCard?: SoundCard
  /** A program that starts Chromium in its place, with another network. */
  chromium?: string
  /** An http origin beside loopback whose pages may use camera and microphone. */
  trusts?: string
}

/** The title of the tab that is chosen when a page asks for a screen; nobody is asked. */
export const sharedTab = 'A screen to share'

/** Debian's Chromium with fake devices, and without anything that reaches for the network. */
function launchOptions(files: CaptureFiles, { desktop, soundCard, chromium, trusts }: Machine): LaunchOptions {
  return {
    executablePath: chromium ?? '/usr/bin/chromium',
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
      `--auto-select-tab-capture-source-by-title=${sharedTab}`,
      `--use-file-for-fake-video-capture=${files.video}`,
      `--use-file-for-fake-audio-capture=${files.audio}`,
      ...(trusts === undefined ? [] : [`--unsafely-treat-insecure-origin-as-secure=${trusts}`]),
    ],
    ignoreDefaultArgs: soundCard ? ['--mute-audio'] : [],
    env: { ...variables(), ...desktop?.environment, ...soundCard?.environment },
  }
}

/** This process's variables that are set. */
function variables(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

export function launchChromium(files: CaptureFiles, machine: Machine = {}): Promise<Browser> {
  return chromium.launch(launchOptions(files, machine))
}

const person = { locale: 'en-GB', timezoneId: 'Asia/Jakarta' }

/**
 * A whole Chromium with one lasting profile in a directory of its own. Only such a profile gets the clicks on its
 * notifications, can be installed from, and is there again after the browser was closed.
 */
export async function launchLasting(
  directory: string,
  files: CaptureFiles,
  machine: Machine = {},
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const permissions = ['camera', 'microphone', 'notifications']
  const profile = await chromium.launchPersistentContext(directory, {
    ...launchOptions(files, machine),
    ...person,
    permissions,
    ...options,
  })
  return listening(profile)
}

/** What pages did that the server's policies forbid, in the browser's words. None may be left at a test's end. */
const forbidden: string[] = []

/** Those until now, which then count no more: for a test that tries what is forbidden. */
export const takeForbidden = (): string[] => forbidden.splice(0)

const isAboutPolicy = /content security policy|permissions[- ]policy|trusted ?(types|html|script)/i

async function listening(profile: BrowserContext): Promise<BrowserContext> {
  profile.on('console', (message) => {
    if (isAboutPolicy.test(message.text())) forbidden.push(`${message.location().url}: ${message.text()}`)
  })
  await profile.addInitScript(listenToTheSpeakers)
  await profile.addInitScript(watchCaptures)
  return profile
}

/** A browser's own profile, with camera and microphone allowed and an ear at its speakers. */
export async function newProfile(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...person,
    permissions: ['camera', 'microphone'],
    ...options,
  })
  return listening(context)
}

interface House {
  /** Rings for 15 s, the shortest there is. */
  server: Server
  /** Shows blue. */
  doctorBrowser: Browser
  /** Shows red. */
  patientBrowser: Browser
}

/** Calls `use` with a browser that shows that signature, on that machine, and closes it afterwards. */
export async function withChromium(
  signature: Signature,
  machine: Machine,
  use: (browser: Browser) => Promise<void>,
  capture: CaptureOptions = {},
): Promise<void> {
  const files = await captureFiles(signature, capture)
  try {
    const browser = await launchChromium(files, machine)
    try {
      await use(browser)
    } finally {
      await browser.close()
    }
  } finally {
    await files.remove()
  }
}

/** A server and two browsers for all tests of a worker. */
export const test = base.extend<{ policyWitness: undefined }, House>({
  policyWitness: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      await use(undefined)
      expect(takeForbidden(), 'the pages keep to the policies that the server sends').toEqual([])
    },
    { auto: true },
  ],
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
    async ({}, use) => withChromium(blue, {}, use),
    { scope: 'worker' },
  ],
  patientBrowser: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => withChromium(red, {}, use),
    { scope: 'worker' },
  ],
})

export { expect }
