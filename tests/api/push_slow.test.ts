import { afterAll, beforeAll, expect, test } from 'vitest'
import { command, openPractice, ring, type Waiting } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import type { Live } from '../support/live.ts'
import { measured } from '../support/measured.ts'
import type { Person } from '../support/people.ts'
import { PushService } from '../support/push-service.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { MeTopic } from '../support/wire.ts'

/** A push service that takes its time costs the open pages nothing. */
const server = serverForThisFile()
let service: PushService
beforeAll(async () => {
  service = await PushService.start()
})
afterAll(() => service.stop())

const patients = 5
const rounds = 200

interface Room {
  doctor: Person
  waiting: { place: Waiting; page: Live }[]
}

/** A practice whose patients all look at their page; `prepare` may give them more. */
async function room(prepare: (patient: Person) => Promise<void>): Promise<Room> {
  const { doctor, waiting } = await openPractice(server(), patients)
  const places = waiting.map(async (place) => {
    await prepare(place.patient)
    const page = await place.patient.live()
    await page.current('me')
    return { place, page }
  })
  return { doctor, waiting: await Promise.all(places) }
}

/** Rings, and tells how many milliseconds passed until the patient's page had it. */
async function rung({ doctor, waiting }: Room, round: number): Promise<number> {
  const { place, page } = waiting[round % patients] as Room['waiting'][number]
  const from = page.arrivals.length
  const begin = performance.now()
  const shown = page
    .until<MeTopic>('me', ({ call }) => call !== undefined, 'the page rings')
    .then(() => performance.now() - begin)
  const call = await ring(doctor, place.entry.id)
  const took = await shown
  await command(doctor, call.id, 'cancel')
  await page.until<MeTopic>('me', (me) => me.call === undefined, 'the ring is over')
  expect(page.arrivals.length).toBeGreaterThan(from)
  return took
}

const median = (numbers: number[]) => [...numbers].sort((left, right) => left - right)[numbers.length >> 1] as number

test('a_push_service_that_takes_5_s_does_not_slow_the_sockets', async () => {
  const without = await room(async () => undefined)
  const withIt = await room(async (patient) => {
    const device = await service.subscribed(patient.http)
    device.answerAlways({ delayMs: seconds(5), status: 201 })
  })
  // The first rounds warm both up and fill the push service; the two take turns, and turns at being first.
  const times = { without: [] as number[], withIt: [] as number[] }
  for (let round = -patients; round < rounds; ++round) {
    const order = round % 2 === 0 ? (['without', 'withIt'] as const) : (['withIt', 'without'] as const)
    for (const one of order) {
      const took = await rung(one === 'without' ? without : withIt, round + patients)
      if (round >= 0) times[one].push(took)
    }
  }
  const [alone, beside] = [median(times.without), median(times.withIt)]
  // Of the two of one round, which the machine treats alike, however its pace changes from round to round.
  const slower = median(times.withIt.map((took, round) => took - (times.without[round] as number)))
  measured(`ring to page, p50 of ${rounds}: ${alone.toFixed(2)} ms without push,`)
  measured(`${beside.toFixed(2)} ms beside a push service that takes 5 s`)
  expect(slower).toBeLessThanOrEqual(alone * 0.1)
}, 120_000)
