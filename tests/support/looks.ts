import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { newProfile } from './browsers.ts'

/** Pictures of the screens for people to look at, in build/screens/. */
const folder = resolve(import.meta.dirname, '../../build/screens')

const sizes = [
  { name: 'phone', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  { name: 'desktop', viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false },
] as const
const schemes = ['light', 'dark'] as const

/** On what, and how, a screen is looked at. */
export interface Look {
  /** Ends the names of its pictures. */
  name: string
  size: (typeof sizes)[number]
  scheme: (typeof schemes)[number]
}

export const looks: Look[] = sizes.flatMap((size) =>
  schemes.map((scheme) => ({ name: `${size.name}-${scheme}`, size, scheme })),
)

export function profileOf(browser: Browser, { size, scheme }: Look): Promise<BrowserContext> {
  const { viewport, isMobile, hasTouch } = size
  return newProfile(browser, { viewport, isMobile, hasTouch, colorScheme: scheme })
}

/** Sizes and colours are each looked at by axe in one of these two; four times would find nothing more. */
const forAxe = ['phone-light', 'desktop-dark']

/** Takes a picture of what the page shows, under the screen's name, and has axe look at it. */
export async function shoot(page: Page, screen: string, look: Look): Promise<void> {
  // Whatever moves in has arrived; what goes on for ever (a pulse, a spinner) is stopped by the screenshot.
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: resolve(folder, `${screen}-${look.name}.png`), animations: 'disabled' })
  if (forAxe.includes(look.name)) await expectAccessible(page, screen)
}
