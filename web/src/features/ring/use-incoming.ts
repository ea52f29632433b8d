import { useCallback, useEffect, useReducer, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'
import { useLive, useMe } from '../../app/live-context'
import { api, type Problem } from '../../live/http'
import { ringtoneSettings, sound } from '../../rtc/browser'
import { useAnswerWish } from './answer-wish'
import { makeBrowserRinger } from './browser-ringer'
import { type Incoming, type IncomingEvent, NEWS_PATIENCE_MS, nextIncoming, noCall } from './incoming'
import type { RingerStatus } from './ringtone'
import { useWorkerLink } from './use-worker-link'

export interface IncomingControls {
  readonly shown: Incoming
  readonly ringer: RingerStatus
  /** Why the last Confirm or Decline failed. */
  readonly problem: Problem | undefined
  readonly declining: boolean
  readonly confirm: () => void
  readonly decline: () => void
  readonly silence: () => void
  readonly dismiss: () => void
}

/** What rings on this page, with everything that can be done about it. Rings as long as it is mounted and a call rings. */
export function useIncoming(): IncomingControls {
  const [shown, tell] = useReducer(nextIncoming, noCall)
  const me = useMe().state
  useEffect(() => {
    if (me !== undefined) tell({ type: 'state', me })
  }, [me])

  const callId = shown.kind === 'none' ? undefined : shown.call.id
  const ringing = shown.kind === 'ringing' ? callId : undefined
  const ringer = useRinger(ringing, shown.kind === 'over' ? undefined : callId, me?.user.role === 'PATIENT')
  useEndOfTime(shown, tell)
  const answer = useAnswer(callId, tell)
  useWishedAnswer(ringing, answer.confirm)
  const dismiss = useCallback(() => tell({ type: 'dismissed' }), [])
  return { shown, dismiss, ...ringer, ...answer }
}

/**
 * @param ringing the call that sounds
 * @param open the call that is not over on this page: it sounds, or its answer is on its way
 */
function useRinger(ringing: string | undefined, open: string | undefined, mayRing: boolean) {
  const live = useLive()
  const [ringer] = useState(() => makeBrowserRinger(live))
  const { status } = useSyncExternalStore(ringer.subscribe, () => ringer.state)
  useWorkerLink(ringer, open)

  useEffect(() => {
    if (!mayRing) return
    ringtoneSettings.apply()
    // Before it rings: the server may be gone by then.
    sound.preload('ringtone')
  }, [mayRing])

  useEffect(() => {
    if (ringing === undefined) return
    ringer.start(ringing)
    return () => ringer.stop()
  }, [ringer, ringing])

  useEffect(() => live.onConnection(({ status }) => status === 'open' && ringer.reportAgain()), [live, ringer])

  const silence = useCallback(() => ringer.silence(), [ringer])
  const tap = useCallback(() => ringer.tap(), [ringer])
  const tryAgain = useCallback(() => ringer.tryAgain(), [ringer])
  useTapsUnlock(status === 'blocked' || status === 'unable', tap, tryAgain)
  return { ringer: status, silence }
}

/** What browsers count as a person's own act; each of them may be the one that lets the page sound. */
const TAPS = ['pointerup', 'click', 'keydown'] as const

/** While the ring is kept mute, any tap or key anywhere lets it be heard, and so may coming back to the page. */
function useTapsUnlock(isMute: boolean, tap: () => void, tryAgain: () => void): void {
  useEffect(() => {
    if (!isMute) return
    const look = () => document.visibilityState === 'visible' && tryAgain()
    for (const event of TAPS) document.addEventListener(event, tap, { capture: true })
    document.addEventListener('visibilitychange', look)
    return () => {
      for (const event of TAPS) document.removeEventListener(event, tap, { capture: true })
      document.removeEventListener('visibilitychange', look)
    }
  }, [isMute, tap, tryAgain])
}

/** Answer was pressed in the notification: confirms as soon as that call is seen ringing. */
function useWishedAnswer(ringing: string | undefined, confirm: () => void): void {
  const { wish, callId } = useAnswerWish()
  useEffect(() => {
    if (ringing === undefined || ringing !== callId) return
    // Once: when it fails, the ring goes on and the person presses again.
    wish.clear()
    confirm()
  }, [wish, callId, ringing, confirm])
}

type Tell = (event: IncomingEvent) => void

/** A ring must be over some time, also when no news of it comes. */
function useEndOfTime(shown: Incoming, tell: Tell): void {
  const live = useLive()
  const expiresAt = shown.kind === 'ringing' ? shown.call.expiresAt : undefined
  useEffect(() => {
    if (expiresAt === undefined) return
    const delay = Math.max(0, expiresAt + NEWS_PATIENCE_MS - live.serverNow())
    const timer = setTimeout(() => tell({ type: 'timeIsUp' }), delay)
    return () => clearTimeout(timer)
  }, [expiresAt, live, tell])
}

/** Confirm and Decline of one call. */
function useAnswer(callId: string | undefined, tell: Tell) {
  const live = useLive()
  const navigate = useNavigate()
  const [failure, setFailure] = useState<{ callId: string; problem: Problem }>()
  const [declined, setDeclined] = useState<string>()

  const confirm = useCallback(async (): Promise<void> => {
    if (callId === undefined) return
    // The tap that answers also lets the other's voice be heard.
    void sound.unlock()
    setFailure(undefined)
    tell({ type: 'confirmPressed' })
    const { connectionId } = live
    const body = connectionId === undefined ? undefined : { connection: connectionId }
    const result = await api.post(`/api/calls/${callId}/accept`, body)
    if (result.ok) {
      tell({ type: 'confirmAnswered', reply: 'mine' })
      navigate(`/call/${callId}`)
      return
    }
    const { problem } = result
    const elsewhere = problem.code === 'answered_elsewhere'
    tell({ type: 'confirmAnswered', reply: elsewhere ? 'elsewhere' : 'failed' })
    if (!elsewhere) setFailure({ callId, problem })
  }, [callId, live, navigate, tell])

  const decline = useCallback(async (): Promise<void> => {
    if (callId === undefined) return
    setFailure(undefined)
    setDeclined(callId)
    tell({ type: 'declinePressed' })
    const result = await api.post(`/api/calls/${callId}/decline`)
    // When it worked, the pushed state takes the ring away.
    if (result.ok) return
    setDeclined(undefined)
    setFailure({ callId, problem: result.problem })
  }, [callId, tell])

  return {
    problem: failure?.callId === callId ? failure?.problem : undefined,
    declining: declined !== undefined && declined === callId,
    confirm,
    decline,
  }
}
