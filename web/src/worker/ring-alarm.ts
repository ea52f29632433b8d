import type { Desk, NoteData } from './desk'
import type { Pages } from './pages'
import type { RingOutcome, RingPush } from './payload'
import type { Tell } from './receipts'
import { Ring } from './ring'
import { type Note, outcomeNote, ringNote, stillDecliningNote } from './ring-notes'
import type { Texts } from './texts'

/** How often a ring alerts anew. */
export const REPEAT_MS = 4000
/** How often a decline that did not arrive is sent again. */
export const DECLINE_AGAIN_MS = 2000
/** How often the outcome is asked for when the time is up: the server decides it within a second. */
export const OUTCOME_AGAIN_MS = 1000
/** How many rings are remembered, so that late pushes about them find them; the oldest is forgotten. */
export const MOST_RINGS = 8

export interface RingAlarmDeps {
  readonly desk: Desk
  readonly pages: Pages
  readonly tell: Tell
  /** In the language of now. */
  readonly texts: () => Promise<Texts>
  readonly now: () => number
  readonly setTimer: (callback: () => void, ms: number) => () => void
}

/** What a ring's notification remembers. */
type RingData = Extract<NoteData, { kind: 'ring' }>

/**
 * Rings a device by notifications while no page may be open. Each method settles when nothing is left to do for it, so
 * that the event that called it keeps the worker alive; none rejects because of the network.
 */
export class RingAlarm {
  readonly #deps: RingAlarmDeps
  readonly #rings = new Map<string, Ring>()

  constructor(deps: RingAlarmDeps) {
    this.#deps = deps
  }

  /** A ring was pushed: alerts, and again until it is over or its time is up. */
  async ring(push: RingPush): Promise<void> {
    const known = this.#rings.get(push.call)
    if (known?.is('over')) return this.#ringAfterEnd(known, push)
    if (known !== undefined) {
      // The same ring by a second push: it must show something, and must not ring twice as often.
      if (known.is('ringing')) await this.#show(known, { quietly: true })
      return known.ended
    }
    const ring = this.#remember(new Ring(push, this.#deps))
    ring.ended = this.#ringUntilOver(ring, push)
    return ring.ended
  }

  /** A page or another push was faster. Its end is shown, for which the server may have to be asked. */
  async #ringAfterEnd(ring: Ring, push: RingPush): Promise<void> {
    const answer = await this.#deps.tell(push.receipt, 'delivered')
    if (typeof answer !== 'string' && answer.outcome !== undefined) ring.outcome = answer.outcome
    await this.#showOutcome(ring)
  }

  /** The end of a ring was pushed. */
  async over(call: string, outcome: RingOutcome): Promise<void> {
    const ring = this.#rings.get(call) ?? this.#remember(Ring.unheard(call, this.#deps))
    await this.#end(ring, outcome)
  }

  /** A page knows that the call no longer rings, and says how it went. */
  async overOnPage(call: string): Promise<void> {
    const ring = this.#rings.get(call) ?? this.#remember(Ring.unheard(call, this.#deps))
    ring.toldByPage = true
    ring.become('over')
    await this.#deps.desk.close(call)
  }

  /** Answer was pressed: a page takes the call. It rings on when no page can be shown. */
  async answer(data: RingData): Promise<void> {
    const ring = this.#ringOf(data)
    ring.become('answering')
    const { desk, pages, tell } = this.#deps
    // First of all: the browser lets a page come forward only for a moment after the press.
    if (await pages.bringForward({ type: 'answer', call: data.call }, `/answer/${data.call}`)) {
      await desk.close(data.call)
      await tell(data.receipt, 'clicked')
      return
    }
    ring.become('ringing')
    await this.#alert(ring)
    await this.#repeat(ring)
  }

  /** The notification was clicked: the ring shows in a page, and sounds here on until it is heard there. */
  async open(data: RingData): Promise<void> {
    const ring = this.#ringOf(data)
    const { desk, pages, tell } = this.#deps
    const isShown = await pages.bringForward({ type: 'show_ring', call: data.call }, '/patient')
    if (isShown) await desk.close(data.call)
    await tell(data.receipt, 'clicked')
    // A worker that was ended and woken by the click rings on from here.
    await this.#repeat(ring)
  }

  /** Decline was pressed: no page is needed. Tries as long as it rings. */
  async decline(data: RingData): Promise<void> {
    const ring = this.#ringOf(data)
    if (ring.is('declining')) return
    ring.become('declining')
    for (let tries = 1; ring.is('declining'); tries++) {
      const answer = await this.#deps.tell(data.receipt, 'declined')
      if (!ring.is('declining')) return
      if (typeof answer !== 'string') {
        ring.learn(answer)
        ring.declinedHere = answer.outcome === 'DECLINED'
        if (answer.outcome !== undefined) return this.#end(ring, answer.outcome)
      }
      if (answer === 'unknown' || ring.isLost()) return this.#end(ring)
      if (tries === 1) await this.#put(stillDecliningNote(ring, await this.#deps.texts(), this.#deps.desk.maxActions))
      await ring.sleep(DECLINE_AGAIN_MS)
    }
  }

  async #ringUntilOver(ring: Ring, push: RingPush): Promise<void> {
    // A push that was held up asks before it frightens anybody: a ring never comes back after the call.
    const verdict = this.#deps.now() > push.expiresAt ? await this.#report(ring) : 'rings'
    if (verdict === 'over') return
    await (verdict === 'rings' ? this.#alert(ring) : this.#show(ring, { quietly: true }))
    await this.#repeat(ring)
  }

  /** Reports and alerts in turn, from after the first alert to the end. */
  async #repeat(ring: Ring): Promise<void> {
    if (ring.repeating) return
    ring.repeating = true
    try {
      await this.#rounds(ring)
    } finally {
      ring.repeating = false
    }
  }

  async #rounds(ring: Ring): Promise<void> {
    for (let round = 1; ring.is('ringing'); round++) {
      const verdict = await this.#report(ring)
      if (!ring.is('ringing') || verdict === 'over') return
      if (verdict === 'rings' && round > 1) await this.#alertAgain(ring)
      const left = ring.timeLeft()
      await ring.sleep(left > 0 ? Math.min(REPEAT_MS, left + OUTCOME_AGAIN_MS) : OUTCOME_AGAIN_MS)
    }
  }

  /**
   * Tells the server what this device did and learns what became of the ring. `over`: it was ended here. `rings`: the
   * server says so. `silence`: nobody knows, so nothing sounds.
   */
  async #report(ring: Ring): Promise<'rings' | 'silence' | 'over'> {
    const answer = await ring.report(this.#deps.tell)
    if (!ring.is('ringing')) return 'over'
    const outcome = typeof answer === 'string' ? undefined : answer.outcome
    if (outcome !== undefined || answer === 'unknown' || ring.isLost()) {
      await this.#end(ring, outcome)
      return 'over'
    }
    return typeof answer !== 'string' && answer.status === 'RINGING' && ring.timeLeft() > 0 ? 'rings' : 'silence'
  }

  async #alert(ring: Ring): Promise<void> {
    await this.#show(ring, { quietly: await this.#deps.pages.areSounding(ring.call) })
  }

  async #alertAgain(ring: Ring): Promise<void> {
    if (await this.#deps.pages.areSounding(ring.call)) return
    if (!this.#deps.desk.renotifies) await this.#deps.desk.close(ring.call)
    await this.#show(ring, { quietly: false })
  }

  async #show(ring: Ring, how: { quietly: boolean }): Promise<void> {
    const note = ringNote(ring, await this.#deps.texts(), { ...how, maxActions: this.#deps.desk.maxActions })
    if (!ring.is('ringing')) return
    ring.shown = (await this.#put(note)) || ring.shown
  }

  /** @param outcome without one nobody knows how it ended */
  async #end(ring: Ring, outcome?: RingOutcome): Promise<void> {
    if (outcome !== undefined) ring.outcome = outcome
    ring.answeredHere ||= ring.is('answering')
    ring.become('over')
    await this.#showOutcome(ring)
  }

  /** In place of the ring. Where a page of this browser says it anyway, the note goes at once. */
  async #showOutcome(ring: Ring): Promise<void> {
    await this.#put(outcomeNote(ring, await this.#deps.texts()))
    if (ring.isKnownHere() || (await this.#deps.pages.anyVisible())) await this.#deps.desk.close(ring.call)
  }

  /** False when the permission is gone. */
  async #put({ title, options }: Note): Promise<boolean> {
    try {
      await this.#deps.desk.show(title, options)
      return true
    } catch {
      return false
    }
  }

  /** The ring of a notification; a worker that was asleep meanwhile knows it only from there. */
  #ringOf(data: RingData): Ring {
    return this.#rings.get(data.call) ?? this.#remember(new Ring(data, this.#deps))
  }

  #remember(ring: Ring): Ring {
    this.#rings.set(ring.call, ring)
    for (const call of this.#rings.keys()) {
      if (this.#rings.size <= MOST_RINGS) break
      this.#rings.delete(call)
    }
    return ring
  }
}
