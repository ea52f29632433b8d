import { expect, newProfile, test } from '../support/browsers.ts'
import { openPractice } from '../support/clinic.ts'
import { addDoctor, newAccount, registerPatient } from '../support/people.ts'
import { signIn } from '../support/screens.ts'

/** Who gets in where. */

test('somebody_new_creates_an_account_and_lands_among_the_doctors', async ({ server, patientBrowser }) => {
  const { doctor } = await openPractice(server, 0)
  const account = newAccount('PATIENT')
  const profile = await newProfile(patientBrowser)
  const page = await profile.newPage()
  await page.goto(server.origin)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Full name').fill(account.name)
  await page.getByLabel('E-mail address').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText(/Please agree first/), 'consent is asked for').toBeVisible()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page).toHaveURL(/\/patient$/)
  await expect(page.getByRole('button', { name: `Take a number: ${doctor.user.name}` })).toBeVisible()
  await profile.close()
})

test('a_wrong_password_says_so_and_lets_nobody_in', async ({ server, patientBrowser }) => {
  const patient = await registerPatient(server)
  const profile = await newProfile(patientBrowser)
  const page = await profile.newPage()
  await page.goto(server.origin)
  await page.getByLabel('E-mail address').fill(patient.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: /wrong/ })).toBeVisible()
  await expect(page).toHaveURL(/\/sign-in/)
  await profile.close()
})

test('a_page_of_the_other_role_is_not_reachable', async ({ server, doctorBrowser, patientBrowser }) => {
  const { schedule, doctor } = await openPractice(server, 0)
  const doctors = await newProfile(doctorBrowser)
  const atWork = await signIn(doctors, doctor)
  for (const path of ['/patient', `/patient/schedule/${schedule.id}`]) {
    await atWork.goto(`${server.origin}${path}`)
    await expect(atWork).toHaveURL(`${server.origin}/doctor`)
    await expect(atWork.getByRole('heading', { name: 'My practice' })).toBeVisible()
  }
  const patients = await newProfile(patientBrowser)
  const atHome = await signIn(patients, await registerPatient(server))
  for (const path of ['/doctor', `/doctor/practice/${schedule.id}`]) {
    await atHome.goto(`${server.origin}${path}`)
    await expect(atHome).toHaveURL(`${server.origin}/patient`)
    await expect(atHome.getByRole('heading', { name: 'Doctors', level: 1 })).toBeVisible()
  }
  await doctors.close()
  await patients.close()
})

test('another_doctors_practice_room_shows_nothing', async ({ server, doctorBrowser }) => {
  const { schedule, waiting } = await openPractice(server, 1)
  const profile = await newProfile(doctorBrowser)
  const page = await signIn(profile, await addDoctor(server))
  await page.goto(`${server.origin}/doctor/practice/${schedule.id}`)
  await expect(page.getByText('This practice is not here')).toBeVisible()
  await expect(page.getByText(waiting[0]?.patient.user.name ?? '')).toHaveCount(0)
  await profile.close()
})

test('whoever_is_signed_out_comes_back_to_the_page_they_wanted', async ({ server, doctorBrowser }) => {
  const { schedule, doctor } = await openPractice(server, 0)
  const profile = await newProfile(doctorBrowser)
  const page = await signIn(profile, doctor, `/doctor/practice/${schedule.id}`)
  await expect(page).toHaveURL(`${server.origin}/doctor/practice/${schedule.id}`)
  await page.getByRole('button', { name: /^Account menu of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto(`${server.origin}/doctor`)
  await expect(page, 'signed out is signed out').toHaveURL(/\/sign-in/)
  await profile.close()
})

test('a_sign_in_that_is_revoked_elsewhere_ends_on_the_open_page_by_itself', async ({ server, patientBrowser }) => {
  const patient = await registerPatient(server)
  const profile = await newProfile(patientBrowser)
  const page = await signIn(profile, patient)
  const { sessions } = (await patient.http.get('/api/me/sessions')).json<{
    sessions: { id: string; current: boolean }[]
  }>()
  const browsers = sessions.find(({ current }) => !current)
  await patient.http.delete(`/api/me/sessions/${browsers?.id}`)
  await expect(page).toHaveURL(/\/sign-in/)
  await profile.close()
})

test('the_language_is_switched_and_kept', async ({ server, patientBrowser }) => {
  const profile = await newProfile(patientBrowser)
  const page = await profile.newPage()
  await page.goto(`${server.origin}/sign-in`)
  await page.getByRole('button', { name: 'Indonesia' }).click()
  await expect(page.getByRole('button', { name: 'Masuk', exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Masuk', exact: true })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'id')
  await profile.close()
})
