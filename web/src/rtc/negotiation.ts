/**
 * Who offers, when, and which signal is stale: the whole decision about one call's RTCPeerConnection as a pure step.
 * `PeerLink` does what the step says; nothing in here touches a browser object, a clock or the socket.
 *
 * - The doctor's page (not polite) makes the first offer as soon as the other page is there; the patient's (polite) only
 *   answers until media has flowed. Both sides offering at page start can hang ICE for good in Chromium.
 * - Later either side may offer (perfect negotiation, WebRTC 1.0 section 10.7): on a collision the polite side yields. It
 *   answers from a new connection and rolls nothing back: in Chromium (156) a rollback leaves the other side's picture
 *   standing still for good, though every frame is decoded.
 * - When the other page is there again, the doctor's page offers with an ICE restart on the connection it has. If the
 *   answer comes from another connection than before, the other page is a fresh one: both start anew. So a lost socket
 *   never interrupts media, and a reload is noticed within one round trip.
 * - A link that says `disconnected`, or through which nothing comes any more, restarts ICE.
 * - A connection that does not come up in time is replaced by the watchdog.
 */

import { type Origin, offerName, originOf, ufragsOf } from './sdp'

/** How long a connection may take, from the offer on, while the other page is there. */
export const WATCHDOG_MS = 8000
/** How long `disconnected` may last before ICE restarts. The polite side waits longer: their offers should not cross. */
export const RESTART_MS = { impolite: 2500, polite: 4000 } as const
/** The same for the impolite side when it hears nothing any more, which has lasted SILENCE_MS (pulse.ts) by then. */
export const RESTART_AFTER_SILENCE_MS = 500

export interface Description {
  readonly type: 'offer' | 'answer'
  readonly sdp: string
  /** In an answer: the offer it answers (`offerName`). Absent from clients that do not know it. */
  readonly answers?: string
}

export type LinkState = 'none' | 'new' | 'connected' | 'interrupted' | 'failed'
export type TimerName = 'watchdog' | 'restart'

export interface Negotiation {
  readonly polite: boolean
  /** The other side's page while both are attached. */
  readonly peer?: string
  /** Counts RTCPeerConnections; events of an earlier one are stale. */
  readonly generation: number
  readonly link: LinkState
  /** The offer of ours that has no answer yet; the polite side keeps it for as long as its connection waits for one. */
  readonly pendingOffer?: string
  /** The other side's connection that ours is bound to, and the fragments its candidates carry now. */
  readonly remoteSession?: string
  readonly remoteUfrags: readonly string[]
}

export type Happening =
  | { readonly type: 'attached'; readonly polite: boolean; readonly peer?: string }
  | { readonly type: 'peer'; readonly present: boolean; readonly page: string }
  /** The socket is gone or this page was detached: no signal goes out or comes in; media may go on. */
  | { readonly type: 'unattached' }
  | { readonly type: 'description'; readonly description: Description }
  | { readonly type: 'candidate'; readonly candidate: RTCIceCandidateInit }
  /** The driver made and sent an offer. */
  | { readonly type: 'offered'; readonly origin: Origin }
  | { readonly type: 'link'; readonly generation: number; readonly state: RTCPeerConnectionState }
  /** Nothing arrives any more, or something does again. */
  | { readonly type: 'pulse'; readonly generation: number; readonly beats: boolean }
  | { readonly type: 'negotiationNeeded'; readonly generation: number }
  | { readonly type: 'online' }
  | { readonly type: 'timer'; readonly name: TimerName }

export type Deed =
  /** Close the connection there is and make a new one; the one who offers prepares its media on it. */
  | { readonly do: 'build'; readonly withMedia: boolean }
  | { readonly do: 'offer'; readonly to: string; readonly restart: boolean }
  | { readonly do: 'answer'; readonly to: string; readonly description: Description }
  | { readonly do: 'applyAnswer'; readonly description: Description }
  | { readonly do: 'addCandidate'; readonly candidate: RTCIceCandidateInit }
  | { readonly do: 'arm'; readonly timer: TimerName; readonly ms: number }
  | { readonly do: 'disarm'; readonly timer: TimerName }

export interface Step {
  readonly state: Negotiation
  readonly deeds: readonly Deed[]
}

export const initialNegotiation: Negotiation = { polite: true, generation: 0, link: 'none', remoteUfrags: [] }

/** The next state and what must be done, in that order. */
export function step(state: Negotiation, happening: Happening): Step {
  switch (happening.type) {
    case 'attached': {
      const attached = withPeer({ ...state, polite: happening.polite }, happening.peer)
      return attached.peer === undefined ? quiet(attached) : peerCame(attached, attached.peer)
    }
    case 'peer':
      if (happening.present) return peerCame(withPeer(state, happening.page), happening.page)
      // The news that an older page went may come after a newer one was announced.
      return state.peer === undefined || state.peer === happening.page ? quiet(withPeer(state, undefined)) : stay(state)
    case 'unattached':
      return quiet(withPeer(state, undefined))
    case 'description':
      return description(state, happening.description)
    case 'candidate':
      return stay(
        state,
        ...(isCurrent(state, happening.candidate) ? [{ do: 'addCandidate', ...happening } as const] : []),
      )
    case 'offered':
      return stay({ ...state, pendingOffer: offerName(happening.origin) })
    case 'link':
      return happening.generation === state.generation ? link(state, happening.state) : stay(state)
    case 'pulse':
      return happening.generation === state.generation ? pulse(state, happening.beats) : stay(state)
    case 'negotiationNeeded':
      return happening.generation === state.generation && state.remoteSession !== undefined
        ? offerUnlessPending(state, false)
        : stay(state)
    case 'online':
      return state.link === 'connected' || state.link === 'interrupted' ? offerUnlessPending(state, true) : stay(state)
    case 'timer':
      return happening.name === 'restart' ? restartIsDue(state) : watchdogIsDue(state)
  }
}

const stay = (state: Negotiation, ...deeds: Deed[]): Step => ({ state, deeds })

/** Nobody to talk to: nothing can be offered, so nothing may be late. */
const quiet = (state: Negotiation): Step =>
  stay(state, { do: 'disarm', timer: 'watchdog' }, { do: 'disarm', timer: 'restart' })

function withPeer(state: Negotiation, peer: string | undefined): Negotiation {
  const { peer: _, ...rest } = state
  return peer === undefined ? rest : { ...rest, peer }
}

function withoutOffer(state: Negotiation): Negotiation {
  const { pendingOffer: _, ...rest } = state
  return rest
}

function rebuilt(state: Negotiation): Negotiation {
  const { pendingOffer: _, remoteSession: __, ...rest } = state
  return { ...rest, generation: state.generation + 1, link: 'new', remoteUfrags: [] }
}

/** The doctor's page starts over: a new connection, a new offer, a new watchdog. */
function beginAnew(state: Negotiation, to: string): Step {
  return stay(
    rebuilt(state),
    { do: 'disarm', timer: 'restart' },
    { do: 'build', withMedia: true },
    { do: 'offer', to, restart: false },
    { do: 'arm', timer: 'watchdog', ms: WATCHDOG_MS },
  )
}

function offer(state: Negotiation, to: string, restart: boolean): Step {
  const deeds: Deed[] = [
    { do: 'disarm', timer: 'restart' },
    { do: 'offer', to, restart },
  ]
  if (!state.polite) deeds.push({ do: 'arm', timer: 'watchdog', ms: WATCHDOG_MS })
  return stay(state, ...deeds)
}

function offerUnlessPending(state: Negotiation, restart: boolean): Step {
  const { peer, pendingOffer } = state
  return peer === undefined || pendingOffer !== undefined ? stay(state) : offer(state, peer, restart)
}

function peerCame(state: Negotiation, peer: string): Step {
  if (state.polite) return stay(state)
  // An offer sent to a page that went is answered by nobody.
  const free = withoutOffer(state)
  return state.link === 'connected' || state.link === 'interrupted' ? offer(free, peer, true) : beginAnew(free, peer)
}

function description(state: Negotiation, description: Description): Step {
  const origin = originOf(description.sdp)
  // A signal reaches this page only from the page that is attached now; with nobody there it is from one that went.
  if (origin === undefined || state.peer === undefined) return stay(state)
  return description.type === 'offer'
    ? offerCame(state, state.peer, origin, description)
    : answerCame(state, state.peer, origin, description)
}

function offerCame(state: Negotiation, from: string, origin: Origin, description: Description): Step {
  const known = state.remoteSession === origin.session
  const bound = { remoteSession: origin.session, remoteUfrags: ufragsOf(description.sdp) }
  if (state.polite) {
    const isBound = known && state.pendingOffer === undefined
    const base = isBound ? state : rebuilt(state)
    const before: Deed[] = isBound
      ? []
      : [
          { do: 'disarm', timer: 'restart' },
          { do: 'build', withMedia: false },
        ]
    // Should theirs not mend the link, ask for a restart after all.
    const later: Deed[] = base.link === 'interrupted' ? [{ do: 'arm', timer: 'restart', ms: RESTART_MS.polite }] : []
    return stay({ ...base, ...bound }, ...before, { do: 'answer', to: from, description }, ...later)
  }
  if (state.pendingOffer !== undefined) return stay(state)
  if (!known) return beginAnew(state, from)
  return stay({ ...state, ...bound }, { do: 'answer', to: from, description })
}

function answerCame(state: Negotiation, from: string, origin: Origin, description: Description): Step {
  const { pendingOffer, remoteSession } = state
  if (pendingOffer === undefined || (description.answers ?? pendingOffer) !== pendingOffer) return stay(state)
  if (remoteSession !== undefined && remoteSession !== origin.session) {
    return state.polite ? stay(state) : beginAnew(state, from)
  }
  const answered = {
    ...withoutOffer(state),
    remoteSession: origin.session,
    remoteUfrags: ufragsOf(description.sdp),
  }
  const deeds: Deed[] = [{ do: 'applyAnswer', description }]
  if (state.link === 'connected') deeds.push({ do: 'disarm', timer: 'watchdog' })
  return stay(answered, ...deeds)
}

/** A candidate without a fragment cannot be told; the browser then takes it for the description it has. */
function isCurrent(state: Negotiation, candidate: RTCIceCandidateInit): boolean {
  if (state.peer === undefined || state.remoteUfrags.length === 0) return false
  const fragment = candidate.usernameFragment
  return fragment === undefined || fragment === null || state.remoteUfrags.includes(fragment)
}

function link(state: Negotiation, now: RTCPeerConnectionState): Step {
  switch (now) {
    case 'connected': {
      const deeds: Deed[] = [{ do: 'disarm', timer: 'restart' }]
      if (state.pendingOffer === undefined) deeds.push({ do: 'disarm', timer: 'watchdog' })
      return stay({ ...state, link: 'connected' }, ...deeds)
    }
    case 'disconnected':
      // Silence told the impolite side earlier; its restart is on its way.
      if (!state.polite && state.link === 'interrupted') return stay(state)
      return interrupted(state, state.polite ? RESTART_MS.polite : RESTART_MS.impolite)
    case 'failed': {
      const failed: Negotiation = { ...state, link: 'failed' }
      if (state.peer === undefined) return stay(failed, { do: 'disarm', timer: 'restart' })
      return state.polite ? offerUnlessPending(failed, true) : beginAnew(failed, state.peer)
    }
    default:
      return stay(state)
  }
}

function interrupted(state: Negotiation, ms: number): Step {
  return stay({ ...state, link: 'interrupted' }, { do: 'arm', timer: 'restart', ms })
}

function pulse(state: Negotiation, beats: boolean): Step {
  if (beats) return state.link === 'interrupted' ? link(state, 'connected') : stay(state)
  if (state.link !== 'connected') return stay(state)
  // The polite side leaves the early restart to the other one, which hears no more than itself, and waits for ICE.
  return state.polite ? stay({ ...state, link: 'interrupted' }) : interrupted(state, RESTART_AFTER_SILENCE_MS)
}

function restartIsDue(state: Negotiation): Step {
  return state.link === 'interrupted' ? offerUnlessPending(state, true) : stay(state)
}

function watchdogIsDue(state: Negotiation): Step {
  if (state.polite || state.peer === undefined) return stay(state)
  // Media flows and only an answer is missing: ask again, but do not cut what works. A page that does not even answer would
  // not answer a new connection either, and this one may heal by itself until it fails.
  const isUnheard = state.link === 'interrupted' && state.pendingOffer !== undefined
  return state.link === 'connected' || isUnheard
    ? offer(withoutOffer(state), state.peer, true)
    : beginAnew(state, state.peer)
}
