import type { Browser } from '@playwright/test'
import type { Browser as Firefox } from 'puppeteer-core'
import { test as base } from '../support/browsers.ts'
import { expectPicture, expectTone, type Playing } from '../support/call-proof.ts'
import { talking } from '../support/clinic.ts'
import { Coturn } from '../support/coturn.ts'
import { launchFirefox, newFirefoxPage } from '../support/firefox.ts'
import { pictureIn, press, signInWithFirefox } from '../support/firefox-screens.ts'
import { expectDirect, expectRelayed, type Watched } from '../support/ice-path.ts'
import { blue, red, type Signature } from '../support/media.ts'
import type { Person } from '../support/people.ts'
import { SoundCard } from '../support/pulse.ts'
import { joinCall, pictureOf } from '../support/screens.ts'
import { Server } from '../support/server.ts'
import { takeSeat } from '../support/talk.ts'

/** Who can call whom, on which way: each browser on each side, directly and through a relay alone. */

/** Somebody in the call. */
interface Caller {
  page: Watched
  /** The other side's picture, with their sound. */
  theirs(): Promise<Playing>
  reload(): Promise<unknown>
  close(): Promise<void>
}

interface Invitation {
  callId: string
  own: Person
  other: Person
  shows: Signature
  policy: RTCIceTransportPolicy
}

type BrowserName = 'chromium' | 'firefox'
type EnterCall = (invitation: Invitation) => Promise<Caller>

const inChromium =
  (browser: Browser): EnterCall =>
  async ({ callId, own, other, shows, policy }) => {
    const { page, profile } = await takeSeat(browser, own, shows === red ? blue : red, policy)
    await page.goto(`${own.server.origin}/call/${callId}`)
    await joinCall(page)
    return {
      page,
      theirs: async () => pictureOf(page, other),
      reload: () => page.reload({ waitUntil: 'commit' }),
      close: () => profile.close(),
    }
  }

const inFirefox =
  (browser: Firefox): EnterCall =>
  async ({ callId, own, other, shows, policy }) => {
    const page = await newFirefoxPage(browser, shows, policy)
    await signInWithFirefox(page, own)
    await page.goto(`${own.server.origin}/call/${callId}`)
    await press(page, 'Join')
    return {
      page,
      theirs: () => pictureIn(page, other),
      reload: () => page.reload(),
      close: () => page.browserContext().close(),
    }
  }

interface House {
  coturn: Coturn
  firefox: Firefox
}

const test = base.extend<object, House>({
  coturn: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      const coturn = await Coturn.start({ loopbackPeers: true, tcp: true })
      await use(coturn)
      await coturn.stop()
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ coturn }, use) => {
      const server = await Server.start({ flags: coturn.flags() })
      await use(server)
      await server.dispose()
    },
    { scope: 'worker' },
  ],
  firefox: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const soundCard = await SoundCard.start()
      try {
        const firefox = await launchFirefox({ soundCard })
        try {
          await use(firefox)
        } finally {
          await firefox.close()
        }
      } finally {
        await soundCard.stop()
      }
    },
    { scope: 'worker' },
  ],
})

interface Way {
  policy: RTCIceTransportPolicy
  /** That a page's packets take it. */
  proof: (page: Watched) => Promise<void>
}

/** A call between the two in which each sees and hears the other; with `reloads` after a reload of either as well. */
async function expectCall(
  server: Server,
  [doctors, patients]: readonly [EnterCall, EnterCall],
  { policy, proof }: Way,
  { reloads = false } = {},
): Promise<void> {
  const { doctor, patient, call } = await talking(server)
  const invitation = { callId: call.id, policy }
  const callers = await Promise.all([
    doctors({ ...invitation, own: doctor, other: patient, shows: blue }),
    patients({ ...invitation, own: patient, other: doctor, shows: red }),
  ])
  const [ofDoctor, ofPatient] = callers
  const seeAndHear = async () => {
    await expectPicture(await ofDoctor.theirs(), red)
    await expectPicture(await ofPatient.theirs(), blue)
    await expectTone(await ofDoctor.theirs(), red)
    await expectTone(await ofPatient.theirs(), blue)
    for (const { page } of callers) await proof(page)
  }
  await seeAndHear()
  for (const { reload } of reloads ? callers : []) {
    await reload()
    await seeAndHear()
  }
  await Promise.all(callers.map((caller) => caller.close()))
}

const pairs: readonly (readonly [doctor: BrowserName, patient: BrowserName])[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
]
const direct: Way = { policy: 'all', proof: expectDirect }
const relayed: Way = { policy: 'relay', proof: (page) => expectRelayed(page) }

for (const pair of pairs) {
  const [doctors, patients] = pair
  for (const way of [direct, relayed]) {
    const name = way === direct ? 'directly' : 'through_a_relay_alone'
    test(`a_doctor_in_${doctors}_and_a_patient_in_${patients}_talk_${name}`, async ({
      server,
      doctorBrowser,
      patientBrowser,
      firefox,
    }) => {
      const doctor = doctors === 'chromium' ? inChromium(doctorBrowser) : inFirefox(firefox)
      const patient = patients === 'chromium' ? inChromium(patientBrowser) : inFirefox(firefox)
      // Chromium's own reloads are timed in recovery.spec.ts.
      await expectCall(server, [doctor, patient], way, { reloads: way === direct && pair.includes('firefox') })
    })
  }
}

test('two_who_reach_nothing_but_a_relay_by_tcp_talk', async ({ coturn, doctorBrowser, patientBrowser }) => {
  const server = await Server.start({ flags: coturn.flags(coturn.tcpUri) })
  try {
    const byTcp: Way = { policy: 'relay', proof: (page) => expectRelayed(page, 'tcp') }
    await expectCall(server, [inChromium(doctorBrowser), inChromium(patientBrowser)], byTcp)
  } finally {
    await server.dispose()
  }
})
