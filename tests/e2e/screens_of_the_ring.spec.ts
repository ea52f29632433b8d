import { appendFile, cp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/browsers.ts'
import { openPractice, ring, join as takeNumber } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { glance } from '../support/glance.ts'
import { atLeast } from '../support/lists.ts'
import { type Look, looks, profileOf, shoot } from '../support/looks.ts'
import { registerPatient } from '../support/people.ts'
import { incomingCall, signIn } from '../support/screens.ts'
import { binary, inNewDirectory, Server } from '../support/server.ts'

/** Screens that take a while to come about, in all looks at once. */

test('a_ring_that_nobody_hears_and_nobody_answers', async ({ server, patientBrowser }) => {
  const { doctor, waiting, schedule } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  const seen: { look: Look; page: Page; asks: () => Promise<boolean> }[] = []
  for (const look of looks) {
    const profile = await profileOf(patientBrowser, look)
    const page = await signIn(profile, patient)
    const session = await profile.newCDPSession(page)
    await page.reload()
    const asks = () => glance<boolean>(session, `document.body.innerText.includes('Tap to switch sound on')`)
    seen.push({ look, page, asks })
  }
  await ring(doctor, entry.id)
  for (const { asks } of seen) await expect.poll(asks, 'the page asks for a tap').toBe(true)
  for (const { look, page } of seen) await shoot(page, '42-incoming-call-sound-blocked', look)
  for (const { look, page } of seen) {
    await expect(incomingCall(page)).toBeHidden({ timeout: seconds(20) })
    await expect(page.getByText(/^Missed call at/)).toBeVisible()
    await shoot(page, '43-missed-call', look)
    await page.goto(`${server.origin}/patient/schedule/${schedule.id}`)
    await expect(page.getByText(/^You missed the call at/)).toBeVisible()
    await shoot(page, '44-waiting-room-missed', look)
    await page.context().close()
  }
})

test('a_new_version_is_there', async ({ patientBrowser }) => {
  await inNewDirectory(async (web) => {
    await cp(join(dirname(binary), 'web'), web, { recursive: true })
    const server = await Server.start({ flags: ['--web', web] })
    try {
      const patient = await registerPatient(server)
      const seen: { look: Look; page: Page }[] = []
      for (const look of looks) {
        const page = await signIn(await profileOf(patientBrowser, look), patient)
        await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
        seen.push({ look, page })
      }
      await server.stop()
      await appendFile(join(web, 'sw.js'), '\n// A newer version.\n')
      await server.restart()
      for (const { look, page } of seen) {
        await expect(page.getByRole('button', { name: 'Update now' })).toBeVisible()
        await shoot(page, '45-update', look)
        await page.context().close()
      }
    } finally {
      await server.dispose()
    }
  })
})

test('an_iphone_without_the_app_on_its_home_screen', async ({ server, patientBrowser }) => {
  const { schedule } = await openPractice(server, 0)
  const patient = await registerPatient(server)
  await takeNumber(patient, schedule.id)
  for (const look of looks) {
    const profile = await profileOf(patientBrowser, look)
    // Safari has no push there before the app is installed, and says that it is an iPhone.
    await profile.addInitScript(() => {
      Reflect.deleteProperty(window, 'PushManager')
      const userAgent =
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari'
      Object.defineProperty(navigator, 'userAgent', { get: () => userAgent })
    })
    const page = await signIn(profile, patient, '/account')
    const guide = page.getByText('Add Praktik to your Home Screen first')
    await guide.scrollIntoViewIfNeeded()
    await expect(guide).toBeVisible()
    await shoot(page, '46-home-screen-guide', look)
    await profile.close()
  }
})
