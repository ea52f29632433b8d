import { expect, newProfile, test } from '../support/browsers.ts'
import { expectPicture, expectTone } from '../support/call-proof.ts'
import { expectNoCapture } from '../support/capture-watch.ts'
import { command, openPractice, readCall, ring } from '../support/clinic.ts'
import { atLeast } from '../support/lists.ts'
import { blue, red } from '../support/media.ts'
import { incomingCall, joinCall, pictureOf, queueRow, signIn } from '../support/screens.ts'

/** A call belongs to the server, not to a tab. */

test('a_second_device_is_told_answered_elsewhere_and_can_take_the_call_over', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { doctor, waiting } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  const profiles = [await newProfile(doctorBrowser), await newProfile(patientBrowser), await newProfile(patientBrowser)]
  const [doctors, phones, tablets] = atLeast(3, profiles)
  const [room, phone, tablet] = [
    await signIn(doctors, doctor),
    await signIn(phones, patient),
    await signIn(tablets, patient),
  ]
  const call = await ring(doctor, entry.id)
  await expect(incomingCall(phone)).toBeVisible()
  await expect(incomingCall(tablet)).toBeVisible()
  await incomingCall(phone).getByRole('button', { name: 'Confirm' }).click()
  await expect(incomingCall(tablet)).toBeHidden()
  await expect(tablet.getByText('Answered on another device')).toBeVisible()

  await room.goto(`${server.origin}/call/${call.id}`)
  await Promise.all([joinCall(room), joinCall(phone)])
  await expectPicture(pictureOf(room, patient), red)
  await tablet.getByRole('button', { name: 'Use this device instead' }).click()
  await joinCall(tablet)
  await expect(phone.getByRole('heading', { name: 'The call has moved to another device' })).toBeVisible()
  await expectNoCapture(phone)
  await expectPicture(pictureOf(tablet, doctor), blue)
  await expectTone(pictureOf(tablet, doctor), blue)
  await expectPicture(pictureOf(room, patient), red)
  await expectTone(pictureOf(room, patient), red)
  expect((await readCall(patient, call.id)).status).toBe('ACTIVE')
  await Promise.all(profiles.map((profile) => profile.close()))
})

test('a_reload_in_the_call_rejoins_it_and_leaving_the_page_keeps_it', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { doctor, schedule, waiting } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  const call = await ring(doctor, entry.id)
  await command(patient, call.id, 'accept')
  const [doctors, patients] = [await newProfile(doctorBrowser), await newProfile(patientBrowser)]
  const [room, phone] = [await signIn(doctors, doctor), await signIn(patients, patient)]
  await Promise.all([room, phone].map((page) => page.goto(`${server.origin}/call/${call.id}`)))
  await Promise.all([joinCall(room), joinCall(phone)])
  await expectPicture(pictureOf(room, patient), red)

  await test.step('the patient reloads and is back without being asked', async () => {
    await phone.reload()
    await expectPicture(pictureOf(phone, doctor), blue)
    await expectPicture(pictureOf(room, patient), red)
  })

  await test.step('the doctor reloads and is back without being asked', async () => {
    await room.reload()
    await expectPicture(pictureOf(room, patient), red)
    await expectTone(pictureOf(phone, doctor), blue)
  })

  await test.step('the doctor looks at the queue and comes back by the bar', async () => {
    await room.getByRole('link', { name: 'Practice room' }).click()
    await expect(room).toHaveURL(new RegExp(`/doctor/practice/${schedule.id}`))
    await expect(queueRow(room, patient)).toContainText('In consultation')
    await expectTone(pictureOf(phone, doctor), blue)
    await room.getByRole('link', { name: 'Return to call' }).click()
    await expectPicture(pictureOf(room, patient), red)
  })
  await Promise.all([doctors.close(), patients.close()])
})
