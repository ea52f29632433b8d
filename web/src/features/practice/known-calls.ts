import type { Call } from '../../domain/types'
import { Observable } from '../../rtc/observable'

type Store = Pick<Storage, 'getItem' | 'setItem'>

const storageKey = 'praktik.calls'
/** Entries that are remembered; the oldest is forgotten first. */
export const KNOWN_MOST = 200

/** An entry's id and its newest call's. */
type Known = readonly [entryId: string, callId: string]

/**
 * Which call an entry had last, as far as this browser has seen, the newest last: for what is kept with a call and not with
 * its entry.
 */
export class KnownCalls extends Observable<{ readonly known: readonly Known[] }> {
  readonly #storage: Store | undefined

  constructor(storage: Store | undefined) {
    super({ known: read(storage) })
    this.#storage = storage
  }

  /** Remembers the call as its entry's newest one. */
  remember({ id, entryId }: Pick<Call, 'id' | 'entryId'>): void {
    if (this.of(entryId) === id) return
    const others = this.state.known.filter(([entry]) => entry !== entryId)
    const known = [...others, [entryId, id] as const].slice(-KNOWN_MOST)
    this.change({ known })
    try {
      this.#storage?.setItem(storageKey, JSON.stringify(known))
    } catch {
      // Without storage it is remembered until the page is closed.
    }
  }

  /** The id of the newest call of this entry that was remembered. */
  of(entryId: string): string | undefined {
    return this.state.known.find(([entry]) => entry === entryId)?.[1]
  }
}

function read(storage: Store | undefined): readonly Known[] {
  try {
    const value: unknown = JSON.parse(storage?.getItem(storageKey) ?? '[]')
    return Array.isArray(value) ? value.filter(isKnown) : []
  } catch {
    return []
  }
}

function isKnown(value: unknown): value is Known {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
}
