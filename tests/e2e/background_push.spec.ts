import type { Browser, Page } from 'puppeteer-core'
import { AutopushService } from '../support/autopush.ts'
import { expect, newProfile, test } from '../support/browsers.ts'
import { expectMovement, expectPicture, expectTone } from '../support/call-proof.ts'
import { openPractice, setReady } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { firefoxFake, launchFirefox } from '../support/firefox.ts'
import { getReadyWithFirefox, pictureIn, press, signInWithFirefox } from '../support/firefox-screens.ts'
import { atLeast } from '../support/lists.ts'
import { measured } from '../support/measured.ts'
import { blue } from '../support/media.ts'
import { Desktop, type Shown } from '../support/notifications.ts'
import { PracticeRoom } from '../support/practice-room.ts'
import { SoundCard } from '../support/pulse.ts'
import { joinCall, pictureOf, signIn } from '../support/screens.ts'
import type { Call } from '../support/wire.ts'

/**
 * Firefox with a real subscription of the app's own page at a push service, woken by a real encrypted push while no page
 * of the app is open.
 */

interface Phone {
  firefox: Browser
  desktop: Desktop
  push: AutopushService
}

async function withPhone(use: (phone: Phone) => Promise<void>): Promise<void> {
  const [desktop, push, soundCard] = [await Desktop.start(), await AutopushService.start(), await SoundCard.start()]
  try {
    const firefox = await launchFirefox({ desktop, soundCard }, push)
    try {
      await use({ firefox, desktop, push })
    } finally {
      await firefox.close()
    }
  } finally {
    await soundCard.stop()
    await push.stop()
    await desktop.stop()
  }
}

async function pagesAt(firefox: Browser, origin: string): Promise<Page[]> {
  return (await firefox.pages()).filter((page) => page.url().startsWith(origin))
}

test('firefox_with_no_page_open_is_woken_and_the_call_is_declined_and_answered_on_the_notification', async ({
  server,
  doctorBrowser,
}) => {
  const { doctor, waiting, schedule } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  const doctors = await newProfile(doctorBrowser)
  const page = await signIn(doctors, doctor, `/doctor/practice/${schedule.id}`)
  const room = new PracticeRoom(page, await doctor.live(), patient, schedule.id)

  await withPhone(async ({ firefox, desktop, push }) => {
    const appPages = () => pagesAt(firefox, server.origin)
    const closeTheApp = async () => {
      for (const open of await appPages()) await open.close()
      await expect.poll(async () => (await appPages()).length, 'no page of the app is open').toBe(0)
      await expect(room.row()).toContainText('By notification')
    }
    const rings = async (): Promise<{ call: Call; note: Shown }> => {
      await setReady(patient, entry.id)
      const from = desktop.happenings.all.length
      const call = await room.calls()
      const note = await desktop.untilShown(({ summary }) => summary === 'Your doctor is calling', 'it rings', from)
      const pushed = push.messages.all.findLast(({ at }) => at >= call.invitedAt)
      measured(
        `pushed ${(pushed?.at ?? Number.NaN) - call.invitedAt} ms after the call (TTL ${pushed?.headers['ttl']},`,
        `urgency ${pushed?.headers['urgency']}), shown ${note.at - call.invitedAt} ms after it`,
      )
      expect(Object.values(note.actions)).toEqual(expect.arrayContaining(['Answer', 'Decline']))
      // How soon is the machine's affair: a Firefox without a page starts a process first.
      expect(note.at, 'it is shown while it rings').toBeLessThan(call.expiresAt)
      expect(await appPages(), 'still no page of the app').toEqual([])
      const { receipts } = await room.until((state) => state.receipts?.ringing === true, 'the doctor sees it ring')
      expect(receipts).toMatchObject({ sent: true, delivered: true, audible: false })
      return { call, note }
    }

    await test.step('the patient gets ready on the app’s own page and closes it', async () => {
      const app = await firefox.newPage()
      await signInWithFirefox(app, patient, `/patient/schedule/${schedule.id}`)
      await setReady(patient, entry.id, false)
      await getReadyWithFirefox(app)
      expect(
        push.messages.all.map(({ handedOver }) => handedOver),
        'the test push',
      ).toEqual([true])
      expect(push.subscriptions).toBe(1)
      await closeTheApp()
    })

    await test.step('Decline on the notification ends the ring on the doctor’s screen', async () => {
      const { note } = await rings()
      const clickedAt = Date.now()
      desktop.click(note, 'Decline')
      await room.until(({ call }) => call === undefined, 'the ring is over')
      measured(`declined ${Date.now() - clickedAt} ms after the click`)
      await expect(room.row()).toContainText('Declined')
      await expect(room.page.getByRole('button', { name: 'Cancel call' })).toBeHidden()
      expect(await appPages(), 'and no page was opened').toEqual([])
    })

    await test.step('Answer on the notification opens the call, and the two talk', async () => {
      const { call, note } = await rings()
      desktop.click(note, 'Answer')
      await room.until((state) => state.call?.status === 'ACTIVE', 'the call is answered')
      const [opened] = atLeast(1, await appPages())
      await opened.waitForFunction((id) => location.pathname === `/call/${id}`, { timeout: seconds(20) }, call.id)
      await press(opened, 'Join')
      await joinCall(room.page)
      const theirs = await pictureIn(opened, doctor)
      await expectPicture(theirs, blue)
      await expectTone(theirs, blue)
      await expectMovement(pictureOf(room.page, patient))
      await expectTone(pictureOf(room.page, patient), firefoxFake)
      await room.page.getByRole('button', { name: 'End call' }).click()
      await expect(room.row()).toContainText('Done')
    })
  })
  await doctors.close()
})
