import type { Page } from '@playwright/test'
import { expect, newProfile, test } from '../support/browsers.ts'
import { addDoctor, type Person } from '../support/people.ts'
import { Server } from '../support/server.ts'
import { nextTotp, totp } from '../support/totp.ts'

/** A doctor of a clinic that asks all doctors for a second factor, from the first sign-in to the lost device. */

async function giveCredentials(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account menu of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
}

/** Sets it up as a person with an app does; returns what the app and the person keep. */
async function setUp(page: Page, doctor: Person): Promise<{ secret: string; recoveryCodes: string[] }> {
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByLabel('Your password').fill(doctor.password)
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible()
  const secret = await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{4})+$/).textContent()
  await page.getByLabel('Code with 6 digits').fill(totp(secret ?? ''))
  await page.getByRole('button', { name: 'Switch it on' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const recoveryCodes = await codes.allTextContents()
  await page.getByRole('checkbox', { name: /^I keep them/ }).check()
  await page.getByRole('button', { name: 'Done' }).click()
  return { secret: secret ?? '', recoveryCodes }
}

test('a_doctor_sets_up_the_second_factor_first_and_signs_in_with_it_and_once_without_the_device', async ({
  doctorBrowser,
}) => {
  const server = await Server.start({ flags: ['--second-factor', 'doctors'] })
  try {
    const doctor = await addDoctor(server)
    const profile = await newProfile(doctorBrowser)
    const page = await profile.newPage()
    await page.goto(`${server.origin}/doctor`)
    await giveCredentials(page, doctor)
    await expect(page.getByRole('heading', { name: 'First, protect your sign-in' })).toBeVisible()
    const { secret, recoveryCodes } = await setUp(page, doctor)
    await expect(page.getByRole('heading', { name: 'My practice' })).toBeVisible()

    await signOut(page)
    await giveCredentials(page, doctor)
    await page.getByLabel('Code with 6 digits').fill('000000')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText(/^This code is not right/)).toBeVisible()
    await page.getByLabel('Code with 6 digits').fill(nextTotp(secret))
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'My practice' })).toBeVisible()

    await signOut(page)
    await giveCredentials(page, doctor)
    await page.getByRole('button', { name: /use a recovery code/ }).click()
    await page.getByLabel('Recovery code').fill(recoveryCodes[3] ?? '')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'My practice' })).toBeVisible()
    await page.goto(`${server.origin}/account`)
    await expect(page.getByText('9 recovery codes are left.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Switch it off' })).toHaveCount(0)
    await profile.close()
  } finally {
    await server.dispose()
  }
})
