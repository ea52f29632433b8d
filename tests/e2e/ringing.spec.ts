import type { Page } from '@playwright/test'
import { expectConflict } from '../support/answers.ts'
import { expect, newProfile, test } from '../support/browsers.ts'
import { openPractice, type Practice, ring as ringNow, setReady } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { expectSilence, expectSound } from '../support/ear.ts'
import { atLeast } from '../support/lists.ts'
import { measured } from '../support/measured.ts'
import type { Person } from '../support/people.ts'
import { PracticeRoom } from '../support/practice-room.ts'
import { callNext, incomingCall, queueRow, secondsLeft, signIn, whenShown } from '../support/screens.ts'
import { Server } from '../support/server.ts'
import type { Call } from '../support/wire.ts'

interface Scene {
  practice: Practice
  patient: Person
  /** The practice room. */
  room: Page
  /** The waiting room. */
  waiting: Page
  close(): Promise<void>
}

type Browsers = { doctorBrowser: Parameters<typeof newProfile>[0]; patientBrowser: Parameters<typeof newProfile>[0] }

/** A doctor in the practice room and a READY patient in the waiting room. */
async function scene(server: Server, { doctorBrowser, patientBrowser }: Browsers): Promise<Scene> {
  const practice = await openPractice(server, 1)
  const [{ patient }] = atLeast(1, practice.waiting)
  const profiles = [await newProfile(doctorBrowser), await newProfile(patientBrowser)] as const
  const { id } = practice.schedule
  const room = await signIn(profiles[0], practice.doctor, `/doctor/practice/${id}`)
  const waiting = await signIn(profiles[1], patient, `/patient/schedule/${id}`)
  await expect(callNext(room, patient)).toBeVisible()
  await expect(waiting.getByRole('heading', { name: 'You are ready' })).toBeVisible()
  const close = async () => {
    await Promise.all(profiles.map((profile) => profile.close()))
  }
  return { practice, patient, room, waiting, close }
}

test('a_patient_who_is_not_ready_cannot_be_called_on_the_screen_nor_on_the_wire', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { practice, patient, room, waiting, close } = await scene(server, { doctorBrowser, patientBrowser })
  const [{ entry }] = atLeast(1, practice.waiting)
  await waiting.getByRole('switch', { name: 'I am ready' }).click()
  const row = queueRow(room, patient)
  await expect(row).toContainText('Not ready')
  await expect(callNext(room, patient)).toBeHidden()
  const button = row.getByRole('button', { name: `Call no. 1 ${patient.user.name}` })
  await expect(button).toBeDisabled()
  await expect(button).toHaveAccessibleDescription(/Not ready yet/)
  expectConflict(await practice.doctor.http.post(`/api/queue/${entry.id}/call`), 'not_ready')
  await expect(incomingCall(waiting)).toBeHidden()
  await close()
})

test('a_reload_while_ringing_rings_again_with_the_time_that_is_left', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { patient, room, waiting, close } = await scene(server, { doctorBrowser, patientBrowser })
  await callNext(room, patient).click()
  const ring = incomingCall(waiting)
  await expect(ring).toBeVisible()
  await expect.poll(() => secondsLeft(waiting), 'some of the ring time has gone').toBeLessThanOrEqual(11)
  await waiting.reload()
  await expect(ring).toBeVisible()
  const left = await secondsLeft(waiting)
  expect(left, 'the ring does not begin anew').toBeLessThanOrEqual(11)
  expect(left).toBeGreaterThan(0)
  await expectSoundOrTap(waiting)
  await expect(ring).toBeHidden({ timeout: seconds(14) })
  await expect(queueRow(room, patient)).toContainText('Missed 1×')
  await close()
})

/** After a reload the browser may want a tap before it lets sound out: the page says so, and one tap is enough. */
async function expectSoundOrTap(page: Page): Promise<void> {
  const tap = page.getByRole('button', { name: /^Tap to switch sound on/ })
  const ringer = () => incomingCall(page).getAttribute('data-ringer')
  await expect.poll(ringer, 'the ring sounds or asks for a tap').toMatch(/^(sounding|blocked)$/)
  if ((await ringer()) === 'blocked') await tap.click()
  await expectSound(page, 2)
}

test('silence_stops_the_sound_and_not_the_ring', async ({ server, doctorBrowser, patientBrowser }) => {
  const { patient, room, waiting, close } = await scene(server, { doctorBrowser, patientBrowser })
  await callNext(room, patient).click()
  const ring = incomingCall(waiting)
  await expect(ring).toBeVisible()
  await expectSoundOrTap(waiting)
  await ring.getByRole('button', { name: 'Silence' }).click()
  await expectSilence(waiting)
  await expect(ring).toBeVisible()
  await expect(room.getByRole('button', { name: 'Cancel call' })).toBeVisible()
  await ring.getByRole('button', { name: 'Decline' }).click()
  await expect(queueRow(room, patient)).toContainText('Declined')
  await close()
})

test('a_ring_that_reaches_no_device_says_so_after_three_seconds', async ({ server, doctorBrowser }) => {
  const { doctor, waiting, schedule } = await openPractice(server, 1)
  const [{ patient }] = atLeast(1, waiting)
  const profile = await newProfile(doctorBrowser)
  const page = await signIn(profile, doctor, `/doctor/practice/${schedule.id}`)
  const room = new PracticeRoom(page, await doctor.live(), patient, schedule.id)
  await expect(room.row()).toContainText('Not reachable')
  const said = 'This ring has reached no device yet'
  const shown = whenShown(page, said)
  const call = await room.calls()
  const after = (await shown) - call.invitedAt
  measured(`said that nobody is reached after ${after} ms`)
  expect(after, 'not before its time').toBeGreaterThan(2800)
  expect(after, 'and not long after it').toBeLessThan(5000)
  await page.getByRole('button', { name: 'Cancel call' }).click()
  await expect(page.getByText(said)).toBeHidden()
  await profile.close()
})

test('the_server_is_killed_while_it_rings_and_the_ring_is_missed_at_its_own_time_on_both_screens', async ({
  doctorBrowser,
  patientBrowser,
}) => {
  const server = await Server.start({ ringSeconds: 15 })
  try {
    const { practice, patient, room, waiting, close } = await scene(server, { doctorBrowser, patientBrowser })
    const [{ entry }] = atLeast(1, practice.waiting)
    await expect(incomingCall(waiting)).toBeHidden()
    const call: Call = await ringNow(practice.doctor, entry.id)
    await expect(incomingCall(waiting)).toBeVisible()
    await expect(room.getByRole('button', { name: 'Cancel call' })).toBeVisible()
    await server.kill9()
    await expect(waiting.getByText(/offline/i).first()).toBeVisible()
    await server.restart()
    await expect(incomingCall(waiting)).toBeVisible()
    await expect(incomingCall(waiting)).toBeHidden({ timeout: seconds(20) })
    const goneAt = Date.now()
    expect(goneAt - call.expiresAt, 'never before its time').toBeGreaterThanOrEqual(-seconds(0.1))
    expect(goneAt - call.expiresAt, 'at its own time').toBeLessThan(seconds(3))
    await expect(queueRow(room, patient)).toContainText('Missed 1×')
    await expect(waiting.getByText(/^You missed the call at /)).toBeVisible()
    await setReady(patient, entry.id)
    await expect(callNext(room, patient)).toBeVisible()
    await close()
  } finally {
    await server.dispose()
  }
})
