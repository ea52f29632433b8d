import type { BrowserContext, Page } from '@playwright/test'
import { expect, newProfile, test } from '../support/browsers.ts'
import { command, openPractice, ring } from '../support/clinic.ts'
import { atInstant, seconds } from '../support/clock.ts'
import { atLeast } from '../support/lists.ts'
import { registerPatient } from '../support/people.ts'
import { joinCall, signIn } from '../support/screens.ts'

/** How long each page is left alone. */
const alone = seconds(20)

test('a_page_that_is_left_alone_for_20_seconds_asks_the_server_for_nothing', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { doctor, schedule, waiting } = await openPractice(server, 1)
  const [{ patient: waitingPatient }] = atLeast(1, waiting)
  const talk = await openPractice(server, 1)
  const [{ patient: talkingPatient, entry }] = atLeast(1, talk.waiting)
  const call = await ring(talk.doctor, entry.id)
  await command(talkingPatient, call.id, 'accept')

  const pages = new Map<string, Page>()
  const profiles: BrowserContext[] = []
  const profile = async (browser: typeof doctorBrowser) => {
    const context = await newProfile(browser)
    profiles.push(context)
    return context
  }
  const open = async (context: BrowserContext, path: string) => {
    const page = await context.newPage()
    await page.goto(`${server.origin}${path}`)
    pages.set(path, page)
    return page
  }

  const nobody = await profile(doctorBrowser)
  for (const path of ['/sign-in', '/register']) await open(nobody, path)
  const doctors = await profile(doctorBrowser)
  pages.set('/doctor', await signIn(doctors, doctor))
  for (const path of [`/doctor/practice/${schedule.id}`, '/account']) await open(doctors, path)
  const patients = await profile(patientBrowser)
  pages.set('/patient', await signIn(patients, waitingPatient))
  await open(patients, `/patient/schedule/${schedule.id}`)
  const fresh = await registerPatient(server)
  pages.set('/patient of somebody new', await signIn(await profile(patientBrowser), fresh))
  for (const [browser, person] of [
    [doctorBrowser, talk.doctor],
    [patientBrowser, talkingPatient],
  ] as const) {
    const page = await signIn(await profile(browser), person)
    await page.goto(`${server.origin}/call/${call.id}`)
    await joinCall(page)
    pages.set(`/call of the ${person.user.role}`, page)
  }
  for (const [name, page] of pages) {
    await page.waitForLoadState('networkidle')
    await expect(page.getByText(/loading/i), `${name} has all it shows`).toHaveCount(0)
  }

  const requests: string[] = []
  for (const [name, page] of pages) {
    page.on('request', (request) => {
      if (/^https?:/.test(request.url())) requests.push(`${name}: ${request.method()} ${request.url()}`)
    })
  }
  await atInstant(Date.now() + alone)
  expect(requests).toEqual([])

  // The counter counts: a page that is loaded again asks for something.
  await pages.get('/patient')?.reload()
  expect(requests.length).toBeGreaterThan(0)
  await Promise.all(profiles.map((context) => context.close()))
})
