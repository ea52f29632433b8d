import assert from 'node:assert/strict'
import { requeue, setReady, type Waiting } from './clinic.ts'
import { atInstant } from './clock.ts'
import type { Answer, Client } from './http.ts'
import { Live } from './live.ts'
import type { Person } from './people.ts'
import { chance, type Random, upTo } from './random.ts'
import type { Call, CallStatus, MeTopic, PracticeTopic, Problem } from './wire.ts'

/** One page of a person, which comes back whenever it lost its connection. */
export class Page {
  readonly client: Client
  readonly topic: string
  /** The statuses of each call as this page was shown them, in order, over all its connections. */
  readonly shown = new Map<string, CallStatus[]>()
  #live: Live

  private constructor(client: Client, topic: string, live: Live) {
    this.client = client
    this.topic = topic
    this.#live = live
    this.#follow()
  }

  static async open(client: Client, topic: string): Promise<Page> {
    const page = new Page(client, topic, await Live.open(client))
    await page.#live.current(topic)
    return page
  }

  get live(): Live {
    return this.#live
  }

  /** Loses the connection without a word and watches again from what it last saw. */
  async reconnect(): Promise<void> {
    const seen = this.#live.view(this.topic)
    this.#live.abandon()
    this.#live = await Live.open(this.client)
    this.#follow()
    this.#live.resume(this.topic, seen)
  }

  #follow(): void {
    const live = this.#live
    // Behind the connection's own listener, which has taken the frame into the state by then.
    live.socket.on('message', () => {
      const view = live.arrivals.at(-1)?.frame['topic'] === this.topic ? live.view(this.topic) : undefined
      const { call, lastCall } = (view?.state ?? {}) as Partial<MeTopic & PracticeTopic>
      for (const known of [call, lastCall]) if (known) this.#note(known)
    })
  }

  #note({ id, status }: Call): void {
    const statuses = this.shown.get(id) ?? []
    if (statuses.at(-1) !== status) statuses.push(status)
    this.shown.set(id, statuses)
  }
}

/** What one participant did in the race, and what the server said to it. */
export interface Move {
  what: 'accept' | 'decline' | 'cancel'
  page: Page
  answer: Answer
}

/** A doctor, a patient with several pages on several devices, and their place in a practice. */
export interface Racers {
  doctor: Person
  doctorPage: Page
  waiting: Waiting
  /** Two pages of one browser and one of another. */
  patientPages: Page[]
}

/** Everybody acts within a few milliseconds around `from`; settles when all have their answers. */
export async function race(random: Random, racers: Racers, call: Call, from: number): Promise<Move[]> {
  const moves: Promise<Move>[] = []
  const act = (what: Move['what'], page: Page) => {
    const at = from + upTo(random, 12)
    moves.push(
      atInstant(at).then(async () => {
        const body = what === 'accept' ? { connection: page.live.connection } : undefined
        return { what, page, answer: await page.client.post(`/api/calls/${call.id}/${what}`, body) }
      }),
    )
  }
  const drops: Promise<void>[] = []
  for (const page of racers.patientPages) {
    if (chance(random, 0.6)) act('accept', page)
    if (chance(random, 0.3)) act('decline', page)
    if (chance(random, 0.3)) drops.push(atInstant(from + upTo(random, 12)).then(() => page.reconnect()))
  }
  if (chance(random, 0.5)) act('cancel', racers.doctorPage)
  if (chance(random, 0.2)) act('cancel', racers.doctorPage)
  if (chance(random, 0.3)) drops.push(atInstant(from + upTo(random, 12)).then(() => racers.doctorPage.reconnect()))
  const made = await Promise.all(moves)
  await Promise.all(drops)
  return made
}

/** The doctor's Cancel, after the race. */
export async function cancel(page: Page, call: Call): Promise<Move> {
  return { what: 'cancel', page, answer: await page.client.post(`/api/calls/${call.id}/cancel`) }
}

const outcomeOf = { accept: 'ACTIVE', decline: 'DECLINED', cancel: 'CANCELLED' } as const

/** The one way in which a move that came too late may be refused. */
function refusals(what: Move['what'], outcome: CallStatus): readonly string[] {
  if (outcome !== 'ACTIVE') return ['call_over']
  return [what === 'accept' ? 'answered_elsewhere' : 'already_answered']
}

/** Throws unless the answers and the call tell of exactly one outcome. */
export function expectOneOutcome(moves: readonly Move[], call: Call): void {
  const winners = moves.filter(({ answer }) => answer.status === 200)
  for (const { what, answer } of winners) {
    assert.equal(outcomeOf[what], call.status, `${answer.asked} succeeded, so the call is ${outcomeOf[what]}`)
  }
  const devices = new Set(winners.filter(({ what }) => what === 'accept').map(({ page }) => page))
  assert.ok(devices.size <= 1, 'one page has the call')
  assert.notEqual(call.status, 'RINGING', 'the ring is over')
  assert.ok(winners.length > 0 || call.status === 'MISSED', `somebody made the call ${call.status}`)
  for (const { what, answer } of moves.filter((move) => !winners.includes(move))) {
    assert.equal(answer.status, 409, `${answer.asked} answered ${answer.status}: ${answer.text}`)
    const { code } = answer.json<Problem>()
    assert.ok(refusals(what, call.status).includes(code), `${what} on a call that is ${call.status}: ${code}`)
  }
}

/** Every page comes to show the outcome: the patient's as it is, the doctor's room by not ringing any more. */
export async function untilAllShow({ patientPages, doctorPage }: Racers, { id, status }: Call): Promise<void> {
  const isTold = ({ call, lastCall }: MeTopic) => [call, lastCall].some((it) => it?.id === id && it.status === status)
  const isTrue = ({ call }: PracticeTopic) => (status === 'ACTIVE' ? call?.status === 'ACTIVE' : call === undefined)
  await Promise.all([
    ...patientPages.map((page) => page.live.until<MeTopic>(page.topic, isTold, `a page is told of ${status}`)),
    doctorPage.live.until<PracticeTopic>(doctorPage.topic, isTrue, `the practice room is told of ${status}`),
  ])
}

/** Throws when a page was shown something else after an outcome. */
export function expectNoWayBack({ patientPages, doctorPage }: Racers): void {
  for (const page of [...patientPages, doctorPage]) {
    for (const [id, statuses] of page.shown) {
      const path = statuses.join(' ')
      assert.match(
        path,
        /^(RINGING ?)?(ACTIVE( ENDED)?|ENDED|DECLINED|CANCELLED|MISSED)?$/,
        `${page.topic}, call ${id}`,
      )
    }
  }
}

/** Ends what goes on and makes the patient READY again, from both sides at once. */
export async function readyAgain(racers: Racers, call: Call): Promise<void> {
  const { doctor, waiting } = racers
  const { patient, entry } = waiting
  if (call.status === 'ACTIVE') {
    const ends = await Promise.all([doctor, patient].map((who) => who.http.post(`/api/calls/${call.id}/end`)))
    const successes = ends.filter(({ status }) => status === 200)
    assert.equal(successes.length, 1, `one side ended it: ${ends.map(({ text }) => text).join(' ')}`)
    await requeue(doctor, entry.id)
  } else if (call.status !== 'CANCELLED') {
    await setReady(patient, entry.id)
  }
}
