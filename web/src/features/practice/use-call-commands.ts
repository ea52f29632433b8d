import { useCommand } from '../../components/use-command'
import type { Call, Entry } from '../../domain/types'
import { api } from '../../live/http'
import { sound } from '../../rtc/browser'
import { markOwnCall } from '../../rtc/own-call'

/** Rings a patient; this tab then opens the call by itself when it is answered. */
export function useCallPatient() {
  return useCommand(async (entry: Entry) => {
    // The ringback begins only when the reply is there, too late for a browser that wants a tap.
    void sound.unlock()
    const called = await api.post<{ call: Call }>(`/api/queue/${entry.id}/call`)
    if (called.ok) markOwnCall(called.data.call.id)
    return called
  })
}

/** Puts a finished patient back and rings: two commands, of which the second stays possible when it fails. */
export function useCallAgain() {
  return useCommand(async (entry: Entry) => {
    void sound.unlock()
    const requeued = await api.post(`/api/queue/${entry.id}/requeue`)
    if (!requeued.ok) return requeued
    const called = await api.post<{ call: Call }>(`/api/queue/${entry.id}/call`)
    if (called.ok) markOwnCall(called.data.call.id)
    return called
  })
}
