import type { Live } from '../support/live.ts'
import type { Person } from '../support/people.ts'
import type { TopicView } from '../support/topics.ts'
import type { Call, Entry, MeTopic, PracticeTopic, Role, Schedule } from '../support/wire.ts'
import { Account } from './account.ts'
import type { Planned } from './command.ts'
import type { Ledger } from './ledger.ts'

/** A page looks at no more waiting rooms at once; of the oldest it lets go. */
const waitingRoomsMost = 6

/**
 * One person of the clinic with one page, which comes back after each outage and shows the same topics again. When their
 * account is erased somebody new takes their place.
 */
export class Actor {
  /** Where the browser's push service is. */
  readonly pushOrigin: string
  readonly #ledger: Ledger
  #person: Person
  #account = new Account()
  #hasAccount = true
  #topics = new Set<string>(['me'])
  readonly #seen = new Map<string, TopicView>()
  #live: Live | undefined
  /** A command of this person is on its way; there is one at a time. */
  busy = false
  /** What must be sent before anything else, because the reply to something was lost. */
  first: Planned | undefined

  constructor(person: Person, ledger: Ledger, pushOrigin: string) {
    this.#person = person
    this.#ledger = ledger
    this.pushOrigin = pushOrigin
  }

  get person(): Person {
    return this.#person
  }

  get account(): Account {
    return this.#account
  }

  get hasAccount(): boolean {
    return this.#hasAccount
  }

  get hasPage(): boolean {
    return this.#live !== undefined
  }

  get role(): Role {
    return this.person.user.role
  }

  get live(): Live {
    if (!this.#live) throw new Error('the page is not open')
    return this.#live
  }

  get topics(): readonly string[] {
    return [...this.#topics]
  }

  /** What the page shows of a topic, if it shows it already. */
  shows<T>(topic: string): T | undefined {
    return this.#live?.shows<T>(topic)
  }

  get me(): MeTopic | undefined {
    return this.shows<MeTopic>('me')
  }

  /** The doctor's practice room, where one is open. */
  get room(): PracticeTopic | undefined {
    const topic = this.topics.find((name) => name.startsWith('practice:'))
    return topic === undefined ? undefined : this.shows<PracticeTopic>(topic)
  }

  watch(topic: string): void {
    if (this.#topics.has(topic)) return
    const waitingRooms = this.topics.filter((name) => name.startsWith('schedule:'))
    if (waitingRooms[0] !== undefined && waitingRooms.length >= waitingRoomsMost) this.unwatch(waitingRooms[0])
    this.#topics.add(topic)
    this.#live?.watch(topic)
  }

  unwatch(topic: string): void {
    if (!this.#topics.delete(topic)) return
    this.#seen.delete(topic)
    this.#live?.unwatch(topic)
  }

  /** Opens the page anew and watches from what it last saw. */
  async connect(): Promise<void> {
    const live = await this.person.live()
    this.#live = live
    live.socket.on('message', () => this.#note(live))
    for (const topic of this.#topics) {
      const seen = this.#seen.get(topic)
      if (seen) live.resume(topic, seen)
      else live.watch(topic)
    }
  }

  /** The account is erased: the page knows nobody any more. */
  leave(): void {
    this.vanish()
    this.#person.http.close()
    this.#hasAccount = false
  }

  /** Somebody new, who looks at no waiting room yet. */
  become(person: Person): void {
    this.#person = person
    this.#account = new Account()
    this.#hasAccount = true
    this.#seen.clear()
    this.#topics = new Set(this.topics.filter((topic) => !topic.includes(':')))
  }

  /** The page is gone without a word; what it saw stays known. */
  vanish(): void {
    const live = this.#live
    if (!live) return
    this.#live = undefined
    if (live.fault) throw live.fault
    for (const topic of this.#topics) {
      if (live.shows(topic) !== undefined) this.#seen.set(topic, live.view(topic))
    }
    live.abandon()
  }

  /** What a page shows has happened. */
  #note(live: Live): void {
    const arrival = live.arrivals.at(-1)
    const topic = arrival?.frame['topic']
    if (arrival === undefined || typeof topic !== 'string') return
    const state = live.shows<Shown>(topic)
    if (!state) return
    const { entries = {}, call, lastCall, schedule } = state
    for (const thing of [...Object.values(entries), call, lastCall, schedule]) {
      if (thing) this.#ledger.wasShown(thing.id, thing.status, arrival.arrivedAt)
    }
  }
}

interface Shown {
  entries?: Record<string, Entry>
  call?: Call
  lastCall?: Call
  schedule?: Schedule
}
