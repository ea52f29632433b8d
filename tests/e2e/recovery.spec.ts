import type { Page } from '@playwright/test'
import { expect, test } from '../support/browsers.ts'
import { expectNoCapture, whenCaptureEnds } from '../support/capture-watch.ts'
import { readCall } from '../support/clinic.ts'
import { atInstant, seconds, within } from '../support/clock.ts'
import { measured } from '../support/measured.ts'
import { blue } from '../support/media.ts'
import { joinCall, whenShown } from '../support/screens.ts'
import { Server, type ServerOptions } from '../support/server.ts'
import { connectionsOf, flowsAgain, type House, type Seat, type Talk, takeSeat, talk } from '../support/talk.ts'
import type { CallTopic } from '../support/wire.ts'

/** A call belongs to the server and not to a page, and its media to nobody but the two pages. */

type Browsers = Pick<House, 'doctorBrowser' | 'patientBrowser'>

/** Runs `use` in a call on a server of its own. */
async function inTalk(
  browsers: Browsers,
  options: ServerOptions,
  use: (talking: Talk, server: Server) => Promise<void>,
): Promise<void> {
  const server = await Server.start(options)
  try {
    const talking = await talk({ ...browsers, server })
    await use(talking, server)
    await talking.close()
  } finally {
    await server.dispose()
  }
}

/** Settles when the words stand on the page; fails with them when they never do. */
const says = (page: Page, words: string, timeoutMs = seconds(10)) =>
  within(timeoutMs, `the page says "${words}"`, whenShown(page, words))

test('the_server_is_killed_and_comes_back_and_nobody_misses_a_frame', async ({ doctorBrowser, patientBrowser }) => {
  await inTalk({ doctorBrowser, patientBrowser }, {}, async ({ both, doctor, patient, call }, server) => {
    const killedAt = Date.now()
    await server.kill9()
    await Promise.all(both.map(({ page }) => says(page, 'The practice cannot be reached. Your call goes on.')))
    const startedAt = Date.now()
    await server.restart()
    const live = await doctor.person.live()
    const attached = (state: CallTopic) => state.doctor.attached && state.patient.attached
    await live.until<CallTopic>(`call:${call.id}`, attached, 'both pages attach again', seconds(20))
    const attachedAt = Date.now()
    await live.close()

    for (const { page } of both) await expect(page.getByText('The practice cannot be reached.')).toBeHidden()
    await flowsAgain(both, { since: attachedAt })
    for (const { witness, page, person } of both) {
      const { picture, sound } = await witness.gaps(killedAt, attachedAt)
      measured(`${person.user.role} saw no gap over ${picture} ms and heard none over ${sound} ms`)
      expect(picture, 'the longest time without a frame').toBeLessThan(1000)
      expect(sound, 'the longest time without the tone').toBeLessThan(1000)
      expect(await connectionsOf(page), 'connections that the page ever made').toBe(1)
    }
    measured(`both attached ${attachedAt - startedAt} ms after the server was started again`)
    expect(attachedAt - startedAt).toBeLessThan(seconds(6))

    await patient.page.getByRole('button', { name: 'End call' }).click()
    await expect(doctor.page).toHaveURL(/\/doctor\/practice\//)
    await expect(patient.page).toHaveURL(/\/patient\/schedule\//)
    for (const { page } of both) await expectNoCapture(page)
  })
})

/** Reloads that seat's page; gives how long after it each side saw and heard the other. */
async function reload(seat: Seat, other: Seat): Promise<{ own: number; other: number }> {
  const after = await other.witness.streams()
  const since = Date.now()
  await seat.page.reload({ waitUntil: 'commit' })
  const [own, others] = await Promise.all([seat.witness.flows({ since }), other.witness.flows({ since, after })])
  return { own: own - since, other: others - since }
}

test('two_restarts_at_once_a_reload_on_either_side_and_a_second_device_go_on_with_the_same_call', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { call, doctor, patient, both, close } = await talk({ server, doctorBrowser, patientBrowser })

  await test.step('both sides restart ICE at the same instant, and no picture stands still', async () => {
    const since = Date.now()
    await Promise.all(both.map(({ page }) => page.evaluate(() => window.dispatchEvent(new Event('online')))))
    await atInstant(since + seconds(3))
    const flows = await flowsAgain(both, { since: since + seconds(3) })
    for (const { witness, person } of both) {
      const { picture, sound } = await witness.gaps(since, flows)
      measured(`two restarts at once: ${person.user.role} saw no gap over ${picture} ms, heard none over ${sound} ms`)
      expect(Math.max(picture, sound)).toBeLessThan(seconds(3))
    }
  })

  await test.step('the patient reloads', async () => {
    const took = await reload(patient, doctor)
    measured(`patient's reload: media after ${took.own} ms there, ${took.other} ms at the doctor's`)
    expect(Math.max(took.own, took.other)).toBeLessThan(seconds(3))
  })

  await test.step('the doctor reloads', async () => {
    const took = await reload(doctor, patient)
    measured(`doctor's reload: media after ${took.own} ms there, ${took.other} ms at the patient's`)
    expect(Math.max(took.own, took.other)).toBeLessThan(seconds(3))
  })

  const tablet = await takeSeat(patientBrowser, patient.person, blue)

  await test.step('a second device takes over, and the first lets go of camera and microphone', async () => {
    await tablet.page.goto(`${server.origin}/call/${call.id}`)
    await expect(tablet.page.getByText('You are in this call on another device.')).toBeVisible()
    const after = await doctor.witness.streams()
    const letGo = whenCaptureEnds(patient.page)
    const since = Date.now()
    await joinCall(tablet.page)
    const [released, flows] = [
      await within(seconds(10), 'the first device lets go of camera and microphone', letGo),
      Math.max(await tablet.witness.flows({ since }), await doctor.witness.flows({ since, after })),
    ]
    await expect(patient.page.getByRole('button', { name: 'Use this device instead' })).toBeVisible()
    measured(`take-over: first device let go after ${released - since} ms, media after ${flows - since} ms`)
    expect(released - since).toBeLessThan(seconds(2))
    expect(flows - since).toBeLessThan(seconds(3))
  })

  await test.step('and the first device takes it back', async () => {
    const [after, own] = [await doctor.witness.streams(), await patient.witness.streams()]
    const letGo = whenCaptureEnds(tablet.page)
    const since = Date.now()
    await patient.page.getByRole('button', { name: 'Use this device instead' }).click()
    const released = await within(seconds(10), 'the second device lets go', letGo)
    const flows = Math.max(
      await patient.witness.flows({ since, after: own }),
      await doctor.witness.flows({ since, after }),
    )
    measured(`taken back: second device let go after ${released - since} ms, media after ${flows - since} ms`)
    expect(flows - since).toBeLessThan(seconds(3))
  })
  await tablet.profile.close()
  await close()
})

test('one_side_stays_away_and_the_other_sees_reconnecting_and_then_the_end', async ({
  doctorBrowser,
  patientBrowser,
}) => {
  const grace = 8
  await inTalk({ doctorBrowser, patientBrowser }, { callGraceSeconds: grace }, async ({ doctor, patient, call }) => {
    const closedFrom = Date.now()
    const told = says(doctor.page, 'Reconnecting…')
    await patient.page.close()
    // The page went at some instant between the two.
    const closedUntil = Date.now()
    const toldAt = await told
    await expect(doctor.page).toHaveURL(/\/doctor\/practice\//)
    const { endReason, endedAt = Number.NaN } = await readCall(doctor.person, call.id)
    measured(
      `"Reconnecting" ${toldAt - closedUntil} ms after the patient's page went, the end after ${endedAt - closedUntil} ms`,
    )
    expect(endReason).toBe('CONNECTION_LOST')
    expect(toldAt - closedFrom).toBeGreaterThan(seconds(3))
    expect(toldAt - closedUntil).toBeLessThan(seconds(4.5))
    expect(endedAt - closedFrom).toBeGreaterThanOrEqual(seconds(grace))
    expect(endedAt - closedUntil).toBeLessThan(seconds(grace + 2))
    await expectNoCapture(doctor.page)
  })
})
