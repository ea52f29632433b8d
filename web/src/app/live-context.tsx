import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from 'react'
import { useNow } from '../components/use-now'
import type { MeState } from '../domain/types'
import type { ConnectionState, LiveClient, TopicState } from '../live/client'

const LiveContext = createContext<LiveClient | undefined>(undefined)

export function LiveProvider({ live, children }: { live: LiveClient; children: ReactNode }) {
  return <LiveContext value={live}>{children}</LiveContext>
}

/** The page's live client. */
export function useLive(): LiveClient {
  const live = useContext(LiveContext)
  if (live === undefined) throw new Error('useLive outside LiveProvider')
  return live
}

const idle: TopicState<never> = { status: 'loading' }

/** The state of a topic for as long as the component is mounted; without a topic, "loading". */
export function useTopic<T>(topic: string | undefined): TopicState<T> {
  const live = useLive()
  const subscribe = useCallback(
    (changed: () => void) => (topic === undefined ? () => {} : live.watch(topic, changed)),
    [live, topic],
  )
  return useSyncExternalStore(subscribe, () => (topic === undefined ? idle : live.peek<T>(topic)))
}

/** Topic `me`: who is signed in, the own entries and calls. */
export function useMe(): TopicState<MeState> {
  return useTopic<MeState>('me')
}

export function useConnection(): ConnectionState {
  const live = useLive()
  const subscribe = useCallback((changed: () => void) => live.onConnection(changed), [live])
  return useSyncExternalStore(subscribe, () => live.connection)
}

/** The server's time, ticking on this screen. */
export function useServerNow(every: number | undefined = 1000): number {
  const live = useLive()
  const read = useCallback(() => live.serverNow(), [live])
  return useNow(read, every)
}
