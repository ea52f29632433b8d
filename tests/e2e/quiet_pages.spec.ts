import type { BrowserContext, Page, Request } from '@playwright/test'
import { expect, newProfile, test } from '../support/browsers.ts'
import { command, openPractice, ring } from '../support/clinic.ts'
import { atInstant, seconds } from '../support/clock.ts'
import { atLeast } from '../support/lists.ts'
import { registerPatient } from '../support/people.ts'
import { joinCall, signIn } from '../support/screens.ts'

/** How long each page is left alone. */
const alone = seconds(20)

/** Who makes a request: a page, by its path, or the app's service worker. */
function originOf(request: Request): string {
  return request.serviceWorker() ? 'service worker' : new URL(request.frame().page().url()).pathname
}

/** The HTTP requests of all pages of some profiles, and of their service workers. */
class Requests {
  readonly made: string[] = []
  readonly #unanswered = new Set<Request>()

  watch(context: BrowserContext): void {
    context.on('request', (request) => {
      if (!/^https?:/.test(request.url())) return
      this.made.push(`${originOf(request)}: ${request.method()} ${request.url()}`)
      this.#unanswered.add(request)
    })
    context.on('response', (response) => this.#unanswered.delete(response.request()))
    context.on('requestfailed', (request) => this.#unanswered.delete(request))
  }

  unanswered(): string[] {
    return [...this.#unanswered].map((request) => request.url())
  }
}

test('a_page_that_is_left_alone_for_20_seconds_asks_the_server_for_nothing', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  test.setTimeout(240_000)
  const { doctor, schedule, waiting } = await openPractice(server, 1)
  const [{ patient: waitingPatient }] = atLeast(1, waiting)
  const talk = await openPractice(server, 1)
  const [{ patient: talkingPatient, entry }] = atLeast(1, talk.waiting)
  const call = await ring(talk.doctor, entry.id)
  await command(talkingPatient, call.id, 'accept')

  const requests = new Requests()
  const profiles: BrowserContext[] = []
  const pages: Page[] = []
  const profile = async (browser: typeof doctorBrowser) => {
    const context = await newProfile(browser)
    requests.watch(context)
    profiles.push(context)
    return context
  }
  const open = async (context: BrowserContext, path: string, heading: string | RegExp) => {
    const page = await context.newPage()
    await page.goto(`${server.origin}${path}`)
    await expect(page.getByRole('heading', { name: heading }).first(), `${path} is there`).toBeVisible()
    pages.push(page)
  }

  const nobody = await profile(doctorBrowser)
  await open(nobody, '/sign-in', 'Welcome back')
  await open(nobody, '/register', 'Create your account')
  const doctors = await profile(doctorBrowser)
  pages.push(await signIn(doctors, doctor))
  await open(doctors, `/doctor/practice/${schedule.id}`, 'Practice room')
  await open(doctors, '/account', 'Signed-in devices')
  await open(doctors, '/no-such-page', 'There is nothing here')
  const patients = await profile(patientBrowser)
  pages.push(await signIn(patients, waitingPatient))
  await open(patients, `/patient/schedule/${schedule.id}`, /You are ready/)
  pages.push(await signIn(await profile(patientBrowser), await registerPatient(server)))
  for (const [browser, person] of [
    [doctorBrowser, talk.doctor],
    [patientBrowser, talkingPatient],
  ] as const) {
    const page = await signIn(await profile(browser), person)
    await page.goto(`${server.origin}/call/${call.id}`)
    await joinCall(page)
    pages.push(page)
  }
  for (const page of pages) await expect(page.getByText(/loading/i), `${page.url()} has all it shows`).toHaveCount(0)
  await expect.poll(() => requests.unanswered(), 'every request has its answer').toEqual([])

  requests.made.length = 0
  await atInstant(Date.now() + alone)
  expect(requests.made).toEqual([])

  // The counter counts: a page that is loaded again asks for something.
  await pages[0]?.reload()
  expect(requests.made.length).toBeGreaterThan(0)
  await Promise.all(profiles.map((context) => context.close()))
})
