import type { Call, MeState } from '../../domain/types'

/**
 * How a ring went that this page showed. `unknown`: its time ran out while this page was offline; the truth replaces it
 * as soon as it is known.
 */
export type RingOutcome = 'missed' | 'declined' | 'declined_elsewhere' | 'cancelled' | 'answered_elsewhere' | 'unknown'

/**
 * What the page shows of an incoming call. `answering`: this page pressed Confirm and waits for the answer, so it is
 * silent and does not take the call's new state for somebody else's. `putAway`: the outcome that was read already.
 */
export type Incoming =
  | { readonly kind: 'none'; readonly putAway?: string }
  | { readonly kind: 'ringing' | 'answering'; readonly call: Call; readonly declinedHere?: boolean }
  | { readonly kind: 'over'; readonly call: Call; readonly outcome: RingOutcome }

export type IncomingEvent =
  /** The pushed state. */
  | { readonly type: 'state'; readonly me: MeState }
  | { readonly type: 'confirmPressed' }
  /** The reply to Confirm: this page has the call, another one has it, or nothing happened. */
  | { readonly type: 'confirmAnswered'; readonly reply: 'mine' | 'elsewhere' | 'failed' }
  | { readonly type: 'declinePressed' }
  /** The server's clock is past the ring's end and no news came. */
  | { readonly type: 'timeIsUp' }
  | { readonly type: 'dismissed' }

export const noCall: Incoming = { kind: 'none' }

/** How long after its time a ring is still believed in: the news of its end is on its way. */
export const NEWS_PATIENCE_MS = 2000

/** The next thing to show; the same object when nothing changed. */
export function nextIncoming(shown: Incoming, event: IncomingEvent): Incoming {
  switch (event.type) {
    case 'state':
      return withState(shown, event.me)
    case 'confirmPressed':
      return shown.kind === 'ringing' ? { kind: 'answering', call: shown.call } : shown
    case 'confirmAnswered':
      return withReply(shown, event.reply)
    case 'declinePressed':
      return shown.kind === 'ringing' ? { ...shown, declinedHere: true } : shown
    case 'timeIsUp':
      return shown.kind === 'ringing' ? { kind: 'over', call: shown.call, outcome: 'unknown' } : shown
    case 'dismissed':
      return shown.kind === 'over' ? { kind: 'none', putAway: shown.call.id } : shown
  }
}

function withReply(shown: Incoming, reply: 'mine' | 'elsewhere' | 'failed'): Incoming {
  if (shown.kind !== 'answering') return shown
  if (reply === 'mine') return noCall
  if (reply === 'failed') return { kind: 'ringing', call: shown.call }
  return { kind: 'over', call: shown.call, outcome: 'answered_elsewhere' }
}

function withState(shown: Incoming, me: MeState): Incoming {
  if (me.user.role !== 'PATIENT') return noCall
  const { call } = me
  if (call?.status === 'RINGING') return withRing(shown, call)
  if (shown.kind === 'none') return withEarlierMiss(shown, me)
  if (call !== undefined && call.id === shown.call.id) return withActive(shown, call)
  return withEnd(shown, me)
}

/** A ring that nobody saw is told as long as the patient has not come back to it. */
function withEarlierMiss(shown: Extract<Incoming, { kind: 'none' }>, me: MeState): Incoming {
  const { lastCall } = me
  if (lastCall?.status !== 'MISSED' || lastCall.id === shown.putAway) return shown
  const entry = me.entries[lastCall.entryId]
  const isWaitedFor = entry?.status === 'NOT_READY' && entry.lastOutcome === 'MISSED'
  return isWaitedFor ? { kind: 'over', call: lastCall, outcome: 'missed' } : shown
}

function withRing(shown: Incoming, call: Call): Incoming {
  if (shown.kind === 'none' || shown.call.id !== call.id) return { kind: 'ringing', call }
  // The time was up for this page only: the server still rings.
  if (shown.kind === 'over') return shown.outcome === 'unknown' ? { kind: 'ringing', call } : shown
  return shown.call === call ? shown : { ...shown, call }
}

function withActive(shown: Exclude<Incoming, { kind: 'none' }>, call: Call): Incoming {
  // Whether it was this page is known when the reply comes.
  if (shown.kind === 'answering') return shown
  return { kind: 'over', call, outcome: 'answered_elsewhere' }
}

function withEnd(shown: Exclude<Incoming, { kind: 'none' }>, me: MeState): Incoming {
  const last = me.lastCall?.id === shown.call.id ? me.lastCall : undefined
  const outcome = last && outcomeOf(last, shown)
  if (last === undefined || outcome === undefined) {
    // Answered and over meanwhile, or so old that newer calls came: nothing is left to do about it.
    return shown.kind === 'over' && shown.outcome !== 'unknown' && shown.outcome !== 'answered_elsewhere'
      ? shown
      : noCall
  }
  if (shown.kind === 'over' && shown.outcome === outcome) return shown
  return { kind: 'over', call: last, outcome }
}

function outcomeOf(last: Call, shown: Exclude<Incoming, { kind: 'none' }>): RingOutcome | undefined {
  if (last.status === 'MISSED') return 'missed'
  if (last.status === 'CANCELLED') return 'cancelled'
  if (last.status !== 'DECLINED') return undefined
  if (shown.kind === 'over') return shown.outcome === 'declined' ? 'declined' : 'declined_elsewhere'
  return shown.declinedHere ? 'declined' : 'declined_elsewhere'
}
