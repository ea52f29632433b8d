import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, launchLasting, newProfile, test } from '../support/browsers.ts'
import { command, openPractice, ring } from '../support/clinic.ts'
import { atLeast } from '../support/lists.ts'
import { measured } from '../support/measured.ts'
import { captureFiles, red } from '../support/media.ts'
import { incomingCall, signIn } from '../support/screens.ts'
import { binary, inNewDirectory, Server } from '../support/server.ts'

/** The app as something that is installed, opened without a network, and renewed. */

/** The page's service worker is at work, with all that it keeps. */
async function workerIsReady(page: Page): Promise<void> {
  const state = () => page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
  await expect.poll(state, 'the service worker is at work').toBe('activated')
}

test('a_browser_offers_to_install_the_app', async ({ server }) => {
  const files = await captureFiles(red)
  await inNewDirectory(async (directory) => {
    const profile = await launchLasting(directory, files)
    try {
      const page = await profile.newPage()
      await page.goto(`${server.origin}/sign-in`)
      await workerIsReady(page)
      const session = await profile.newCDPSession(page)
      const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
      expect(installabilityErrors, 'nothing stands against installing it').toEqual([])
      const { errors, data } = await session.send('Page.getAppManifest')
      expect(errors, 'the manifest is understood').toEqual([])
      const { id, display, icons } = JSON.parse(data ?? '{}')
      measured(`installable as ${id}, ${display}, ${icons.length} icons`)
      expect(icons.some(({ purpose }: { purpose?: string }) => purpose === 'maskable')).toBe(true)
    } finally {
      await profile.close()
    }
  })
  await files.remove()
})

test('without_a_network_the_app_opens_and_says_so_and_is_back_by_itself', async ({ patientBrowser }) => {
  const server = await Server.start()
  try {
    const { waiting, schedule } = await openPractice(server, 1)
    const [{ patient }] = atLeast(1, waiting)
    const profile = await newProfile(patientBrowser)
    const page = await signIn(profile, patient)
    await workerIsReady(page)
    await page.close()
    await server.stop()

    const opened = await profile.newPage()
    const began = Date.now()
    await opened.goto(`${server.origin}/patient/schedule/${schedule.id}`)
    await expect(opened.getByText('The practice cannot be reached')).toBeVisible()
    measured(`without the server the app said so after ${Date.now() - began} ms`)
    await server.restart()
    await expect(opened.getByText('You are ready', { exact: false }).first()).toBeVisible()
    await profile.close()
  } finally {
    await server.dispose()
  }
})

test('a_new_version_waits_until_the_ring_is_over_and_comes_with_a_tap', async ({ patientBrowser }) => {
  const web = await mkdtemp(join(tmpdir(), 'praktik-web-'))
  await cp(join(dirname(binary), 'web'), web, { recursive: true })
  const server = await Server.start({ ringSeconds: 30, flags: ['--web', web] })
  try {
    const { doctor, waiting } = await openPractice(server, 1)
    const [{ patient, entry }] = atLeast(1, waiting)
    const profile = await newProfile(patientBrowser)
    const page = await signIn(profile, patient)
    await workerIsReady(page)
    // The page that brought the worker runs without it; every later one runs from what it keeps.
    await page.reload()
    const call = await ring(doctor, entry.id)
    await expect(incomingCall(page)).toBeVisible()

    await server.stop()
    await appendFile(join(web, 'sw.js'), '\n// A newer version.\n')
    await server.restart()
    const installed = () =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state ?? 'none')
    await expect.poll(installed, 'the page finds the new version by itself').toBe('installed')
    await expect(incomingCall(page), 'it rings on').toBeVisible()
    const update = page.getByRole('button', { name: 'Update now' })
    // By its words: what stands behind the ring has no role while it rings.
    const offer = page.getByText('A new version of the app is here')
    await expect(offer, 'nothing comes between the person and the ring').toHaveCount(0)
    await command(doctor, call.id, 'cancel')
    await expect(update).toBeVisible()
    expect(await installed(), 'it waits for the tap').toBe('installed')

    const loaded = page.waitForEvent('load')
    await update.click()
    await loaded
    await expect.poll(installed, 'the new version has taken over').toBe('none')
    await expect(page.getByRole('button', { name: 'Update now' })).toBeHidden()
    await expect(page.getByRole('button', { name: `Account menu of ${patient.user.name}` })).toBeVisible()
    await profile.close()
  } finally {
    await server.dispose()
    await rm(web, { recursive: true, force: true })
  }
})
