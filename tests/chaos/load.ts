import { seconds, within } from '../support/clock.ts'
import type { Answer } from '../support/http.ts'
import { chance, type Random, upTo } from '../support/random.ts'
import type { Schedule } from '../support/wire.ts'
import type { Actor } from './actor.ts'
import type { Attempt, Offers, Planned } from './command.ts'
import { gestures, planFor } from './commands.ts'
import type { Ledger } from './ledger.ts'

/** Doctors are few and drive the practices: so often one of them has the turn. */
const doctorsShare = 0.35
/** As many commands as this are on their way at once. */
const atOnce = 32
const gestureShare = 0.15
/** Longer than any queue of commands on the slowest machine. */
const patience = seconds(60)

/** Many people who do what their pages let them do, one command each at a time. */
export class Load {
  readonly #doctors: readonly Actor[]
  readonly #patients: readonly Actor[]
  readonly #ledger: Ledger
  readonly #random: Random
  readonly #offers: Offers = new Map()
  /** How often each kind of command was answered, or sent where there is no answer, over all rounds. */
  readonly answered = new Map<string, number>()
  readonly lost = new Map<string, number>()
  #faults: string[] = []
  #issued = 0
  #stopped = false
  #wanted = 0
  #reached: () => void = () => undefined
  #workers: Promise<void>[] = []

  constructor(actors: readonly Actor[], ledger: Ledger, random: Random) {
    this.#doctors = actors.filter(({ role }) => role === 'DOCTOR')
    this.#patients = actors.filter(({ role }) => role === 'PATIENT')
    this.#ledger = ledger
    this.#random = random
  }

  /** Begins, and resolves when that many commands have been sent; goes on meanwhile. */
  start(wanted: number): Promise<void> {
    this.#stopped = false
    this.#issued = 0
    this.#wanted = wanted
    const reached = new Promise<void>((resolve) => {
      this.#reached = resolve
    })
    this.#workers = Array.from({ length: atOnce }, () => this.#work())
    return reached
  }

  /** From here on nothing new is sent. */
  stop(): void {
    this.#stopped = true
  }

  /** Settles when every command has its answer or has none; gives what no answer should have been. */
  async drained(): Promise<string[]> {
    await Promise.all(this.#workers)
    const faults = this.#faults
    this.#faults = []
    return faults
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      const group = chance(this.#random, doctorsShare) ? this.#doctors : this.#patients
      const actor = group[upTo(this.#random, group.length - 1)]
      if (!actor || actor.busy) {
        await undefined
        continue
      }
      actor.busy = true
      try {
        await this.#turn(actor)
      } catch (error) {
        this.#faults.push(String(error))
      } finally {
        actor.busy = false
      }
      if (++this.#issued >= this.#wanted) this.#reached()
    }
  }

  /** Whoever was cut off finds out what was left open, is somebody with an account, and opens the page. */
  async comesBack(actor: Actor): Promise<void> {
    while (actor.first || !actor.hasAccount) {
      const planned = planFor(actor, this.#random, this.#offers)
      if (planned && !(await this.#send(actor, planned))) throw new Error(`${planned[0].name} had no answer`)
    }
    await actor.connect()
  }

  async #turn(actor: Actor): Promise<void> {
    if (!actor.first && actor.hasAccount && !actor.hasPage) return this.#openPage(actor)
    if (actor.hasPage && chance(this.#random, gestureShare)) {
      const gesture = gestures[upTo(this.#random, gestures.length - 1)]
      if (gesture?.make(actor, this.#random)) count(this.answered, gesture.name)
    }
    const planned = planFor(actor, this.#random, this.#offers)
    if (planned) await this.#send(actor, planned)
  }

  /** Whether an answer came; throws when it is none that the contract has. */
  async #send(actor: Actor, [{ name }, attempt]: Planned): Promise<boolean> {
    const sentAt = Date.now()
    const answer = await send(actor, attempt)
    if (!answer) {
      // Before the kill as well: the server closes an idle connection in the very moment in which it is used again.
      this.#ledger.lost(attempt)
      count(this.lost, name)
      actor.first = attempt.ifLost ?? actor.first
      return false
    }
    actor.first = undefined
    const isRight = attempt.statuses?.includes(answer.status) ?? (answer.status < 300 || answer.status === 409)
    if (!isRight) throw new Error(`${name}: ${answer.asked} answered ${answer.status}: ${answer.text}`)
    this.#ledger.acknowledged(attempt, answer, sentAt)
    count(this.answered, name)
    if (answer.status < 300) this.#hear(actor, answer)
    if (answer.status !== 409) attempt.heard?.(answer)
    return true
  }

  /** When the server is killed meanwhile, the page is opened after the restart. */
  async #openPage(actor: Actor): Promise<void> {
    try {
      await actor.connect()
    } catch (error) {
      if (!this.#stopped) throw error
    }
  }

  /** Others hear of a schedule, and its doctor goes into its room. */
  #hear(actor: Actor, answer: Answer): void {
    if (actor.role !== 'DOCTOR' || answer.text === '') return
    const { schedule } = answer.json<{ schedule?: Schedule }>()
    if (!schedule) return
    this.#offers.set(schedule.id, schedule.status)
    const room = `practice:${schedule.id}`
    for (const topic of actor.topics) if (topic.startsWith('practice:') && topic !== room) actor.unwatch(topic)
    actor.watch(room)
  }
}

const count = (times: Map<string, number>, name: string) => times.set(name, (times.get(name) ?? 0) + 1)

/** The answer, or nothing where the connection ended before it came; throws when neither happens. */
async function send(
  { person }: Actor,
  { method, path, body, through = person.http }: Attempt,
): Promise<Answer | undefined> {
  const parts =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const answer = through.send({ method, path, ...parts }).catch(() => undefined)
  return within(patience, `${method} ${path} is answered, or its connection ends`, answer)
}
