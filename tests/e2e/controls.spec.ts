import type { BrowserContext, Page } from '@playwright/test'
import { expect, sharedTab, test } from '../support/browsers.ts'
import { expectColour, expectPicture, expectTone } from '../support/call-proof.ts'
import { expectNoCapture } from '../support/capture-watch.ts'
import { Coturn } from '../support/coturn.ts'
import { measured } from '../support/measured.ts'
import { blue, red } from '../support/media.ts'
import { pictureOf } from '../support/screens.ts'
import { Server } from '../support/server.ts'
import { talk } from '../support/talk.ts'

/** What one can do in a call beside talking. */

/** Opens the chat if it is shut, and says that. */
async function write(page: Page, text: string): Promise<void> {
  const field = page.getByLabel('Message to')
  if (!(await field.isVisible())) await page.getByRole('button', { name: /^Chat/ }).click()
  await field.fill(text)
  await page.keyboard.press('Enter')
}

const messages = (page: Page) => page.getByRole('log', { name: 'Messages' }).getByRole('listitem')

test('what_is_written_arrives_also_when_the_connection_was_cut_meanwhile', async ({
  doctorBrowser,
  patientBrowser,
}) => {
  const coturn = await Coturn.start({ loopbackPeers: true })
  const server = await Server.start({ flags: coturn.flags() })
  try {
    const talking = await talk({ server, doctorBrowser, patientBrowser }, { policy: 'relay' })
    const [room, phone] = [talking.doctor.page, talking.patient.page]
    await write(room, 'Twice a day, see https://example.org/leaflet.')
    await expect(phone.getByRole('button', { name: 'Chat, 1 new message' })).toBeVisible()
    await write(phone, 'Before or after a meal?')
    await expect(messages(room)).toContainText(['Twice a day', 'Before or after a meal?'])
    await expect(messages(phone).getByRole('link')).toHaveAttribute('rel', /noopener/)

    await coturn.kill()
    await write(room, 'After it.')
    await write(phone, 'Are you there?')
    for (const page of [room, phone]) await expect(messages(page).getByText('Not delivered yet')).toBeVisible()
    await coturn.restart()
    const since = Date.now()
    await expect(messages(phone).getByText('After it.')).toBeVisible()
    await expect(messages(room).getByText('Are you there?')).toBeVisible()
    measured(`what was written meanwhile arrived ${Date.now() - since} ms after the relay was back`)
    for (const page of [room, phone]) {
      await expect(messages(page).getByText('Not delivered yet')).toBeHidden()
      await expect(messages(page)).toHaveCount(4)
    }
    await talking.close()
  } finally {
    await server.dispose()
    await coturn.stop()
  }
})

/** A tab that is green from edge to edge. */
async function greenTab(profile: BrowserContext): Promise<Page> {
  const page = await profile.newPage()
  await page.setContent(`<title>${sharedTab}</title><body style="background:#00c000">`)
  return page
}

/** Hz: what a shared film sounds like. */
const FILM = 1370

/** Runs in the page before its own scripts: the browser under test is mute, so a shared tab gets its sound from here. */
function giveSharedTabsASound(frequency: number): void {
  const { mediaDevices } = navigator
  if (mediaDevices === undefined) return
  const ask = mediaDevices.getDisplayMedia.bind(mediaDevices)
  mediaDevices.getDisplayMedia = async (wish) => {
    const shared = await ask(wish)
    const context = new AudioContext()
    const film = new MediaStreamAudioDestinationNode(context)
    const tone = new OscillatorNode(context, { frequency })
    tone.connect(film)
    tone.start()
    return new MediaStream([...shared.getVideoTracks(), ...film.stream.getAudioTracks()])
  }
}

test('a_shared_screen_is_seen_whole_and_ends_with_its_tab_its_button_and_the_call', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const talking = await talk(
    { server, doctorBrowser, patientBrowser },
    { prepare: async (page) => void (await page.addInitScript(giveSharedTabsASound, FILM)) },
  )
  const { doctor, patient } = talking
  const shown = pictureOf(patient.page, doctor.person)
  const told = patient.page.getByText(`${doctor.person.user.name} shares the screen`)
  const share = async () => {
    await doctor.page.getByRole('button', { name: 'Share screen' }).click()
    await expectColour(shown, 'green')
    await expect(told).toBeVisible()
    await expect(doctor.page.getByText('You are sharing your screen')).toBeVisible()
  }

  await test.step('it arrives whole, and is heard while the microphone is off', async () => {
    await greenTab(doctor.profile)
    await doctor.page.bringToFront()
    await share()
    await expect(shown).toHaveCSS('object-fit', 'contain')
    await expect(shown).toHaveCSS('transform', 'none')
    await doctor.page.getByRole('button', { name: 'Mute microphone' }).click()
    await expectTone(shown, { tone: FILM })
    await doctor.page.getByRole('button', { name: 'Unmute microphone' }).click()
  })
  await test.step('the button gives the camera back', async () => {
    await doctor.page.getByRole('button', { name: 'Stop', exact: true }).click()
    await expectPicture(shown, blue)
    await expectTone(shown, blue)
    await expect(told).toBeHidden()
  })
  await test.step('so does the end of what is shared', async () => {
    await share()
    const [, tab] = doctor.profile.pages()
    await tab?.close()
    await expectPicture(shown, blue)
    await expect(doctor.page.getByText('You are sharing your screen')).toBeHidden()
  })
  await test.step('the end of the call lets go of the screen', async () => {
    await greenTab(doctor.profile)
    await doctor.page.bringToFront()
    await share()
    await patient.page.getByRole('button', { name: 'End call' }).click()
    await expect(doctor.page).toHaveURL(/\/doctor\/practice\//)
    await expectNoCapture(doctor.page)
  })
  await talking.close()
})

test('the_call_goes_into_a_small_window_and_onto_the_whole_screen_and_back', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const talking = await talk({ server, doctorBrowser, patientBrowser })
  const { profile, page } = talking.doctor
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null)

  await test.step('the small window has the picture and the controls', async () => {
    const opened = profile.waitForEvent('page')
    await page.getByRole('button', { name: 'Small window' }).click()
    const small = await opened
    await expectPicture(pictureOf(small, talking.patient.person), red)
    await small.getByRole('button', { name: 'Mute microphone' }).click()
    await expect(page.getByRole('button', { name: 'Unmute microphone' })).toBeVisible()
    await expect(talking.patient.page.getByText('has the microphone off')).toBeVisible()
    await page.getByRole('button', { name: 'Close the small window' }).click()
    await expect.poll(() => small.isClosed()).toBe(true)
    await expect(page.getByRole('button', { name: 'Small window' })).toBeVisible()
    await expectPicture(pictureOf(page, talking.patient.person), red)
  })
  await test.step('the whole screen, by a key and by the button', async () => {
    await page.keyboard.press('f')
    await expect.poll(isFull, 'the room fills the screen').toBe(true)
    await page.getByRole('button', { name: 'Leave full screen' }).click()
    await expect.poll(isFull, 'the screen is free again').toBe(false)
  })
  await test.step('the call ends from the small window', async () => {
    const opened = profile.waitForEvent('page')
    await page.keyboard.press('p')
    const small = await opened
    await small.getByRole('button', { name: 'End call' }).click()
    await expect(page).toHaveURL(/\/doctor\/practice\//)
    await expect.poll(() => small.isClosed()).toBe(true)
    await expectNoCapture(page)
  })
  await talking.close()
})
