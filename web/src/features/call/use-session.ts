import { useEffect } from 'react'
import { hasJoined, markJoined } from '../../rtc/own-call'
import type { CallSession } from '../../rtc/session'
import { useCallStore, useHeldSession } from './hooks'
import { rejoinsByItself } from './room-status'

function navigationType(): string | undefined {
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming ? entry.type : undefined
}

/** How this document was opened; told once, because only the first call page after a reload continues a call. */
let opening: string | undefined = navigationType()
function takeOpening(): string | undefined {
  const taken = opening
  opening = undefined
  return taken
}

/** The session of this call on this page, opened with its own picture; undefined until the effect ran. */
export function useSession(callId: string): CallSession | undefined {
  const store = useCallStore()
  const held = useHeldSession()
  useEffect(() => {
    const isFresh = store.state.session?.callId !== callId
    const session = store.open(callId)
    if (isFresh) void begin(session)
    return () => {
      // Whoever has not joined leaves nothing behind; a call that runs goes on without its page.
      if (store.state.session?.callId === callId && session.state.phase === 'preview') store.close()
    }
  }, [store, callId])
  return held?.callId === callId ? held : undefined
}

async function begin(session: CallSession): Promise<void> {
  const rejoins = rejoinsByItself(hasJoined(session.callId), takeOpening())
  await session.preview()
  if (rejoins) session.join()
}

/** Joins, and remembers it for a reload of this tab. */
export function join(session: CallSession): void {
  markJoined(session.callId)
  session.join()
}
