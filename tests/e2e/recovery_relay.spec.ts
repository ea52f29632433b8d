import { expect, test } from '../support/browsers.ts'
import { seconds, within } from '../support/clock.ts'
import { Coturn } from '../support/coturn.ts'
import { Cutter } from '../support/cutter.ts'
import { expectRelayed } from '../support/ice-path.ts'
import { measured } from '../support/measured.ts'
import { whenShown } from '../support/screens.ts'
import { Server } from '../support/server.ts'
import { connectionsOf, flowsAgain, type House, type Talk, type TalkOptions, talk } from '../support/talk.ts'

/** A call that goes through a relay alone, and loses it with everything that the relay knew. */

/** Runs `use` in such a call. */
async function inRelayedTalk(
  browsers: Pick<House, 'doctorBrowser' | 'patientBrowser'>,
  prepare: TalkOptions['prepare'],
  use: (talking: Talk, coturn: Coturn) => Promise<void>,
): Promise<void> {
  const coturn = await Coturn.start({ loopbackPeers: true })
  try {
    const server = await Server.start({ flags: coturn.flags() })
    try {
      const talking = await talk({ ...browsers, server }, { policy: 'relay', ...(prepare && { prepare }) })
      for (const { page } of talking.both) await expectRelayed(page)
      await use(talking, coturn)
      for (const { page } of talking.both) await expectRelayed(page)
      await talking.close()
    } finally {
      await server.dispose()
    }
  } finally {
    await coturn.stop()
  }
}

const backWithin = seconds(7)

/** From the moment `since` to sound and picture both ways, on the connections that there are: a restart, not a new call. */
async function comesBack({ both }: Talk, since: number, what: string): Promise<void> {
  const took = (await flowsAgain(both, { since }, seconds(40))) - since
  const made = await Promise.all(both.map(({ page }) => connectionsOf(page)))
  measured(`${what}: sound and picture after ${took} ms`)
  expect(took, what).toBeLessThan(backWithin)
  expect(made, 'connections that each page has made').toEqual([1, 1])
  for (const { page } of both) await expect(page.getByText('Reconnecting…')).toBeHidden()
}

test('the_relay_is_killed_and_comes_back_and_the_call_finds_it_again', async ({ doctorBrowser, patientBrowser }) => {
  await inRelayedTalk({ doctorBrowser, patientBrowser }, undefined, async (talking, coturn) => {
    const killedAt = Date.now()
    const told = talking.both.map(({ page }) =>
      within(seconds(10), 'the page says that it reconnects', whenShown(page, 'Reconnecting…')),
    )
    await coturn.kill()
    const toldAfter = (await Promise.all(told)).map((at) => at - killedAt)
    await coturn.restart()
    measured(`both sides were told ${toldAfter.join(' and ')} ms after the relay was killed`)
    for (const after of toldAfter) expect(after).toBeLessThan(seconds(5))
    await comesBack(talking, Date.now(), 'the relay was killed, and started again')
  })
})

test('a_socket_is_lost_with_the_offer_or_the_answer_of_an_ice_restart_and_the_call_comes_back', async ({
  doctorBrowser,
  patientBrowser,
}) => {
  const cutters: Partial<Record<'doctor' | 'patient', Cutter>> = {}
  const prepare: TalkOptions['prepare'] = async (page, side) => {
    cutters[side] = await Cutter.standIn(page)
  }
  await inRelayedTalk({ doctorBrowser, patientBrowser }, prepare, async (talking, coturn) => {
    for (const [side, type] of [
      ['doctor', 'offer'],
      ['patient', 'answer'],
    ] as const) {
      await test.step(`the ${side}'s ${type} is lost with the socket`, async () => {
        const lost = cutters[side]?.lose(type)
        await coturn.kill()
        await coturn.restart()
        await lost
        await comesBack(talking, Date.now(), `the ${side}'s ${type} was lost with the socket`)
      })
    }
  })
})
