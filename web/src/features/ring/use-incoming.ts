import { useCallback, useEffect, useReducer, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'
import { useLive, useMe } from '../../app/live-context'
import { api, type Problem } from '../../live/http'
import { sound } from '../../rtc/browser'
import { makeBrowserRinger } from './browser-ringer'
import { type Incoming, type IncomingEvent, NEWS_PATIENCE_MS, nextIncoming, noCall } from './incoming'
import type { RingerStatus } from './ringtone'

export interface IncomingControls {
  readonly shown: Incoming
  readonly ringer: RingerStatus
  /** Why the last Confirm or Decline failed. */
  readonly problem: Problem | undefined
  readonly declining: boolean
  readonly confirm: () => void
  readonly decline: () => void
  readonly silence: () => void
  readonly unlock: () => void
  readonly dismiss: () => void
}

/** What rings on this page, with everything that can be done about it. Rings as long as it is mounted and a call rings. */
export function useIncoming(): IncomingControls {
  const [shown, tell] = useReducer(nextIncoming, noCall)
  const me = useMe().state
  useEffect(() => {
    if (me !== undefined) tell({ type: 'state', me })
  }, [me])

  const callId = shown.kind === 'ringing' ? shown.call.id : undefined
  const ringer = useRinger(callId, me?.user.role === 'PATIENT')
  useEndOfTime(shown, tell)
  const answer = useAnswer(shown.kind === 'none' ? undefined : shown.call.id, tell)
  const dismiss = useCallback(() => tell({ type: 'dismissed' }), [])
  return { shown, dismiss, ...ringer, ...answer }
}

function useRinger(callId: string | undefined, mayRing: boolean) {
  const live = useLive()
  const [ringer] = useState(() => makeBrowserRinger(live))
  const { status } = useSyncExternalStore(ringer.subscribe, () => ringer.state)

  useEffect(() => {
    // Before it rings: the server may be gone by then.
    if (mayRing) sound.preload('ringtone')
  }, [mayRing])

  useEffect(() => {
    if (callId === undefined) return
    ringer.start(callId)
    return () => ringer.stop()
  }, [ringer, callId])

  useEffect(() => live.onConnection(({ status }) => status === 'open' && ringer.reportAgain()), [live, ringer])

  const silence = useCallback(() => ringer.silence(), [ringer])
  const unlock = useCallback(() => ringer.unlock(), [ringer])
  return { ringer: status, silence, unlock }
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

  const confirm = useCallback(async () => {
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

  const decline = useCallback(async () => {
    if (callId === undefined) return
    setFailure(undefined)
    setDeclined(callId)
    const result = await api.post(`/api/calls/${callId}/decline`)
    // When it worked, the pushed state takes the ring away.
    if (result.ok) return
    setDeclined(undefined)
    setFailure({ callId, problem: result.problem })
  }, [callId])

  return {
    problem: failure?.callId === callId ? failure?.problem : undefined,
    declining: declined !== undefined && declined === callId,
    confirm: () => void confirm(),
    decline: () => void decline(),
  }
}
