import { useCallback, useSyncExternalStore } from 'react'
import { useLive } from '../../app/live-context'
import type { LiveClient } from '../../live/client'
import { Observable } from '../../rtc/observable'

interface Wish {
  /** The call that the person answered in its notification and this page has not accepted yet. */
  readonly callId?: string
}

/** Answer was pressed outside of the page: kept until the pushed state shows that call ringing. */
export class AnswerWish extends Observable<Wish> {
  constructor() {
    super({})
  }

  make(callId: string): void {
    this.change({ callId })
  }

  /** It is being fulfilled, or cannot be. */
  clear(): void {
    this.change({ callId: undefined })
  }
}

const wishes = new WeakMap<LiveClient, AnswerWish>()

/** The wish of this page. */
export function useAnswerWish(): { wish: AnswerWish; callId: string | undefined } {
  const live = useLive()
  const wish = wishes.get(live) ?? new AnswerWish()
  wishes.set(live, wish)
  const callId = useSyncExternalStore(
    wish.subscribe,
    useCallback(() => wish.state.callId, [wish]),
  )
  return { wish, callId }
}
