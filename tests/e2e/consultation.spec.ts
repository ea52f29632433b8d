import type { Page } from '@playwright/test'
import { expect, newProfile, test } from '../support/browsers.ts'
import { expectNoPicture, expectNoTone, expectPicture, expectTone } from '../support/call-proof.ts'
import { expectNoCapture } from '../support/capture-watch.ts'
import { minutes, seconds } from '../support/clock.ts'
import { expectSilence, expectSound } from '../support/ear.ts'
import { blue, red } from '../support/media.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import {
  callNext,
  getReady,
  incomingCall,
  joinCall,
  offerSchedule,
  pictureOf,
  queueRow,
  signIn,
  startPractice,
  takeNumber,
} from '../support/screens.ts'

interface Side {
  person: Person
  page: Page
}

/** Each side sees and hears the other: the doctor is blue and low, the patient red and high. */
async function expectEachOther(doctor: Side, patient: Side): Promise<void> {
  await expectPicture(pictureOf(doctor.page, patient.person), red)
  await expectPicture(pictureOf(patient.page, doctor.person), blue)
  await expectTone(pictureOf(doctor.page, patient.person), red)
  await expectTone(pictureOf(patient.page, doctor.person), blue)
}

test('a_consultation_from_sign_in_to_video_and_every_outcome_of_a_ring', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  test.setTimeout(240_000)
  const people = { doctor: await addDoctor(server), patient: await registerPatient(server) }
  const profiles = [await newProfile(doctorBrowser), await newProfile(patientBrowser)] as const
  const doctor: Side = { person: people.doctor, page: await signIn(profiles[0], people.doctor) }
  const patient: Side = { person: people.patient, page: await signIn(profiles[1], people.patient) }
  const ring = incomingCall(patient.page)
  const call = callNext(doctor.page, patient.person)
  const room = /\/doctor\/practice\//
  const waitingRoom = /\/patient\/schedule\//

  await test.step('the doctor offers a schedule and starts it', async () => {
    const now = Date.now()
    await offerSchedule(doctor.page, now - minutes(1), now + minutes(120))
    await startPractice(doctor.page)
    await expect(doctor.page.getByText('Nobody waits yet')).toBeVisible()
  })

  await test.step('the patient takes a number, and the doctor sees who and why', async () => {
    await takeNumber(patient.page, doctor.person, 'A cough that stays')
    await expect(patient.page).toHaveURL(waitingRoom)
    const row = queueRow(doctor.page, patient.person)
    await expect(row).toContainText('A cough that stays')
    await expect(row).toContainText('Not ready')
    await expect(call).toBeHidden()
  })

  await test.step('the patient gets ready', async () => {
    await getReady(patient.page)
    await expect(call).toBeVisible()
  })

  await test.step('the doctor calls, and the ringtone really sounds until the answer', async () => {
    await call.click()
    await expect(ring).toBeVisible()
    await expect(ring).toContainText(doctor.person.user.name)
    await expectSound(patient.page, 4)
    await expect
      .poll(async () => Number(await ring.getAttribute('data-level')), 'the dialog shows that it sounds')
      .toBeGreaterThan(0)
    const receipts = doctor.page.getByRole('list', { name: 'How far the ring has come' })
    await expect(receipts).toContainText('With sound')
    await ring.getByRole('button', { name: 'Confirm' }).click()
    await expect(ring).toBeHidden()
    await expectSilence(patient.page)
  })

  await test.step('both pages open the call by themselves, and each sees and hears the other', async () => {
    await Promise.all([joinCall(doctor.page), joinCall(patient.page)])
    await expectEachOther(doctor, patient)
  })

  await test.step('mute is silent at the other end', async () => {
    await patient.page.getByRole('button', { name: 'Mute microphone' }).click()
    await expectNoTone(pictureOf(doctor.page, patient.person))
    await expectTone(pictureOf(patient.page, doctor.person), blue)
    await patient.page.getByRole('button', { name: 'Unmute microphone' }).click()
    await expectTone(pictureOf(doctor.page, patient.person), red)
    await doctor.page.getByRole('button', { name: 'Mute microphone' }).click()
    await expectNoTone(pictureOf(patient.page, doctor.person))
    await doctor.page.getByRole('button', { name: 'Unmute microphone' }).click()
    await expectTone(pictureOf(patient.page, doctor.person), blue)
  })

  await test.step('a camera that is off shows nothing at the other end', async () => {
    await patient.page.getByRole('button', { name: 'Turn camera off' }).click()
    await expectNoPicture(pictureOf(doctor.page, patient.person), red)
    await patient.page.getByRole('button', { name: 'Turn camera on' }).click()
    await expectPicture(pictureOf(doctor.page, patient.person), red)
  })

  await test.step('the doctor ends it for both, and both land where they came from', async () => {
    await doctor.page.getByRole('button', { name: 'End call' }).click()
    await expect(doctor.page).toHaveURL(room)
    await expect(patient.page).toHaveURL(waitingRoom)
    await expect(patient.page.getByText('Your consultation is over')).toBeVisible()
    await expect(queueRow(doctor.page, patient.person)).toContainText('Done')
    await expectNoCapture(doctor.page)
    await expectNoCapture(patient.page)
  })

  const callAgain = doctor.page.getByRole('button', { name: `Call no. 1 ${patient.person.user.name} again` })

  await test.step('call again is a call like the first, and the patient ends it', async () => {
    await callAgain.click()
    await ring.getByRole('button', { name: 'Confirm' }).click()
    await Promise.all([joinCall(doctor.page), joinCall(patient.page)])
    await expectEachOther(doctor, patient)
    await patient.page.getByRole('button', { name: 'End call' }).click()
    await expect(doctor.page).toHaveURL(room)
    await expect(patient.page).toHaveURL(waitingRoom)
    await expect(queueRow(doctor.page, patient.person)).toContainText('Done')
  })

  await test.step('declined, the doctor is told and the patient keeps the place', async () => {
    await callAgain.click()
    await ring.getByRole('button', { name: 'Decline' }).click()
    await expect(ring).toBeHidden()
    await expectSilence(patient.page)
    const row = queueRow(doctor.page, patient.person)
    await expect(row).toContainText('Declined')
    await expect(row).toContainText('Not ready')
    await patient.page.getByRole('button', { name: 'I am ready again' }).first().click()
    await expect(call).toBeVisible()
  })

  await test.step('nobody answers, and the ring is missed after its time', async () => {
    await call.click()
    await expect(ring).toBeVisible()
    const shownAt = Date.now()
    await expect(ring).toBeHidden({ timeout: seconds(20) })
    const rangFor = Date.now() - shownAt
    expect(rangFor, 'the ring lasts its 15 seconds').toBeGreaterThan(seconds(13))
    expect(rangFor, 'and not much longer').toBeLessThan(seconds(17))
    await expectSilence(patient.page)
    await expect(queueRow(doctor.page, patient.person)).toContainText('Missed 1×')
    await expect(patient.page.getByText(/^You missed the call at /)).toBeVisible()
    await patient.page.getByRole('button', { name: 'I am ready again' }).first().click()
    await expect(call).toBeVisible()
  })

  await test.step('cancelled by the doctor, the patient stays ready', async () => {
    await call.click()
    await expect(ring).toBeVisible()
    await doctor.page.getByRole('button', { name: 'Cancel call' }).click()
    await expect(ring).toBeHidden()
    await expectSilence(patient.page)
    await expect(call).toBeVisible()
    await expect(patient.page.getByRole('heading', { name: 'You are ready' })).toBeVisible()
  })

  await Promise.all(profiles.map((profile) => profile.close()))
})
