import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../support/browsers.ts'
import { looks, profileOf, shoot } from '../support/looks.ts'
import { addDoctor, registerPatient } from '../support/people.ts'
import { giveCredentials, setUpSecondFactor, signIn, signOut } from '../support/screens.ts'
import { inNewDirectory, Server } from '../support/server.ts'

/** Every screen of getting in and of the own data, in every look. */

const agreement = `We keep your name, your e-mail address and what you write when you take a number, for as long as the law
asks of a doctor's files. Only the doctor whose practice you come to reads it.

You can download what is kept and delete your account at any time.`

for (const look of looks) {
  const { name } = look

  test(`two_step_sign_in_${name}`, async ({ doctorBrowser }) => {
    const server = await Server.start({ flags: ['--second-factor', 'doctors'] })
    try {
      const doctor = await addDoctor(server, 'General medicine', 'dr. Ayu Lestari')
      const page = await (await profileOf(doctorBrowser, look)).newPage()
      await page.goto(`${server.origin}/doctor`)
      await giveCredentials(page, doctor)
      await expect(page.getByRole('heading', { name: 'First, protect your sign-in' })).toBeVisible()
      await shoot(page, '03-second-factor-first', look)
      const { authenticator } = await setUpSecondFactor(page, doctor, (step) =>
        shoot(page, `04-second-factor-${step}`, look),
      )
      await expect(page.getByRole('heading', { name: 'My practice' })).toBeVisible()
      await page.goto(`${server.origin}/account`)
      await page.getByText('10 recovery codes are left.').scrollIntoViewIfNeeded()
      await shoot(page, '17-account-second-factor', look)

      await signOut(page)
      await giveCredentials(page, doctor)
      await page.getByLabel('Code with 6 digits').fill('000000')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(page.getByText(/^This code is not right/)).toBeVisible()
      await shoot(page, '05-sign-in-second-step', look)
      await page.getByRole('button', { name: /use a recovery code/ }).click()
      await expect(page.getByLabel('Recovery code')).toBeVisible()
      await shoot(page, '06-sign-in-recovery-code', look)
      await page.getByRole('button', { name: /app/ }).click()
      await page.getByLabel('Code with 6 digits').fill(authenticator.next())
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(page.getByRole('heading', { name: 'My practice' })).toBeVisible()
      await page.context().close()
    } finally {
      await server.dispose()
    }
  })

  test(`consent_and_the_own_data_${name}`, async ({ patientBrowser }) => {
    await inNewDirectory(async (texts) => {
      const write = (text: string) => Promise.all(['en', 'id'].map((of) => writeFile(join(texts, `${of}.txt`), text)))
      await write(agreement)
      const server = await Server.start({ flags: ['--consent', texts] })
      try {
        const patient = await registerPatient(server, { name: 'Rina Marlina' })
        const profile = await profileOf(patientBrowser, look)
        const page = await profile.newPage()
        await page.goto(`${server.origin}/register`)
        await page.getByRole('checkbox').scrollIntoViewIfNeeded()
        await shoot(page, '07-register-with-consent', look)
        await page.close()

        await server.stop()
        await write(`${agreement}\n\nNew: we also keep when you were called.`)
        await server.restart()
        const home = await signIn(profile, patient)
        await expect(home.getByRole('button', { name: 'Read it' })).toBeVisible()
        await shoot(home, '45-consent-changed', look)
        await home.getByRole('button', { name: 'Read it' }).click()
        await expect(home.getByRole('dialog').getByText('New: we also keep')).toBeVisible()
        await shoot(home, '46-consent-asked-again', look)
        await home.getByRole('dialog').getByRole('button', { name: 'I agree' }).click()
        await home.goto(`${server.origin}/account`)
        await home.getByRole('button', { name: 'Delete my account' }).scrollIntoViewIfNeeded()
        await shoot(home, '47-account-own-data', look)
        await home.getByRole('button', { name: 'Delete my account' }).click()
        const dialog = home.getByRole('dialog', { name: 'Delete your account?' })
        await dialog.getByLabel('Current password').fill('not the password')
        await dialog.getByRole('checkbox').check()
        await dialog.getByRole('button', { name: 'Delete my account' }).click()
        await expect(dialog.getByText('This is not your current password.')).toBeVisible()
        await shoot(home, '48-delete-account', look)
        await profile.close()
      } finally {
        await server.dispose()
      }
    })
  })
}
