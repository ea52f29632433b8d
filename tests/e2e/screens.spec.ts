import type { Browser, BrowserContext, Page } from '@playwright/test'
import { expect, test } from '../support/browsers.ts'
import { expectPicture } from '../support/call-proof.ts'
import { schedule as change, command, createSchedule, join, requeue, ring, setReady } from '../support/clinic.ts'
import { days, hours } from '../support/clock.ts'
import { looks, profileOf, shoot as shootIn } from '../support/looks.ts'
import { blue, red } from '../support/media.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { PushRelay } from '../support/push-relay.ts'
import { incomingCall, joinCall, pictureOf, signIn } from '../support/screens.ts'
import { Server } from '../support/server.ts'
import type { Schedule } from '../support/wire.ts'

/** Every screen in every look. The states are real: nothing is faked. */

interface Cast {
  doctor: Person
  practice: Schedule
  /** Has number 2 and is READY; number 1 has been seen. */
  patient: Person
  entryId: string
  newcomer: Person
}

async function clinic(server: Server): Promise<Cast> {
  const doctor = await addDoctor(server, 'General medicine', 'dr. Ayu Lestari')
  const colleague = await addDoctor(server, 'Paediatrics', 'dr. Bambang Wijaya')
  const named = (name: string) => registerPatient(server, { name, phone: '+62 812 3456 7890', birthDate: '1984-06-12' })
  const [seen, patient, third, fourth, fifth] = await Promise.all(
    ['Siti Rahmawati', 'Budi Santoso', 'Made Suryani', 'Agus Pratama', 'Dewi Anggraini'].map(named),
  )
  if (!seen || !patient || !third || !fourth || !fifth) throw new Error('the cast is not complete')
  const practice = await createSchedule(doctor, { capacity: 20, note: 'Follow-ups and new complaints.' })
  await change(doctor, practice.id, 'start')
  const tomorrow = Date.now() + days(1)
  await createSchedule(doctor, {
    startsAt: tomorrow,
    endsAt: tomorrow + hours(3),
    note: 'Please have your results at hand.',
  })
  await createSchedule(colleague, { startsAt: Date.now() + hours(2), endsAt: Date.now() + hours(4) })

  const first = await join(seen, practice.id, 'Blood pressure check')
  const entry = await join(patient, practice.id, 'A cough that has not gone away for two weeks')
  for (const waiting of [third, fourth]) await join(waiting, practice.id, 'Prescription')
  await setReady(seen, first.id)
  await setReady(patient, entry.id)
  const call = await ring(doctor, first.id)
  await command(seen, call.id, 'accept')
  await command(doctor, call.id, 'end')
  await doctor.http.put(`/api/schedules/${practice.id}/notice`, { text: 'About 15 minutes late today.' })
  return { doctor, practice, patient, entryId: entry.id, newcomer: fifth }
}

/** What opens over a call, and beside it. */
async function shootPanels(room: Page, shoot: (page: Page, screen: string) => Promise<void>): Promise<void> {
  await room.getByRole('button', { name: /^Connection: / }).click()
  await expect(room.getByRole('dialog', { name: 'Connection' })).toBeVisible()
  await shoot(room, '35-call-doctor-connection')
  await room.keyboard.press('Escape')
  await room.getByRole('button', { name: 'End call' }).focus()
  await room.keyboard.press('?')
  await expect(room.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await shoot(room, '35-call-doctor-shortcuts')
  await room.keyboard.press('Escape')
  await room.getByRole('button', { name: 'Chat', exact: true }).click()
  await expect(room.getByRole('button', { name: 'Chat', exact: true, expanded: true })).toBeVisible()
  await shoot(room, '35-call-doctor-chat')
}

test.describe.configure({ mode: 'serial' })

let server: Server
let cast: Cast

test.beforeAll(async () => {
  server = await Server.start({ ringSeconds: 60, demo: true })
  cast = await clinic(server)
})

test.afterAll(() => server?.dispose())

for (const look of looks) {
  const { name } = look
  const profile = (browser: Browser) => profileOf(browser, look)
  const shoot = (page: Page, screen: string) => shootIn(page, screen, look)
  const see = async (context: BrowserContext, path: string, screen: string, text: RegExp) => {
    const page = await context.newPage()
    await page.goto(`${server.origin}${path}`)
    await expect(page.getByText(text).first(), `${screen} is there`).toBeVisible()
    await shoot(page, screen)
    return page
  }

  test(`screens_that_need_no_call_${name}`, async ({ doctorBrowser, patientBrowser }) => {
    const nobody = await profile(doctorBrowser)
    await see(nobody, '/sign-in', '01-sign-in', /Sign in as/)
    await see(nobody, '/register', '02-register', /Create your account/)

    const doctors = await profile(doctorBrowser)
    const home = await signIn(doctors, cast.doctor)
    await expect(home.getByText('Open now').first()).toBeVisible()
    await shoot(home, '10-doctor-home')
    await home.getByRole('button', { name: 'New schedule' }).first().click()
    await expect(home.getByRole('dialog')).toBeVisible()
    await shoot(home, '11-new-schedule')
    await home.keyboard.press('Escape')
    await home
      .getByRole('button', { name: /^Start the practice/ })
      .first()
      .click()
    await home.getByRole('button', { name: 'Check camera and microphone' }).click()
    await expect(home.getByRole('button', { name: 'Looks good, go on' })).toBeVisible()
    await shoot(home, '12-start-check')
    await see(doctors, `/doctor/practice/${cast.practice.id}`, '13-practice-room', /Call next/)
    await see(doctors, '/account', '14-account-doctor', /Signed-in devices/)
    await see(doctors, '/audit', '16-who-did-what-doctor', /You signed in/)
    await see(doctors, '/no-such-page', '15-not-found', /There is nothing here/)

    const patients = await profile(patientBrowser)
    const doctorsList = await signIn(patients, cast.patient)
    await expect(doctorsList.getByText('My numbers')).toBeVisible()
    await shoot(doctorsList, '20-patient-home')
    await see(patients, `/patient/schedule/${cast.practice.id}`, '21-waiting-room-ready', /You are ready/)
    await see(patients, '/audit', '28-who-did-what-patient', /You signed in/)

    const newcomers = await profile(patientBrowser)
    const empty = await signIn(newcomers, cast.newcomer)
    await expect(empty.getByRole('button', { name: /^Take a number/ }).first()).toBeVisible()
    await shoot(empty, '22-patient-home-without-a-number')
    await see(newcomers, `/patient/schedule/${cast.practice.id}`, '23-waiting-room-without-a-number', /no number/)
    for (const context of [nobody, doctors, patients, newcomers]) await context.close()
  })

  test(`getting_ready_${name}`, async ({ patientBrowser }) => {
    const person = await registerPatient(server, { name: 'Rina Marlina' })
    const { doctor } = cast
    const schedule = await createSchedule(doctor)
    await join(person, schedule.id)
    const context = await profile(patientBrowser)
    await context.grantPermissions(['camera', 'microphone', 'notifications'])
    const relay = await PushRelay.start()
    await relay.serve(context)
    const page = await signIn(context, person, `/patient/schedule/${schedule.id}`)
    await relay.handOver(await context.newCDPSession(page), server.origin)
    await expect(page.getByRole('button', { name: 'Get ready', exact: true })).toBeVisible()
    await shoot(page, '24-waiting-room-not-ready')
    await page.getByRole('button', { name: 'Get ready', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toBeVisible()
    await shoot(page, '25-getting-ready-1')
    await dialog.getByRole('button', { name: 'Check camera and microphone' }).click()
    await expect(dialog.getByRole('button', { name: 'Looks good, go on' })).toBeVisible()
    await shoot(page, '25-getting-ready-2-camera')
    await dialog.getByRole('button', { name: 'Looks good, go on' }).click()
    await dialog.getByRole('button', { name: 'Play the ringtone' }).click()
    await expect(dialog.getByRole('button', { name: 'I can hear it' })).toBeVisible()
    await shoot(page, '25-getting-ready-3-ringtone')
    await dialog.getByRole('button', { name: 'I can hear it' }).click()
    await expect(dialog.getByRole('button', { name: 'Allow notifications' })).toBeVisible()
    await shoot(page, '25-getting-ready-4-notifications')
    await dialog.getByRole('button', { name: 'Allow notifications' }).click()
    await expect(dialog.getByText('The test has arrived')).toBeVisible()
    await shoot(page, '25-getting-ready-5-notifications-proved')
    await dialog.getByRole('button', { name: 'Looks good, go on' }).click()
    await shoot(page, '25-getting-ready-6-ready')
    await dialog.getByRole('button', { name: 'I am ready' }).click()
    await expect(page.getByText('This device rings, even when the app is closed')).toBeVisible()
    await shoot(page, '26-waiting-room-this-device-rings')
    await page.goto(`${server.origin}/account`)
    await page.getByText(/^A test arrived here on/).scrollIntoViewIfNeeded()
    await shoot(page, '27-account-patient')
    await change(doctor, schedule.id, 'cancel')
    await context.close()
    await relay.stop()
  })

  test(`ring_and_call_${name}`, async ({ doctorBrowser, patientBrowser }) => {
    const { doctor, patient, practice, entryId } = cast
    const [doctors, patients] = [await profile(doctorBrowser), await profile(patientBrowser)]
    const room = await signIn(doctors, doctor, `/doctor/practice/${practice.id}`)
    const waiting = await signIn(patients, patient, `/patient/schedule/${practice.id}`)
    await expect(waiting.getByRole('heading', { name: 'You are ready' })).toBeVisible()
    await room.getByRole('button', { name: /^Call next/ }).click()
    await expect(incomingCall(waiting)).toBeVisible()
    await expect(room.getByRole('button', { name: 'Cancel call' })).toBeVisible()
    await shoot(waiting, '30-incoming-call')
    await shoot(room, '31-practice-room-ringing')

    await incomingCall(waiting).getByRole('button', { name: 'Decline' }).click()
    await expect(waiting.getByText('You declined the call').first()).toBeVisible()
    await shoot(waiting, '32-outcome-declined')
    await setReady(patient, entryId)
    await room.getByRole('button', { name: /^Call next/ }).click()
    await incomingCall(waiting).getByRole('button', { name: 'Confirm' }).click()

    await expect(waiting.getByRole('button', { name: 'Join', exact: true })).toBeEnabled()
    await shoot(waiting, '33-call-preview')
    await joinCall(room)
    await shoot(room, '34-call-other-side-preparing')
    await joinCall(waiting)
    await expectPicture(pictureOf(room, patient), red)
    await expectPicture(pictureOf(waiting, doctor), blue)
    await shoot(room, '35-call-doctor')
    await shoot(waiting, '36-call-patient')
    await shootPanels(room, shoot)
    await see(doctors, '/doctor', '37-return-to-call-bar', /Return to call/)
    await see(doctors, `/doctor/practice/${practice.id}`, '38-practice-room-in-call', /In consultation/)

    await waiting.getByRole('button', { name: 'End call' }).click()
    await expect(waiting.getByText('Your consultation is over')).toBeVisible()
    await shoot(waiting, '39-consultation-over')
    await requeue(doctor, entryId)
    for (const context of [doctors, patients]) await context.close()
  })
}

test('the_closed_practice', async ({ doctorBrowser, patientBrowser }) => {
  const { doctor, patient, practice } = cast
  await change(doctor, practice.id, 'complete')
  for (const look of looks) {
    const room = await profileOf(doctorBrowser, look)
    const page = await signIn(room, doctor, `/doctor/practice/${practice.id}`)
    await expect(page.getByText('The practice is complete')).toBeVisible()
    await shootIn(page, '40-practice-complete', look)
    const waiting = await profileOf(patientBrowser, look)
    const over = await signIn(waiting, patient, `/patient/schedule/${practice.id}`)
    await expect(over.getByText('You were not seen this time')).toBeVisible()
    await shootIn(over, '41-waiting-room-closed', look)
    await room.close()
    await waiting.close()
  }
})
