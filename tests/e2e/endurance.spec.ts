import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Locator } from '@playwright/test'
import { whileAsleep } from '../support/asleep.ts'
import { pressAtOnce } from '../support/at-once.ts'
import { expect, test } from '../support/browsers.ts'
import { expectNoCapture, whenCaptureEnds } from '../support/capture-watch.ts'
import { openPractice, readCall } from '../support/clinic.ts'
import { seconds, within } from '../support/clock.ts'
import { Cutter } from '../support/cutter.ts'
import { expectNoConnection } from '../support/ice-path.ts'
import { atLeast } from '../support/lists.ts'
import { measured } from '../support/measured.ts'
import { blue, red } from '../support/media.ts'
import { callNext, incomingCall, joinCall } from '../support/screens.ts'
import { Server } from '../support/server.ts'
import { flowsAgain, type House, type Seat, takeSeat } from '../support/talk.ts'

/** Call after call between the same two pages, and every way in which a call may end on them. */

const calls = 30
/** Who presses End, in turn: two thirds of the calls are ended by both at once. */
const enders = [
  ['doctor', 'patient'],
  ['doctor', 'patient'],
  ['doctor'],
  ['patient', 'doctor'],
  ['patient', 'doctor'],
  ['patient'],
] as const

/** How often the server put down that this call was ended. */
function endsOnRecord(server: Server, callId: string): unknown {
  const database = new DatabaseSync(join(server.dataDir, 'praktik.db'), { readOnly: true })
  try {
    return database
      .prepare("SELECT count(*) AS ends FROM audit WHERE subject_id = ? AND to_state = 'ENDED'")
      .get(callId)?.['ends']
  } finally {
    database.close()
  }
}

function describeTimes(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  return `median ${sorted[Math.floor(sorted.length / 2)]} ms, longest ${sorted.at(-1)} ms`
}

const endOn = ({ page }: Seat): Locator => page.getByRole('button', { name: 'End call' })

/** A doctor's page in the practice room and a patient's in the waiting room, who call each other as often as wanted. */
async function openRooms({ server, doctorBrowser, patientBrowser }: House) {
  const { doctor, waiting, schedule } = await openPractice(server, 1)
  const [{ patient }] = atLeast(1, waiting)
  const seats = {
    doctor: await takeSeat(doctorBrowser, doctor, red),
    patient: await takeSeat(patientBrowser, patient, blue),
  }
  const both = [seats.doctor, seats.patient] as const
  const homes = {
    doctor: `${server.origin}/doctor/practice/${schedule.id}`,
    patient: `${server.origin}/patient/schedule/${schedule.id}`,
  }
  const again = seats.doctor.page.getByRole('button', { name: `Call no. 1 ${patient.user.name} again` })
  /** From Call until both see their own picture. */
  const answer = async () => {
    await callNext(seats.doctor.page, patient).or(again).click()
    await incomingCall(seats.patient.page).getByRole('button', { name: 'Confirm' }).click()
    const previews = both.map(({ page }) => page.getByRole('button', { name: 'Join', exact: true }))
    await Promise.all(previews.map((button) => expect(button).toBeEnabled()))
  }

  return {
    ...seats,
    both,
    homes,
    goHome: async () => {
      await seats.doctor.page.goto(homes.doctor)
      await seats.patient.page.goto(homes.patient)
    },
    answer,
    /** From Call until each sees and hears the other: the call's id, and how long it took after both joined. */
    talk: async () => {
      await answer()
      const since = Date.now()
      await Promise.all(both.map(({ page }) => joinCall(page)))
      const took = (await flowsAgain(both, { since })) - since
      return { callId: new URL(seats.doctor.page.url()).pathname.split('/').at(-1) ?? '', took }
    },
    /** Both are where they came from, and hold nothing of a call. */
    expectHome: async () => {
      await expect(seats.doctor.page).toHaveURL(homes.doctor)
      await expect(seats.patient.page).toHaveURL(homes.patient)
      for (const { page } of both) {
        await expectNoCapture(page)
        await expectNoConnection(page)
      }
    },
    close: () => Promise.all(both.map(({ profile }) => profile.close())),
  }
}

test('thirty_calls_in_a_row_most_of_them_ended_by_both_at_the_same_instant', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const rooms = await openRooms({ server, doctorBrowser, patientBrowser })
  await rooms.goHome()
  const times = { calls: [] as number[], media: [] as number[], ends: [] as number[] }
  for (let count = 0; count < calls; ++count) {
    const calledAt = Date.now()
    const { callId, took } = await rooms.talk()
    times.media.push(took)

    const ending = enders[count % enders.length] ?? []
    const released = Promise.all(rooms.both.map(({ page }) => whenCaptureEnds(page)))
    const endedAt = await pressAtOnce(...ending.map((side) => endOn(rooms[side])))
    const letGo = await within(seconds(5), `call ${count + 1}: every track stops on both sides`, released)
    times.ends.push(Math.max(...letGo) - endedAt)

    await rooms.expectHome()
    expect(await readCall(rooms.patient.person, callId)).toMatchObject({ status: 'ENDED', endReason: 'HUNG_UP' })
    expect(endsOnRecord(server, callId), `call ${count + 1} was ended once`).toBe(1)
    times.calls.push(Date.now() - calledAt)
  }
  measured(`${calls} calls, from Call to the end: ${describeTimes(times.calls)}`)
  measured(`seen and heard on both sides after Join: ${describeTimes(times.media)}`)
  measured(`every track stopped on both sides after End: ${describeTimes(times.ends)}`)
  await rooms.close()
})

test('a_call_that_ends_before_both_have_joined_leaves_no_preview_open', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const rooms = await openRooms({ server, doctorBrowser, patientBrowser })
  const { doctor, patient } = rooms
  await rooms.goHome()
  await rooms.answer()
  await joinCall(patient.page)
  await endOn(patient).click()
  await rooms.expectHome()
  await rooms.answer()
  await endOn(doctor).click()
  await rooms.expectHome()
  await rooms.close()
})

test('every_track_stops_when_the_call_ends_on_a_page_whose_socket_is_gone', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const rooms = await openRooms({ server, doctorBrowser, patientBrowser })
  const { doctor, patient } = rooms
  const sockets = { doctor: await Cutter.standIn(doctor.page), patient: await Cutter.standIn(patient.page) }
  await rooms.goHome()

  await test.step('the one who ends it', async () => {
    await rooms.talk()
    sockets.patient.cut()
    await endOn(patient).click()
    await rooms.expectHome()
    sockets.patient.mend()
  })

  await test.step('the other one, as soon as the socket is back', async () => {
    await rooms.talk()
    sockets.doctor.cut()
    await endOn(patient).click()
    await expect(patient.page).toHaveURL(rooms.homes.patient)
    await expect(doctor.page).toHaveURL(/\/call\//)
    sockets.doctor.mend()
    await rooms.expectHome()
  })
  await rooms.close()
})

test('whoever_ends_a_call_while_the_server_is_gone_is_off_at_once_and_the_server_hears_of_it_later', async ({
  doctorBrowser,
  patientBrowser,
}) => {
  const server = await Server.start()
  try {
    const rooms = await openRooms({ server, doctorBrowser, patientBrowser })
    await rooms.goHome()
    await rooms.talk()
    await server.kill9()
    await endOn(rooms.patient).click()
    await expectNoCapture(rooms.patient.page)
    await expectNoConnection(rooms.patient.page)
    await expect(rooms.patient.page.getByText('The server could not be told')).toBeVisible()
    await server.restart()
    const restartedAt = Date.now()
    await rooms.expectHome()
    measured(`both were home ${Date.now() - restartedAt} ms after the server came back`)
    await rooms.close()
  } finally {
    await server.dispose()
  }
})

test('a_page_that_sleeps_while_the_call_ends_lets_go_of_everything_when_it_wakes', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const rooms = await openRooms({ server, doctorBrowser, patientBrowser })
  const { doctor, patient } = rooms
  await rooms.goHome()
  await rooms.talk()
  const letGo = whenCaptureEnds(patient.page)
  const wokenAt = await whileAsleep(patientBrowser, async () => {
    await endOn(doctor).click()
    await expect(doctor.page).toHaveURL(rooms.homes.doctor)
    await expectNoCapture(doctor.page)
  })
  await rooms.expectHome()
  const took = (await letGo) - wokenAt
  measured(`camera and microphone let go of ${took} ms after waking`)
  expect(took, 'it heard nothing while it slept').toBeGreaterThanOrEqual(0)
  await rooms.close()
})
