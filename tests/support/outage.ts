import { expect } from '@playwright/test'
import { withChromium } from './browsers.ts'
import { atInstant, seconds, within } from './clock.ts'
import { measured } from './measured.ts'
import { blue, red } from './media.ts'
import { Home } from './namespace.ts'
import { whenShown } from './screens.ts'
import { Server } from './server.ts'
import { connectionsOf, flowsAgain, type Talk, talk } from './talk.ts'

/** A patient at home in a call, whose network goes away. */

/** Calls `use` in a call between this machine and a home. */
export async function inTalkWithHome(use: (talking: Talk, home: Home) => Promise<void>): Promise<void> {
  const home = await Home.make()
  try {
    const server = await Server.start({ address: home.near })
    const trusts = server.origin
    try {
      await withChromium(blue, { trusts }, (doctorBrowser) =>
        withChromium(red, { trusts, chromium: home.chromium }, async (patientBrowser) => {
          const talking = await talk({ server, doctorBrowser, patientBrowser })
          await use(talking, home)
          await talking.close()
        }),
      )
    } finally {
      await server.dispose()
    }
  } finally {
    await home.remove()
  }
}

/** How the network goes away and comes back. */
export type Cut = 'unplugged' | 'lost on the way'

const cuts: Record<Cut, { begin: (home: Home) => Promise<void>; end: (home: Home) => Promise<void> }> = {
  unplugged: { begin: (home) => home.unplug(), end: (home) => home.plugIn() },
  'lost on the way': { begin: (home) => home.lose(), end: (home) => home.find() },
}

/** From the end of an outage to sound, picture and the server; a browser alone asks for a whole picture after 3 s. */
const backWithin = seconds(3)
/** Screens speak of it after 3 s; the rest is for noticing, and for a busy machine. */
const toldWithin = seconds(5)

/** Cuts the network for so long; both sides say so, then both see and hear each other again, and the words are gone. */
export async function outage({ both }: Talk, home: Home, cut: Cut, lengthMs: number): Promise<void> {
  const cutAt = Date.now()
  const told = both.map(({ page }) =>
    within(lengthMs, 'the page says that it reconnects', whenShown(page, 'Reconnecting…')),
  )
  await cuts[cut].begin(home)
  const toldAfter = (await Promise.all(told)).map((at) => at - cutAt)
  await atInstant(cutAt + lengthMs)
  await cuts[cut].end(home)
  const since = Date.now()
  const took = (await flowsAgain(both, { since }, seconds(60))) - since
  for (const { page } of both) await expect(page.getByText('The practice cannot be reached.')).toBeHidden()
  const online = Date.now() - since
  const gaps = await Promise.all(both.map(({ witness }) => witness.gaps(cutAt, since + took)))
  const made = await Promise.all(both.map(({ page }) => connectionsOf(page)))
  measured(
    `${cut} for ${lengthMs / 1000} s: told after ${toldAfter.join(' and ')} ms, sound and picture ${took} ms after its end;`,
    `sockets after ${online} ms, no sound for ${gaps.map(({ sound }) => sound).join(' and ')} ms, ${made.join(' and ')} connections made so far`,
  )
  for (const { page } of both) await expect(page.getByText('Reconnecting…')).toBeHidden()
  for (const after of toldAfter) expect(after, 'from the cut to the words on the screen').toBeLessThan(toldWithin)
  expect(took, 'from the end of the outage to sound and picture both ways').toBeLessThan(backWithin)
  expect(online, 'from the end of the outage to the server').toBeLessThan(backWithin)
}
