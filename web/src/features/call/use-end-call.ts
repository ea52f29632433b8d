import { useCallback, useEffect, useRef, useState } from 'react'
import { useLive } from '../../app/live-context'
import type { Call } from '../../domain/types'
import { api, type Problem } from '../../live/http'
import { sound } from '../../rtc/browser'
import { useCallStore } from './hooks'
import { tellEnd } from './tell-end'

export interface EndCall {
  /** Lets go of camera and microphone at once, then tells the server, for as long as it takes. */
  readonly end: () => void
  readonly busy: boolean
  /** The server could not be told yet; the call may still be open for the other side. */
  readonly problem: Problem | undefined
}

/** @param onOver the server says that the call is over; with the call as it is now, when it told. */
export function useEndCall(callId: string, onOver: (call: Call | undefined) => void): EndCall {
  const store = useCallStore()
  const live = useLive()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const giveUp = useRef(() => {})
  // Who has gone to another page meanwhile is not led away from it; the server is told all the same.
  const over = useRef<typeof onOver>(undefined)
  useEffect(() => {
    over.current = onOver
    return () => {
      over.current = undefined
    }
  }, [onOver])

  const end = useCallback(() => {
    const { session } = store.state
    if (session?.callId === callId) session.end()
    setBusy(true)
    setProblem(undefined)
    giveUp.current()
    giveUp.current = tellEnd({
      post: () => api.post<{ call: Call }>(`/api/calls/${callId}/end`),
      live,
      onOver: (call) => {
        setBusy(false)
        if (call !== undefined) sound.play('ended')
        over.current?.(call)
      },
      onFailure: (failure) => {
        setBusy(false)
        setProblem(failure)
      },
    })
  }, [store, live, callId])

  return { end, busy, problem }
}
