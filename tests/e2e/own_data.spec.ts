import { expect, newProfile, test } from '../support/browsers.ts'
import { command, requeue, ringing } from '../support/clinic.ts'
import { signIn } from '../support/screens.ts'

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
