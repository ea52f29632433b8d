import type { CallState } from '../../domain/types'
import type { LiveClient, TopicState } from '../../live/client'
import { makeCallSession } from '../../rtc/browser'
import { Observable } from '../../rtc/observable'
import type { CallSession } from '../../rtc/session'

interface Held {
  /** The call that this page takes part in, or prepares to. */
  readonly session?: CallSession
}

/**
 * Holds the page's one CallSession outside of the routes: leaving the call's page inside the app keeps the media. The
 * session ends when the server says that the call is over, whatever page is shown, and at a sign-out.
 */
export class CallStore extends Observable<Held> {
  readonly #live: LiveClient
  readonly #make: (callId: string, live: LiveClient) => CallSession
  #endWatch = () => {}

  constructor(live: LiveClient, make: (callId: string, live: LiveClient) => CallSession = makeCallSession) {
    super({})
    this.#live = live
    this.#make = make
  }

  /** The session of this call: the one there is, else a new one in its preview. Another call's is ended. */
  open(callId: string): CallSession {
    const held = this.state.session
    if (held?.callId === callId && held.state.phase !== 'ended') return held
    this.close()
    const session = this.#make(callId, this.#live)
    const ends = [
      this.#live.watch<CallState>(`call:${callId}`, (topic) => isOver(topic) && session.end()),
      this.#live.onConnection(({ status }) => status === 'signed_out' && session.end()),
    ]
    this.#endWatch = () => {
      for (const end of ends) end()
    }
    this.change({ session })
    return session
  }

  /** Ends the session and forgets it. */
  close(): void {
    this.#endWatch()
    this.#endWatch = () => {}
    this.state.session?.end()
    this.change({ session: undefined })
  }
}

/** Whether the server says that the call cannot be joined any more. */
export function isOver(topic: TopicState<CallState>): boolean {
  const status = topic.state?.call.status
  return topic.status === 'gone' || (status !== undefined && status !== 'ACTIVE' && status !== 'RINGING')
}

const stores = new WeakMap<LiveClient, CallStore>()

/** The store of this page. */
export function callStoreOf(live: LiveClient): CallStore {
  const known = stores.get(live)
  if (known !== undefined) return known
  const store = new CallStore(live)
  stores.set(live, store)
  return store
}
