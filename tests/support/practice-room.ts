import type { Locator, Page } from '@playwright/test'
import { seconds } from './clock.ts'
import type { Live } from './live.ts'
import type { Person } from './people.ts'
import { callNext, queueRow } from './screens.ts'
import type { Call, PracticeTopic } from './wire.ts'

/** The doctor's practice room on a page, with what the server says about it beside it. */
export class PracticeRoom {
  readonly page: Page
  readonly #live: Live
  readonly #patient: Person
  readonly #topic: string

  constructor(page: Page, live: Live, patient: Person, scheduleId: string) {
    this.page = page
    this.#live = live
    this.#patient = patient
    this.#topic = `practice:${scheduleId}`
  }

  until(predicate: (state: PracticeTopic) => boolean, reason: string): Promise<PracticeTopic> {
    return this.#live.until<PracticeTopic>(this.#topic, predicate, reason, seconds(20))
  }

  /** Presses Call; gives the call as soon as it rings. */
  async calls(): Promise<Call> {
    await callNext(this.page, this.#patient).click({ timeout: seconds(20) })
    const { call } = await this.until((state) => state.call?.status === 'RINGING', 'the call rings')
    if (!call) throw new Error('there is no call')
    return call
  }

  /** The patient's row in the queue. */
  row(): Locator {
    return queueRow(this.page, this.#patient)
  }
}
