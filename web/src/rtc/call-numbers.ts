import { add, emptyTally, reconnected, type Tally } from './call-tally'
import { Observable } from './observable'
import type { CallSession } from './session'

export interface CallNumbersState {
  /** The call that this tab took part in last; absent before the first. */
  readonly callId?: string
  readonly tally: Tally
  /** The person was asked after the call, and answered. */
  readonly isAnswered: boolean
}

type Store = Pick<Storage, 'getItem' | 'setItem'>

const storageKey = 'praktik.numbers'

/**
 * Adds up how the calls of this tab go, one after another; a reload goes on counting. Numbers alone, and nothing of them
 * leaves the tab before somebody sends them.
 */
export class CallNumbers extends Observable<CallNumbersState> {
  readonly #storage: Store | undefined

  constructor(storage: Store | undefined) {
    super(read(storage))
    this.#storage = storage
  }

  /** Counts what this session measures from now on. */
  follow(session: Pick<CallSession, 'callId' | 'health' | 'state' | 'subscribe'>): void {
    const { callId, health } = session
    let { phase } = session.state
    health.onMeasured((measured) => this.#count(callId, (tally) => add(tally, measured)))
    session.subscribe(() => {
      const isBack = phase === 'reconnecting' && session.state.phase === 'connected'
      phase = session.state.phase
      if (isBack) this.#count(callId, reconnected)
    })
  }

  /** The person sent the numbers after the call, or does not want to. */
  answer(): void {
    this.#keep({ ...this.state, isAnswered: true })
  }

  #count(callId: string, step: (tally: Tally) => Tally): void {
    const isSame = this.state.callId === callId
    const tally = step(isSame ? this.state.tally : emptyTally)
    this.#keep({ callId, tally, isAnswered: isSame && this.state.isAnswered })
  }

  #keep(state: CallNumbersState): void {
    this.change(state)
    try {
      this.#storage?.setItem(storageKey, JSON.stringify(state))
    } catch {
      // A full or forbidden storage costs only what was counted before a reload.
    }
  }
}

const none: CallNumbersState = { tally: emptyTally, isAnswered: false }

/** What an earlier page of this tab kept; nothing when somebody else wrote it. */
function read(storage: Store | undefined): CallNumbersState {
  try {
    const kept = JSON.parse(storage?.getItem(storageKey) ?? '{}') as Partial<CallNumbersState>
    if (typeof kept.callId !== 'string' || !isTally(kept.tally)) return none
    return { callId: kept.callId, tally: kept.tally, isAnswered: kept.isAnswered === true }
  } catch {
    return none
  }
}

function isTally(value: unknown): value is Tally {
  return isLike(value, emptyTally)
}

/** The same keys, and numbers where the other one has numbers. */
function isLike(value: unknown, other: object): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(other).every(([key, known]) => {
    const found = (value as Record<string, unknown>)[key]
    return typeof known === 'object' ? isLike(found, known) : Number.isFinite(found)
  })
}
