import type { Page } from '@playwright/test'
import { expect, test } from '../support/browsers.ts'
import { expectMovement } from '../support/call-proof.ts'
import { seconds } from '../support/clock.ts'
import { measured } from '../support/measured.ts'
import { blue } from '../support/media.ts'
import { joinCall } from '../support/screens.ts'
import { connectionsOf, type Seat, talk } from '../support/talk.ts'
import { Witness } from '../support/witness.ts'

/** A call goes on on every other page of the app, and for somebody who closed the app and comes back. */

const bar = (page: Page) => page.getByRole('region', { name: 'Running call' })

/** The call goes on in the bar, to be seen and heard. */
async function expectBar({ page }: Seat, path: RegExp): Promise<void> {
  await expect(page).toHaveURL(path)
  const picture = bar(page).locator('video')
  await expectMovement(picture)
  expect(await picture.evaluate((video: HTMLVideoElement) => [video.muted, video.paused])).toEqual([false, false])
}

async function returnByTheBar({ page }: Seat): Promise<void> {
  await bar(page).getByRole('link', { name: 'Return to call' }).click()
  await expect(page.getByRole('main').getByLabel(/^Picture of /)).toBeVisible()
}

const pages = {
  doctor: { back: 'Practice room', room: /\/doctor\/practice\//, home: /\/doctor$/, homeName: 'My practice' },
  patient: { back: 'Waiting room', room: /\/patient\/schedule\//, home: /\/patient$/, homeName: 'Doctors' },
} as const

test('the_bar_leads_back_from_every_page_and_whoever_closed_the_app_comes_back_by_it', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { doctor, patient, both, call, close } = await talk({ server, doctorBrowser, patientBrowser })
  const beganAt = Date.now()

  for (const side of ['doctor', 'patient'] as const) {
    await test.step(`the ${side} walks through the app and back`, async () => {
      const seat = side === 'doctor' ? doctor : patient
      const { back, room, home, homeName } = pages[side]
      const { page, person } = seat
      await page.getByRole('link', { name: back }).click()
      await expectBar(seat, room)
      await returnByTheBar(seat)
      await page.getByRole('link', { name: back }).click()
      await page.getByRole('navigation').getByRole('link', { name: homeName }).click()
      await expectBar(seat, home)
      await page.getByRole('button', { name: `Account menu of ${person.user.name}` }).click()
      await page.getByRole('menuitem', { name: 'Account' }).click()
      await expectBar(seat, /\/account$/)
      await returnByTheBar(seat)
    })
  }

  await test.step('and the other side noticed nothing', async () => {
    const now = Date.now()
    for (const { page, witness } of both) {
      expect((await witness.gaps(beganAt, now)).sound, 'the longest time without the tone').toBeLessThan(1000)
      expect(await connectionsOf(page)).toBe(1)
    }
  })

  await test.step('the patient closes the app, opens it anew and is back with two taps', async () => {
    const after = await doctor.witness.streams()
    await patient.page.close()
    await expect(doctor.page.getByText('Reconnecting…')).toBeVisible()
    const page = await patient.profile.newPage()
    const openedAt = Date.now()
    await page.goto(server.origin)
    await bar(page).getByRole('link', { name: 'Return to call' }).click()
    const since = Date.now()
    await joinCall(page)
    const witness = new Witness(page, blue)
    const flows = Math.max(await witness.flows({ since }), await doctor.witness.flows({ since, after }))
    measured(`back ${flows - openedAt} ms after the app was opened, ${flows - since} ms after the call's page was`)
    expect(flows - since).toBeLessThan(seconds(5))
    expect(new URL(page.url()).pathname).toBe(`/call/${call.id}`)
  })
  await close()
})
