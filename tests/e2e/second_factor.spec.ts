import { expect, newProfile, test } from '../support/browsers.ts'
import { addDoctor } from '../support/people.ts'
import { giveCredentials, setUpSecondFactor, signOut } from '../support/screens.ts'
import { Server } from '../support/server.ts'

/** A doctor of a clinic that asks all doctors for a second factor, from the first sign-in to the lost device. */

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
    const { authenticator, recoveryCodes } = await setUpSecondFactor(page, doctor)
    await expect(page.getByRole('heading', { name: 'My practice' })).toBeVisible()

    await signOut(page)
    await giveCredentials(page, doctor)
    await page.getByLabel('Code with 6 digits').fill('000000')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText(/^This code is not right/)).toBeVisible()
    await page.getByLabel('Code with 6 digits').fill(authenticator.next())
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
