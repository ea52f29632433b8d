import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import { Authenticator } from './authenticator.ts'
import { expectSound } from './ear.ts'
import type { Person } from './people.ts'

/** What people do on the screens, by what they can read there. */

/** Opens a page and signs in on it, from wherever the app sends somebody whom it does not know. */
export async function signIn(context: BrowserContext, person: Person, path = '/'): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${person.server.origin}${path}`)
  await giveCredentials(page, person)
  await expect(page.getByRole('button', { name: `Account menu of ${person.user.name}` })).toBeVisible()
  return page
}

export async function giveCredentials(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account menu of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
}

/** What somebody with two-step sign-in keeps. */
export interface SecondFactor {
  authenticator: Authenticator
  recoveryCodes: string[]
}

/** Sets two-step sign-in up as a person with an app does; `look` is called at each of its three steps. */
export async function setUpSecondFactor(
  page: Page,
  { password }: Person,
  look: (step: 'password' | 'code' | 'recovery-codes') => Promise<void> = () => Promise.resolve(),
): Promise<SecondFactor> {
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByLabel('Your password').fill(password)
  await look('password')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible()
  await look('code')
  const secret = await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{4})+$/).textContent()
  const authenticator = new Authenticator(secret ?? '')
  await page.getByLabel('Code with 6 digits').fill(authenticator.next())
  await page.getByRole('button', { name: 'Switch it on' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  await look('recovery-codes')
  const recoveryCodes = await codes.allTextContents()
  await page.getByRole('checkbox', { name: /^I keep them/ }).check()
  await page.getByRole('button', { name: 'Done' }).click()
  return { authenticator, recoveryCodes }
}

/** The wall clock of `timeZone` as the date and time inputs take it. */
export function wallClock(instant: number, timeZone = 'Asia/Jakarta'): { date: string; time: string } {
  const [date = '', time = ''] = new Date(instant).toLocaleString('sv-SE', { timeZone }).split(' ')
  return { date, time: time.slice(0, 5) }
}

export async function offerSchedule(page: Page, startsAt: number, endsAt: number): Promise<void> {
  await page.getByRole('button', { name: 'New schedule' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New schedule' })
  await dialog.getByLabel('Date').fill(wallClock(startsAt).date)
  await dialog.getByLabel('Start time').fill(wallClock(startsAt).time)
  await dialog.getByLabel('End time').fill(wallClock(endsAt).time)
  await dialog.getByRole('button', { name: 'Create schedule' }).click()
  await expect(dialog).toBeHidden()
}

/** Starts the one upcoming schedule after the doctor's own check of camera and microphone. */
export async function startPractice(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Start the practice/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Start the practice' })
  await dialog.getByRole('button', { name: 'Check camera and microphone' }).click()
  await dialog.getByRole('button', { name: 'Looks good, go on' }).click()
  await expect(page.getByRole('heading', { name: 'Practice room' })).toBeVisible()
}

export async function takeNumber(page: Page, doctor: Person, reason: string): Promise<void> {
  await page.getByRole('button', { name: `Take a number: ${doctor.user.name}` }).click()
  const dialog = page.getByRole('dialog', { name: 'Take a number' })
  await dialog.getByLabel('Why do you come?').fill(reason)
  await dialog.getByRole('button', { name: 'Take a number' }).click()
  await expect(page.getByRole('button', { name: 'Get ready', exact: true })).toBeVisible()
}

/** The whole guided way to READY, with the ringtone heard on it; `armed`: with notifications proved by a test push. */
export async function getReady(page: Page, { armed = false } = {}): Promise<void> {
  await page.getByRole('button', { name: 'Get ready', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Get ready for the call' })
  await dialog.getByRole('button', { name: 'Check camera and microphone' }).click()
  await dialog.getByRole('button', { name: 'Looks good, go on' }).click()
  await dialog.getByRole('button', { name: 'Play the ringtone' }).click()
  await expectSound(page, 1)
  await dialog.getByRole('button', { name: 'I can hear it' }).click()
  if (armed) {
    await dialog.getByRole('button', { name: 'Allow notifications' }).click()
    await expect(dialog.getByText('The test has arrived')).toBeVisible()
    await dialog.getByRole('button', { name: 'Looks good, go on' }).click()
  } else {
    await dialog.getByRole('button', { name: 'Skip' }).click()
  }
  await dialog.getByRole('button', { name: 'I am ready' }).click()
  await expect(page.getByRole('heading', { name: 'You are ready' })).toBeVisible()
}

/** The doctor's row of a patient in the queue. */
export function queueRow(page: Page, patient: Person): Locator {
  return page.getByRole('listitem').filter({ hasText: patient.user.name })
}

export function callNext(page: Page, patient: Person): Locator {
  return page.getByRole('button', { name: new RegExp(`^Call next: no\\. \\d+ ${patient.user.name}$`) })
}

export function incomingCall(page: Page): Locator {
  return page.getByRole('alertdialog', { name: 'Incoming call' })
}

/** When these words stood on the page for the first time from now on, by this machine's clock. */
export function whenShown(page: Page, words: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!document.body.textContent.includes(wanted)) return
          observer.disconnect()
          resolve(Date.now())
        }
        const observer = new MutationObserver(look)
        observer.observe(document.body, { subtree: true, childList: true, characterData: true })
        look()
      }),
    words,
  )
}

/** The ring on this page, by the server's clock: what the countdown says is left, in seconds. */
export async function secondsLeft(page: Page): Promise<number> {
  const text = (await incomingCall(page).getByRole('timer').textContent()) ?? ''
  return Number(/\d+/.exec(text)?.[0])
}

/** From the preview into the call. */
export async function joinCall(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/call\//)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(page.getByRole('button', { name: 'End call' })).toBeVisible()
}

/** The other side's picture, with their sound. */
export function pictureOf(page: Page, other: Person): Locator {
  return page.getByLabel(`Picture of ${other.user.name}`)
}
