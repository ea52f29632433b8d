import { useCallback, useState } from 'react'
import type { Call } from '../../domain/types'
import { api, type Problem } from '../../live/http'
import { sound } from '../../rtc/browser'
import { useCallStore } from './hooks'

export interface EndCall {
  /** Lets go of camera and microphone at once, then tells the server. */
  readonly end: () => void
  readonly busy: boolean
  /** The server could not be told; the call may still be open for the other side. */
  readonly problem: Problem | undefined
}

/** @param onOver the server says that the call is over; with the call as it is now, when it told. */
export function useEndCall(callId: string, onOver: (call: Call | undefined) => void): EndCall {
  const store = useCallStore()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  const end = useCallback(async () => {
    const { session } = store.state
    if (session?.callId === callId) session.end()
    setBusy(true)
    setProblem(undefined)
    const result = await api.post<{ call: Call }>(`/api/calls/${callId}/end`)
    setBusy(false)
    if (result.ok) {
      sound.play('ended')
      return onOver(result.data.call)
    }
    const { code } = result.problem
    // The other side was faster.
    if (code === 'not_active' || code === 'call_over') return onOver(undefined)
    setProblem(result.problem)
  }, [store, callId, onOver])

  return { end: () => void end(), busy, problem }
}
