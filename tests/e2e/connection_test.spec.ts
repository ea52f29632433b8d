import { writeFile } from 'node:fs/promises'
import type { Browser, Page } from '@playwright/test'
import { expect, newProfile, test } from '../support/browsers.ts'
import { Coturn } from '../support/coturn.ts'
import { measured } from '../support/measured.ts'
import { registerPatient } from '../support/people.ts'
import { signIn } from '../support/screens.ts'
import { Server } from '../support/server.ts'

/** The connection test on the account page, against real relays. */

/** Runs the test of a patient of a clinic that was set up like this, and hands over the page with what it says. */
async function testWith(
  browser: Browser,
  flags: readonly string[],
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const server = await Server.start({ flags })
  const profile = await newProfile(browser)
  try {
    const page = await signIn(profile, await registerPatient(server), '/account')
    const begun = Date.now()
    await page.getByRole('button', { name: 'Start the test' }).click()
    await expect(page.getByRole('button', { name: 'Test again' })).toBeVisible()
    measured(`the test took ${Date.now() - begun} ms`)
    await look(page)
  } finally {
    await profile.close()
    await server.dispose()
  }
}

const step = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Steps of the test' }).getByRole('listitem').filter({ hasText: name })

async function withCoturn(use: (coturn: Coturn) => Promise<void>): Promise<void> {
  const coturn = await Coturn.start({ loopbackPeers: true, tcp: true })
  try {
    await use(coturn)
  } finally {
    await coturn.stop()
  }
}

test('the_connection_test_finds_every_path_and_looks_at_the_devices', async ({ patientBrowser }) => {
  await withCoturn(async (coturn) => {
    await testWith(patientBrowser, coturn.flags(coturn.uri, coturn.tcpUri), async (page) => {
      for (const name of ['This page', 'Live connection', 'Direct path', 'Relay by UDP', 'Relay by TCP']) {
        await expect(step(page, name)).toContainText('Works:')
      }
      await expect(step(page, 'Relay by TCP')).toContainText(/A message went through it in \d+ ms/)
      await expect(page.getByText('Calls will work on this network')).toBeVisible()
      const devices = page.getByRole('region', { name: 'Camera, microphone and speaker' })
      await devices.getByRole('button', { name: 'Check camera and microphone' }).click()
      await devices.getByRole('button', { name: 'Looks good, go on' }).click()
      await expect(devices).toContainText('You have checked them.')
    })
  })
})

test('the_connection_test_names_the_transport_that_is_blocked', async ({ patientBrowser }) => {
  await withCoturn(async (coturn) => {
    // A port where nothing listens for UDP.
    const blocked = 'turn:127.0.0.1:9?transport=udp'
    await testWith(patientBrowser, coturn.flags(blocked, coturn.tcpUri), async (page) => {
      await expect(step(page, 'Relay by UDP')).toContainText('Your network blocks UDP to the relay')
      await expect(step(page, 'Relay by TCP')).toContainText('Works:')
      await expect(page.getByText('Your network blocks UDP; calls will still work through TCP')).toBeVisible()
    })
  })
})

test('the_connection_test_tells_a_wrong_secret_from_a_blocked_network', async ({ patientBrowser }, info) => {
  const wrong = info.outputPath('wrong-secret')
  await writeFile(wrong, 'not the secret of that relay\n', { mode: 0o600 })
  await withCoturn(async (coturn) => {
    const flags = ['--turn', [coturn.uri, coturn.tcpUri].join(), '--turn-secret-file', wrong]
    await testWith(patientBrowser, flags, async (page) => {
      await expect(step(page, 'Relay by UDP')).toContainText('does not let the clinic’s calls in')
      await expect(step(page, 'Relay by TCP')).toContainText('does not let the clinic’s calls in')
      await expect(page.getByText('The clinic’s relay refuses calls')).toBeVisible()
    })
  })
})

test('the_connection_test_says_that_the_clinic_has_no_relay', async ({ patientBrowser }) => {
  await testWith(patientBrowser, [], async (page) => {
    await expect(step(page, 'Relay for sound')).toContainText('The clinic has no relay.')
    await expect(page.getByText('Calls may fail: the clinic has no relay')).toBeVisible()
  })
})
