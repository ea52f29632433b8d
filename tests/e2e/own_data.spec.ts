import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, newProfile, test } from '../support/browsers.ts'
import { command, openPractice, requeue, ringing } from '../support/clinic.ts'
import { newAccount } from '../support/people.ts'
import { giveCredentials, signIn } from '../support/screens.ts'
import { inNewDirectory, Server } from '../support/server.ts'

/** What is kept about a person, and what they can do about it. */

test('a_patient_reads_what_the_doctor_did', async ({ server, patientBrowser }) => {
  const { doctor, patient, entry, call } = await ringing(server)
  await command(patient, call.id, 'accept')
  await command(doctor, call.id, 'end')
  await requeue(doctor, entry.id)
  const profile = await newProfile(patientBrowser)
  const page = await signIn(profile, patient)
  await page.getByRole('button', { name: /^Account menu of/ }).click()
  await page.getByRole('menuitem', { name: 'Who did what' }).click()
  await expect(page.getByRole('heading', { name: 'Who did what', level: 1 })).toBeVisible()
  for (const deed of [
    `${doctor.user.name} called you.`,
    'You answered the call.',
    `${doctor.user.name} ended the consultation.`,
    `${doctor.user.name} put you back into the queue for another call.`,
  ])
    await expect(page.getByText(deed), deed).toHaveCount(1)
  const signedIn = page.getByRole('listitem').filter({ hasText: 'You signed in.' })
  await expect(signedIn.first(), 'where one was oneself is told').toContainText('Chrome on Linux · from 127.0.0.1')
  const called = page.getByRole('listitem').filter({ hasText: 'called you.' })
  await expect(called, 'where the doctor was is not').not.toContainText('127.0.0.1')
  await profile.close()
})

test('whoever_deletes_the_account_is_gone_from_the_doctors_screen_at_once', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { doctor, schedule, waiting } = await openPractice(server, 1)
  const [first] = waiting
  if (first === undefined) throw new Error('nobody waits')
  const { patient } = first
  const [atWork, atHome] = [await newProfile(doctorBrowser), await newProfile(patientBrowser)]
  const room = await signIn(atWork, doctor, `/doctor/practice/${schedule.id}`)
  await expect(room.getByText(patient.user.name).first()).toBeVisible()

  const page = await signIn(atHome, patient, '/account')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download my data' }).click()
  const data = await readFile(await (await download).path(), 'utf8')
  expect(data, 'the own data are whole').toContain(patient.user.name)
  expect(JSON.parse(data)).toHaveProperty('user')

  await page.getByRole('button', { name: 'Delete my account' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
  await dialog.getByLabel('Current password').fill('not the password')
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  await expect(dialog.getByText('This is not your current password.')).toBeVisible()
  await dialog.getByLabel('Current password').fill(patient.password)
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  await expect(page.getByText('Your account is deleted.')).toBeVisible()
  await expect(room.getByText(patient.user.name), 'no name is left').toHaveCount(0)

  await giveCredentials(page, patient)
  await expect(page.getByRole('alert').filter({ hasText: /wrong/ })).toBeVisible()
  await atWork.close()
  await atHome.close()
})

test('a_patient_agrees_to_the_clinics_text_and_is_asked_again_when_it_changed', async ({ patientBrowser }) => {
  await inNewDirectory(async (texts) => {
    const write = (text: string) =>
      Promise.all(['en.txt', 'id.txt'].map((name) => writeFile(join(texts, name), text, 'utf8')))
    await write('We keep your name and nothing else.')
    const server = await Server.start({ flags: ['--consent', texts] })
    try {
      const account = newAccount('PATIENT')
      const profile = await newProfile(patientBrowser)
      const page = await profile.newPage()
      await page.goto(`${server.origin}/register`)
      await expect(page.getByText('We keep your name and nothing else.')).toBeVisible()
      await page.getByLabel('Full name').fill(account.name)
      await page.getByLabel('E-mail address').fill(account.email)
      await page.getByLabel('Password', { exact: true }).fill('1234567890')
      await page.getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Create account' }).click()
      await expect(page.getByText(/^Too many people use this password/)).toBeVisible()
      await page.getByLabel('Password', { exact: true }).fill(account.password)
      await page.getByRole('button', { name: 'Create account' }).click()
      await expect(page.getByRole('heading', { name: 'Doctors', level: 1 })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Read it' })).toHaveCount(0)

      await server.stop()
      await write('We keep your name and your shoe size.')
      await server.restart()
      await page.getByRole('button', { name: 'Read it' }).click()
      const dialog = page.getByRole('dialog')
      await expect(dialog.getByText('We keep your name and your shoe size.')).toBeVisible()
      await dialog.getByRole('button', { name: 'I agree' }).click()
      await expect(page.getByRole('button', { name: 'Read it' })).toHaveCount(0)
      await page.goto(`${server.origin}/audit`)
      await expect(page.getByText('You agreed to what the clinic keeps.')).toHaveCount(2)
      await profile.close()
    } finally {
      await server.dispose()
    }
  })
})
