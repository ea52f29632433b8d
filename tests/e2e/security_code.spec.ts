import type { Browser, Page } from '@playwright/test'
import { expect, newProfile, test } from '../support/browsers.ts'
import { expectPicture } from '../support/call-proof.ts'
import { command, openPractice, ring } from '../support/clinic.ts'
import { atLeast } from '../support/lists.ts'
import { blue, red } from '../support/media.ts'
import { Middle } from '../support/middle.ts'
import { joinCall, pictureOf, signIn } from '../support/screens.ts'
import type { Server } from '../support/server.ts'

/** The code that both sides of a call compare: docs/SECURITY.md. */

/** A call in which both sides see each other, with whoever `arrange` puts between them first. */
async function inCall(
  { server, doctorBrowser, patientBrowser }: { server: Server; doctorBrowser: Browser; patientBrowser: Browser },
  arrange = async (_room: Page, _phone: Page): Promise<void> => {},
) {
  const { doctor, waiting } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  const call = await ring(doctor, entry.id)
  await command(patient, call.id, 'accept')
  const profiles = [await newProfile(doctorBrowser), await newProfile(patientBrowser)]
  const [doctors, patients] = atLeast(2, profiles)
  const [room, phone] = [await signIn(doctors, doctor), await signIn(patients, patient)]
  await arrange(room, phone)
  await Promise.all([room, phone].map((page) => page.goto(`${server.origin}/call/${call.id}`)))
  await Promise.all([joinCall(room), joinCall(phone)])
  const seeEachOther = async () => {
    await expectPicture(pictureOf(room, patient), red)
    await expectPicture(pictureOf(phone, doctor), blue)
  }
  await seeEachOther()
  return { room, phone, seeEachOther, close: () => Promise.all(profiles.map((profile) => profile.close())) }
}

/** What the details of the connection show, once they show a code. */
async function codeOn(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Connection: / }).click()
  const sheet = page.getByRole('dialog', { name: 'Connection' })
  const code = sheet.getByRole('region', { name: 'Security code' }).getByText(/^\d{5} \d{5} \d{5} \d{5}$/)
  await expect(code).toBeVisible()
  const text = (await code.textContent()) ?? ''
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  return text
}

test('both_sides_show_the_same_code_and_another_one_after_a_reload', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { room, phone, seeEachOther, close } = await inCall({ server, doctorBrowser, patientBrowser })
  const before = await codeOn(room)
  expect(await codeOn(phone)).toBe(before)
  await phone.reload()
  await seeEachOther()
  const after = await codeOn(phone)
  expect(after).not.toBe(before)
  await expect.poll(() => codeOn(room), 'the code of the new connection').toBe(after)
  await close()
})

test('the_codes_differ_when_somebody_stands_in_between_who_exchanges_the_fingerprints', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const nobody = await newProfile(patientBrowser)
  const { room, phone, close } = await inCall({ server, doctorBrowser, patientBrowser }, async (...pages) => {
    const page = await nobody.newPage()
    await page.goto(`${server.origin}/`)
    await new Middle(page).standBetween(...pages)
  })
  // Each side still sees the other: nothing but the code tells.
  const codes = [await codeOn(room), await codeOn(phone)]
  expect(codes[0]).not.toBe(codes[1])
  await nobody.close()
  await close()
})
