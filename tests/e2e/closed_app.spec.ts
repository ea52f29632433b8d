import type { BrowserContext } from '@playwright/test'
import { expect, launchLasting, newProfile, test } from '../support/browsers.ts'
import { expectPicture, expectTone } from '../support/call-proof.ts'
import { command, openPractice, readCall, requeue, setReady } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { expectSound } from '../support/ear.ts'
import { atLeast } from '../support/lists.ts'
import { measured } from '../support/measured.ts'
import { blue, captureFiles, red } from '../support/media.ts'
import { Desktop, type Shown } from '../support/notifications.ts'
import { PracticeRoom } from '../support/practice-room.ts'
import { PushRelay } from '../support/push-relay.ts'
import { getReady, incomingCall, joinCall, pictureOf, signIn } from '../support/screens.ts'
import { inNewDirectory, type Server } from '../support/server.ts'
import type { Call } from '../support/wire.ts'

/** Chromium rings with no page of the app open: pushed by the server, shown on the desktop, answered there. */

const ringTitle = 'Your doctor is calling'

interface Phone {
  profile: BrowserContext
  desktop: Desktop
  relay: PushRelay
}

/** A patient's Chromium on a desktop of its own, whose pushes come from the server through the relay. */
async function withPhone(server: Server, use: (phone: Phone) => Promise<void>): Promise<void> {
  const [desktop, relay, files] = [await Desktop.start(), await PushRelay.start(), await captureFiles(red)]
  try {
    await inNewDirectory(async (directory) => {
      const profile = await launchLasting(directory, files, { desktop })
      try {
        await relay.serve(profile)
        const [blank] = atLeast(1, profile.pages())
        await relay.handOver(await profile.newCDPSession(blank), server.origin)
        await use({ profile, desktop, relay })
      } finally {
        await profile.close()
      }
    })
  } finally {
    await desktop.stop()
    await relay.stop()
    await files.remove()
  }
}

const pagesOfTheApp = (profile: BrowserContext, server: Server) =>
  profile.pages().filter((page) => page.url().startsWith(server.origin))

test('with_the_app_closed_the_notification_rings_on_and_is_answered_declined_missed_and_taken_back', async ({
  server,
  doctorBrowser,
}) => {
  const { doctor: person, waiting, schedule } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  await withPhone(server, async ({ profile, desktop, relay }) => {
    const doctors = await newProfile(doctorBrowser)
    const room = await signIn(doctors, person, `/doctor/practice/${schedule.id}`)
    const doctor = new PracticeRoom(room, await person.live(), patient, schedule.id)

    const app = await test.step('the patient gets ready on the app’s own page', async () => {
      const page = await signIn(profile, patient, `/patient/schedule/${schedule.id}`)
      await setReady(patient, entry.id, false)
      await getReady(page, { armed: true })
      measured(`armed by ${relay.messages.all.length} test push, shown as "${atLeast(1, desktop.shown)[0].summary}"`)
      return page
    })

    await test.step('while a page sounds the notification is silent, and goes when the page declines', async () => {
      const from = desktop.happenings.all.length
      const call = await doctor.calls()
      await expectSound(app, 1)
      const note = await desktop.untilShown(({ summary }) => summary === ringTitle, 'the ring is shown as well', from)
      const isSilent = (tag: string) =>
        app.evaluate(async (wanted) => {
          const registration = await navigator.serviceWorker.ready
          return (await registration.getNotifications({ tag: wanted })).map(({ silent }) => silent)
        }, tag)
      // The first may come before the page sounds; those that repeat it know.
      await expect.poll(() => isSilent(call.id), 'one sound is enough').toEqual([true])
      await incomingCall(app).getByRole('button', { name: 'Decline' }).click()
      await expect(incomingCall(app)).toBeHidden()
      const gone = () => desktop.visible.filter(({ id }) => id === note.id).length
      await expect.poll(gone, 'the notification is gone').toBe(0)
    })

    await test.step('the page is closed', async () => {
      await app.close()
      await expect(doctor.row()).toContainText('By notification')
    })

    const rings = async (): Promise<{ call: Call; note: Shown; from: number }> => {
      await setReady(patient, entry.id)
      const from = desktop.happenings.all.length
      const call = await doctor.calls()
      const note = await desktop.untilShown(({ summary }) => summary === ringTitle, 'the ring is shown', from)
      expect(Object.values(note.actions)).toEqual(expect.arrayContaining(['Answer', 'Decline']))
      expect(note.urgency, 'it stays until somebody does something').toBe(2)
      expect(note.body, 'a lock screen names nobody').not.toContain(person.user.name)
      expect(pagesOfTheApp(profile, server), 'no page of the app is open').toEqual([])
      return { call, note, from }
    }

    await test.step('it alerts again and again until it is missed, and then says so', async () => {
      const { call, note, from } = await rings()
      const { receipts } = await doctor.until((state) => state.receipts?.ringing === true, 'the doctor sees it ring')
      expect(receipts).toMatchObject({ sent: true, delivered: true, audible: false })
      const missed = await desktop.untilShown(({ summary }) => summary.startsWith('Missed call'), 'it says so', from)
      const alerts = desktop.happenings.all.slice(from).filter((one) => one.event === 'shown' && one !== missed)
      const gaps = alerts.map(({ at }, index) => at - (alerts[index - 1]?.at ?? call.invitedAt))
      measured(`alerts ${gaps.join(', ')} ms apart; "missed" ${missed.at - call.expiresAt} ms after its time`)
      expect(gaps[0], 'it is shown at once').toBeLessThan(1500)
      expect(alerts.length, 'it goes on ringing').toBeGreaterThanOrEqual(3)
      expect(Math.max(...gaps), 'every few seconds').toBeLessThan(6000)
      expect(missed.at - call.expiresAt, 'it is missed at its time').toBeLessThan(2000)
      expect(missed.id, 'it takes the place of the ring').toBe(note.id)
      await expect(doctor.row()).toContainText('Missed 1×')
    })

    await test.step('declined on the notification, the doctor is told and no page opens', async () => {
      const { note } = await rings()
      const declinedAt = Date.now()
      desktop.click(note, 'Decline')
      await doctor.until(({ call }) => call === undefined, 'the ring is over')
      measured(`declined ${Date.now() - declinedAt} ms after the click`)
      await expect(doctor.row()).toContainText('Declined')
      expect(pagesOfTheApp(profile, server)).toEqual([])
      expect(desktop.visible.filter(({ summary }) => summary === ringTitle)).toEqual([])
    })

    await test.step('taken back by the doctor, the notification says so', async () => {
      const { call, from } = await rings()
      await room.getByRole('button', { name: 'Cancel call' }).click()
      const note = await desktop.untilShown(({ summary }) => summary === 'The call was taken back', 'it says so', from)
      const { endedAt = Number.NaN } = await readCall(person, call.id)
      measured(`"taken back" ${note.at - endedAt} ms after it`)
      expect(note.at - endedAt).toBeLessThan(1000)
      expect(desktop.visible.filter(({ summary }) => summary === ringTitle)).toEqual([])
    })

    await test.step('answered on another device, the notification says so', async () => {
      const { call, from } = await rings()
      const { answeredAt = Number.NaN } = await command(patient, call.id, 'accept')
      const elsewhere = 'Answered on another device'
      const note = await desktop.untilShown(({ summary }) => summary === elsewhere, 'it says so', from)
      measured(`"answered on another device" ${note.at - answeredAt} ms after it`)
      expect(note.at - answeredAt).toBeLessThan(1000)
      expect(desktop.visible.filter(({ summary }) => summary === ringTitle)).toEqual([])
      await expect(room.getByRole('button', { name: 'Join', exact: true })).toBeVisible()
      await command(person, call.id, 'end')
      await expect(room).toHaveURL(/\/doctor\/practice\//)
      await requeue(person, entry.id)
    })

    await test.step('answered on the notification, the call opens and the two talk', async () => {
      const { call, note } = await rings()
      const opened = profile.waitForEvent('page', { timeout: seconds(20) })
      desktop.click(note, 'Answer')
      const page = await opened
      await expect(page).toHaveURL(new RegExp(`/call/${call.id}$`))
      await Promise.all([joinCall(room), joinCall(page)])
      await expectPicture(pictureOf(room, patient), red)
      await expectPicture(pictureOf(page, person), blue)
      await expectTone(pictureOf(room, patient), red)
      await expectTone(pictureOf(page, person), blue)
      await room.getByRole('button', { name: 'End call' }).click()
      await expect(page).toHaveURL(/\/patient\/schedule\//)
    })
    await doctors.close()
  })
})
