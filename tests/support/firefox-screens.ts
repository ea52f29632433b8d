import type { ElementHandle, Page } from 'puppeteer-core'
import type { Person } from './people.ts'

/**
 * What people do on the screens in Firefox, by what they can read there. Puppeteer's own queries for accessible names take
 * many seconds in Firefox, so the names are read here: of an `aria-label`, a label or the text.
 */

/** Milliseconds that a person waits for something to appear. */
const patience = 20_000

async function find(page: Page, selector: string, name: string): Promise<ElementHandle> {
  const look = (selected: string, wanted: string) =>
    [...document.querySelectorAll<HTMLElement>(selected)].find((element) => {
      const label = element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent
      const usable = element.checkVisibility() && !(element as HTMLButtonElement).disabled
      return usable && (label ?? element.textContent).trim() === wanted
    })
  const found = await page
    .waitForFunction(look, { polling: 100, timeout: patience }, selector, name)
    .catch((error: Error) => {
      throw new Error(`"${name}" never appeared on ${new URL(page.url()).pathname}: ${error.message}`)
    })
  const element = found.asElement()
  if (element === null) throw new Error(`"${name}" is no element`)
  return element as ElementHandle
}

/** A real click, at the place where the button is. */
export async function press(page: Page, name: string): Promise<void> {
  const element = await find(page, 'button, a, [role=switch]', name)
  await element.evaluate(untilItStands)
  await element.click()
}

/** A click goes to a point, and what comes in above a new button, as the names of devices do, pushes it away from there. */
function untilItStands(element: Element): Promise<void> {
  const framesUnmoved = 12
  return new Promise((resolve) => {
    let before = ''
    let unmoved = 0
    const look = () => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const now = [x, y, width, height].join()
      unmoved = now === before ? unmoved + 1 : 0
      before = now
      if (unmoved >= framesUnmoved) resolve()
      else requestAnimationFrame(look)
    }
    look()
  })
}

export async function fill(page: Page, label: string, text: string): Promise<void> {
  const input = await find(page, 'input', label)
  await input.type(text)
}

/** The page says so. */
export async function sees(page: Page, words: string): Promise<void> {
  const look = (wanted: string) => document.body.textContent.includes(wanted)
  await page.waitForFunction(look, { polling: 50, timeout: patience }, words).catch((error: Error) => {
    throw new Error(`${new URL(page.url()).pathname} never said "${words}": ${error.message}`)
  })
}

/** The picture of somebody in the call. */
export async function pictureIn(page: Page, other: Person): Promise<ElementHandle> {
  return find(page, 'video', `Picture of ${other.user.name}`)
}

/** Signs in on a page that shows the sign-in. */
export async function signInWithFirefox(page: Page, person: Person, path = '/'): Promise<void> {
  await page.goto(`${person.server.origin}${path}`)
  await fill(page, 'E-mail address', person.email)
  await fill(page, 'Password', person.password)
  await press(page, 'Sign in')
  await find(page, 'button', `Account menu of ${person.user.name}`)
}

/** The whole guided way to READY, with notifications switched on and proved by a test push. */
export async function getReadyWithFirefox(page: Page): Promise<void> {
  const way = ['Get ready', 'Check camera and microphone', 'Looks good, go on', 'Play the ringtone', 'I can hear it']
  for (const step of [...way, 'Allow notifications']) await press(page, step)
  await sees(page, 'The test has arrived')
  for (const step of ['Looks good, go on', 'I am ready']) await press(page, step)
  await sees(page, 'This device rings, even when the app is closed')
}
