import type { Browser } from '@playwright/test'
import { test as base, expect, newProfile, withChromium } from '../support/browsers.ts'
import { command, openPractice, readCall, ring, setReady } from '../support/clinic.ts'
import { glance } from '../support/glance.ts'
import { atLeast } from '../support/lists.ts'
import { measured } from '../support/measured.ts'
import { red } from '../support/media.ts'
import { SoundCard } from '../support/pulse.ts'
import { incomingCall, signIn } from '../support/screens.ts'
import type { Call, CallStatus, PracticeTopic } from '../support/wire.ts'

/** What leaves the browser for the speakers, recorded behind it. */

/** RMS. The ringtone itself never has less than 0.25 in a window of 50 ms, and 0.35 over a second. */
const loud = 0.2
/** What no window of 300 ms falls below, also when the machine has so much to do that sound is lost on the way. */
const floor = 0.05
const silent = 0.001

const test = base.extend<object, { soundCard: SoundCard; audibleBrowser: Browser }>({
  soundCard: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      const card = await SoundCard.start()
      await use(card)
      await card.stop()
    },
    { scope: 'worker' },
  ],
  audibleBrowser: [async ({ soundCard }, use) => withChromium(red, { soundCard }, use), { scope: 'worker' }],
})

/** When the speakers began to sound after `from`. */
async function soundBegan(card: SoundCard, from: number): Promise<number> {
  const first = () => card.windows(from, card.heardUntil, 50).find(({ rms }) => rms > floor)
  await expect.poll(() => first() !== undefined, { message: 'the speakers sound', intervals: [50] }).toBe(true)
  return first()?.from ?? Number.NaN
}

/** The card has recorded everything up to that instant. */
async function heard(card: SoundCard, until: number, reason: string): Promise<void> {
  await expect
    .poll(() => card.heardUntil, { message: reason, intervals: [50], timeout: 25_000 })
    .toBeGreaterThanOrEqual(until)
}

/** When the last sound was over that began before `from`. */
async function soundEnded(card: SoundCard, from: number): Promise<number> {
  await heard(card, from + 1500, 'the time after the outcome is recorded')
  const last = card.windows(from - 300, from + 1500, 20).findLast(({ rms }) => rms > silent)
  return last ? last.from + 20 : from - 300
}

interface Outcome {
  status: CallStatus
  /** What ends the ring, and when it was decided; another device or the doctor does it, so the page only hears of it. */
  end(call: Call): Promise<Call>
  decidedAt(call: Call): number | undefined
}

test('the_ring_leaves_the_speakers_loud_and_without_a_gap_until_its_outcome', async ({
  server,
  soundCard,
  audibleBrowser,
}) => {
  const { doctor, schedule, waiting } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  const profile = await newProfile(audibleBrowser)
  await signIn(profile, patient, `/patient/schedule/${schedule.id}`)
  const live = await doctor.live()
  const over = async (call: Call): Promise<Call> => {
    const ended = (state: PracticeTopic) => state.call === undefined && state.entries[entry.id]?.status !== 'RINGING'
    await live.until<PracticeTopic>(`practice:${schedule.id}`, ended, 'the ring is over', 20_000)
    return readCall(doctor, call.id)
  }
  const outcomes: Outcome[] = [
    { status: 'MISSED', end: over, decidedAt: (call) => call.endedAt },
    { status: 'DECLINED', end: (call) => command(patient, call.id, 'decline'), decidedAt: (call) => call.endedAt },
    { status: 'CANCELLED', end: (call) => command(doctor, call.id, 'cancel'), decidedAt: (call) => call.endedAt },
    { status: 'ACTIVE', end: (call) => command(patient, call.id, 'accept'), decidedAt: (call) => call.answeredAt },
  ]
  for (const { status, end, decidedAt } of outcomes) {
    await test.step(`until it is ${status}`, async () => {
      await setReady(patient, entry.id)
      const call = await ring(doctor, entry.id)
      const beganAt = await soundBegan(soundCard, call.invitedAt)
      await heard(soundCard, beganAt + 2500, 'the ring is recorded for a while')
      const ended = await end(call)
      expect(ended.status).toBe(status)
      const outcomeAt = decidedAt(ended) ?? Number.NaN
      const endedAt = await soundEnded(soundCard, outcomeAt)
      const windows = soundCard.windows(beganAt + 50, outcomeAt, 300, 50)
      const levels = windows.map(({ rms }) => rms).sort((a, b) => a - b)
      const [quietest = 0, usual = 0] = [levels[0], levels[levels.length >> 1]]
      measured(
        `${status}: sounded ${beganAt - call.invitedAt} ms after the call, for ${outcomeAt - beganAt} ms,`,
        `${usual.toFixed(3)} loud, never below ${quietest.toFixed(3)} over 300 ms, silent ${Math.round(endedAt - outcomeAt)} ms after the outcome`,
      )
      expect(beganAt - call.invitedAt, 'it sounds at once').toBeLessThan(1500)
      expect(windows.length, 'the whole ring is judged').toBeGreaterThan(40)
      expect(usual, 'it is loud').toBeGreaterThan(loud)
      expect(quietest, 'no window of 300 ms is quiet').toBeGreaterThan(floor)
      expect(endedAt - outcomeAt, 'it is silent soon after the outcome').toBeLessThan(500)
    })
  }
  await live.close()
  await profile.close()
})

test('after_a_reload_without_a_gesture_the_page_asks_for_a_tap_and_one_tap_starts_the_sound', async ({
  server,
  soundCard,
  audibleBrowser,
}) => {
  const { doctor, schedule, waiting } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  const profile = await newProfile(audibleBrowser, { viewport: { width: 390, height: 844 } })
  const page = await signIn(profile, patient, `/patient/schedule/${schedule.id}`)
  const session = await profile.newCDPSession(page)
  await page.reload()
  const live = await doctor.live()
  const topic = `practice:${schedule.id}`
  await live.until<PracticeTopic>(
    topic,
    (state) => state.entries[entry.id]?.reachability === 'LIVE',
    'the page is open',
  )
  expect(await glance(session, 'navigator.userActivation.hasBeenActive'), 'nobody has touched the page').toBe(false)

  const call = await ring(doctor, entry.id)
  const shown = await live.until<PracticeTopic>(topic, ({ receipts }) => receipts?.ringing === true, 'it rings there')
  const toldAfter = Date.now() - call.invitedAt
  expect(shown.receipts?.audible, 'the doctor is told that nobody hears it').toBe(false)
  const asks = () => glance<boolean>(session, `document.body.innerText.includes('Tap to switch sound on')`)
  await expect.poll(asks, 'the page asks for a tap').toBe(true)
  expect(await glance(session, 'navigator.userActivation.hasBeenActive'), 'still nobody').toBe(false)
  await heard(soundCard, call.invitedAt + 2000, 'two seconds of the ring are recorded')
  const before = soundCard.windows(call.invitedAt, call.invitedAt + 2000, 100)
  expect(Math.max(...before.map(({ rms }) => rms)), 'not a sound so far').toBeLessThan(silent)

  // Anywhere on the screen.
  const tappedAt = Date.now()
  await page.mouse.click(30, 420)
  const beganAt = await soundBegan(soundCard, tappedAt - 50)
  await live.until<PracticeTopic>(
    topic,
    ({ receipts }) => receipts?.audible === true,
    'the doctor sees that it is heard',
  )
  measured(`told "no sound" after ${toldAfter} ms; sound ${Math.round(beganAt - tappedAt)} ms after the tap`)
  expect(beganAt - tappedAt, 'the tap starts the sound at once').toBeLessThan(1000)
  await expect(incomingCall(page), 'the tap answered nothing').toBeVisible()
  await command(doctor, call.id, 'cancel')
  await live.close()
  await profile.close()
})
