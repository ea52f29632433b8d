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
  theirs: Playing
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
    return { page, theirs: pictureOf(page, other), close: () => profile.close() }
  }

const inFirefox =
  (browser: Firefox): EnterCall =>
  async ({ callId, own, other, shows, policy }) => {
    const page = await newFirefoxPage(browser, shows, policy)
    await signInWithFirefox(page, own)
    await page.goto(`${own.server.origin}/call/${callId}`)
    await press(page, 'Join')
    return { page, theirs: await pictureIn(page, other), close: () => page.browserContext().close() }
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

/** A call between the two in which each sees and hears the other, and then `proof`. */
async function expectCall(
  server: Server,
  [doctors, patients]: readonly [EnterCall, EnterCall],
  policy: RTCIceTransportPolicy,
  proof: (page: Watched) => Promise<void>,
): Promise<void> {
  const { doctor, patient, call } = await talking(server)
  const invitation = { callId: call.id, policy }
  const callers = await Promise.all([
    doctors({ ...invitation, own: doctor, other: patient, shows: blue }),
    patients({ ...invitation, own: patient, other: doctor, shows: red }),
  ])
  const [ofDoctor, ofPatient] = callers
  await expectPicture(ofDoctor.theirs, red)
  await expectPicture(ofPatient.theirs, blue)
  await expectTone(ofDoctor.theirs, red)
  await expectTone(ofPatient.theirs, blue)
  for (const { page } of callers) await proof(page)
  await Promise.all(callers.map((caller) => caller.close()))
}

const pairs: readonly (readonly [doctor: BrowserName, patient: BrowserName])[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
]
const ways = [
  { name: 'directly', policy: 'all', proof: expectDirect },
  { name: 'through_a_relay_alone', policy: 'relay', proof: expectRelayed },
] as const

for (const [doctors, patients] of pairs) {
  for (const { name, policy, proof } of ways) {
    test(`a_doctor_in_${doctors}_and_a_patient_in_${patients}_talk_${name}`, async ({
      server,
      doctorBrowser,
      patientBrowser,
      firefox,
    }) => {
      const doctor = doctors === 'chromium' ? inChromium(doctorBrowser) : inFirefox(firefox)
      const patient = patients === 'chromium' ? inChromium(patientBrowser) : inFirefox(firefox)
      await expectCall(server, [doctor, patient], policy, (page) => proof(page))
    })
  }
}

test('two_who_reach_nothing_but_a_relay_by_tcp_talk', async ({ coturn, doctorBrowser, patientBrowser }) => {
  const server = await Server.start({ flags: coturn.flags(coturn.tcpUri) })
  try {
    await expectCall(server, [inChromium(doctorBrowser), inChromium(patientBrowser)], 'relay', (page) =>
      expectRelayed(page, 'tcp'),
    )
  } finally {
    await server.dispose()
  }
})
