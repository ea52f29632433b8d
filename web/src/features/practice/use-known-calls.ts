import { useEffect, useSyncExternalStore } from 'react'
import type { Call } from '../../domain/types'
import { KnownCalls } from './known-calls'

function storage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

let calls: KnownCalls | undefined
function knownCalls(): KnownCalls {
  calls ??= new KnownCalls(storage())
  return calls
}

/** Remembers the calls that the doctor's page hears of. */
export function useRememberCalls(lastCall: Call | undefined, liveCall: Call | undefined): void {
  useEffect(() => {
    for (const call of [lastCall, liveCall]) if (call !== undefined) knownCalls().remember(call)
  }, [lastCall, liveCall])
}

/** The id of the newest call of this entry, as far as this browser knows. */
export function useKnownCall(entryId: string): string | undefined {
  const known = knownCalls()
  return useSyncExternalStore(known.subscribe, () => known.of(entryId))
}
