import type { Page } from '@playwright/test'
import { expect, newProfile, test } from '../support/browsers.ts'
import { openPractice, readCall, ring, setReady } from '../support/clinic.ts'
import { seconds, within } from '../support/clock.ts'
import { sounding, whenSilent } from '../support/ear.ts'
import { atLeast } from '../support/lists.ts'
import { measured } from '../support/measured.ts'
import { incomingCall, signIn, whenShown } from '../support/screens.ts'

/** One patient, two browsers, two tabs in one of them. */

/** When each page fell silent (before it all, if it never sounded) and said those words; settles when all have. */
async function ends(pages: readonly Page[], words: string): Promise<{ silent: number[]; told: number[] }> {
  const [silent, told] = await Promise.all([
    within(seconds(20), 'every page falls silent', Promise.all(pages.map(whenSilent))),
    within(seconds(20), `every page says "${words}"`, Promise.all(pages.map((page) => whenShown(page, words)))),
  ])
  return { silent, told }
}

const after = (instant: number, times: number[]) => times.map((time) => Math.round(time - instant))

test('every_browser_rings_on_one_page_and_one_answer_ends_it_on_all_within_a_second', async ({
  server,
  patientBrowser,
}) => {
  const { doctor, waiting } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  const [phones, tablets] = [await newProfile(patientBrowser), await newProfile(patientBrowser)]
  const tabs = [await signIn(phones, patient), await phones.newPage()]
  const [front, back] = atLeast(2, tabs)
  await back.goto(`${server.origin}/account`)
  await back.getByRole('heading', { name: 'Signed-in devices' }).click()
  const tablet = await signIn(tablets, patient)

  const rings = async () => {
    await setReady(patient, entry.id)
    const call = await ring(doctor, entry.id)
    for (const page of [...tabs, tablet]) await expect(incomingCall(page)).toBeVisible()
    await expect.poll(async () => (await sounding(tabs)).length, 'one of the tabs sounds').toBe(1)
    await expect.poll(async () => (await sounding([tablet])).length, 'the tablet sounds').toBe(1)
    return call
  }

  await test.step('declined on one, it is declined on all', async () => {
    const call = await rings()
    for (const look of [1, 2, 3]) expect(await sounding(tabs), `look ${look}: still one tab`).toHaveLength(1)
    const ended = ends([front, tablet], 'Declined on another device')
    await incomingCall(back).getByRole('button', { name: 'Decline' }).click()
    const { silent, told } = await ended
    const { status, endedAt = Number.NaN } = await readCall(doctor, call.id)
    expect(status).toBe('DECLINED')
    measured(`declined: silent ${after(endedAt, silent)} ms, told ${after(endedAt, told)} ms after it`)
    for (const late of after(endedAt, [...silent, ...told])) expect(late).toBeLessThan(1000)
    for (const page of [...tabs, tablet]) await expect(incomingCall(page)).toBeHidden()
  })

  await test.step('the tab that sounds is closed, and the other one goes on', async () => {
    const call = await rings()
    const [loud] = atLeast(1, await sounding(tabs))
    const [quiet] = atLeast(
      1,
      tabs.filter((tab) => tab !== loud),
    )
    const closedAt = Date.now()
    await loud.close()
    await expect.poll(() => sounding([quiet]), 'the other tab sounds').toHaveLength(1)
    measured(`the other tab sounds ${Date.now() - closedAt} ms after the first was closed`)

    const another = await phones.newPage()
    await another.goto(`${server.origin}/patient`)
    await expect(incomingCall(another)).toBeVisible()
    const ended = ends([quiet, another], 'Answered on another device')
    await incomingCall(tablet).getByRole('button', { name: 'Confirm' }).click()
    const { silent, told } = await ended
    const { status, answeredAt = Number.NaN } = await readCall(doctor, call.id)
    expect(status).toBe('ACTIVE')
    measured(`answered: silent ${after(answeredAt, silent)} ms, told ${after(answeredAt, told)} ms after it`)
    for (const late of after(answeredAt, [...silent, ...told])) expect(late).toBeLessThan(1000)
    await expect(tablet).toHaveURL(new RegExp(`/call/${call.id}$`))
    await expect(quiet.getByText(/^Missed call/)).toHaveCount(0)
  })
  await Promise.all([phones.close(), tablets.close()])
})
