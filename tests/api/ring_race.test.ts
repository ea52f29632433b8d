import { describe, expect, test } from 'vitest'
import { openPractice, readCall, ring, type Waiting } from '../support/clinic.ts'
import { measured } from '../support/measured.ts'
import {
  cancel,
  expectNoWayBack,
  expectOneOutcome,
  Page,
  type Racers,
  race,
  readyAgain,
  untilAllShow,
} from '../support/race.ts'
import { type Random, randomFrom } from '../support/random.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Call, PracticeTopic } from '../support/wire.ts'

/** Several devices, both sides, lost connections and the clock, all at once: there is one outcome, and all see it. */
const ringSeconds = 15
const server = serverForThisFile({ ringSeconds })

/** PRAKTIK_SEED replays a run as far as the clock allows. */
const seed = Number(process.env['PRAKTIK_SEED'] ?? Date.now() % 1_000_000)
const clinics = 12
const roundsEach = 10

async function gather(): Promise<Racers> {
  const { doctor, schedule, waiting } = await openPractice(server())
  const [first] = waiting as [Waiting]
  const { patient } = first
  const other = await patient.otherBrowser()
  const patientPages = await Promise.all([patient.http, patient.http, other].map((client) => Page.open(client, 'me')))
  return { doctor, doctorPage: await Page.open(doctor.http, `practice:${schedule.id}`), waiting: first, patientPages }
}

const outcomes = ['ACTIVE', 'DECLINED', 'CANCELLED', 'MISSED'] as const

/** Races from that instant on; gives the call as it is afterwards. */
async function playRound(random: Random, racers: Racers, call: Call, from: number): Promise<Call> {
  const { doctorPage } = racers
  const moves = await race(random, racers, call, from)
  const isOpen = !moves.some(({ answer }) => answer.status === 200)
  const runsOut = from > call.invitedAt + 1000
  if (isOpen && runsOut) {
    await doctorPage.live.until<PracticeTopic>(doctorPage.topic, (room) => !room.call, 'the ring runs out')
  } else if (isOpen) {
    moves.push(await cancel(doctorPage, call))
  }
  const after = await readCall(racers.doctor, call.id)
  expectOneOutcome(moves, after)
  await untilAllShow(racers, after)
  return after
}

describe('several devices answer, decline, cancel and reconnect at once', () => {
  test('there_is_one_outcome_always_and_every_page_comes_to_show_it', async () => {
    measured(`PRAKTIK_SEED=${seed}`)
    const counts = new Map<string, number>()
    const play = async (clinic: number) => {
      const random = randomFrom(seed + clinic)
      const racers = await gather()
      for (let round = 1; round <= roundsEach; round++) {
        const call = await ring(racers.doctor, racers.waiting.entry.id)
        // The last race is run around the ring's own end: the first clinic is too late, the last one just in time.
        const from = round < roundsEach ? Date.now() : call.expiresAt + 10 - 5 * clinic
        const after = await playRound(random, racers, call, from)
        counts.set(after.status, (counts.get(after.status) ?? 0) + 1)
        await readyAgain(racers, after)
      }
      expectNoWayBack(racers)
    }
    await Promise.all(Array.from({ length: clinics }, (_, clinic) => play(clinic)))
    measured(JSON.stringify(Object.fromEntries(counts)))
    expect([...counts.keys()].sort(), 'every outcome was reached').toEqual([...outcomes].sort())
  }, 90_000)
})
