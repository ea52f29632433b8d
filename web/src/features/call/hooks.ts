import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useLive, useMe } from '../../app/live-context'
import type { Call, Role } from '../../domain/types'
import type { CallSession, CallSessionState } from '../../rtc/session'
import { type CallStore, callStoreOf } from './call-store'

export function useCallStore(): CallStore {
  return callStoreOf(useLive())
}

/** The page's session, whatever call it belongs to. */
export function useHeldSession(): CallSession | undefined {
  const store = useCallStore()
  return useSyncExternalStore(store.subscribe, () => store.state.session)
}

export function useSessionState(session: CallSession): CallSessionState {
  return useSyncExternalStore(session.subscribe, () => session.state)
}

/**
 * True from when `condition` has held for `ms`, until it no longer does.
 * @param since local clock, when it began, where that is known to be earlier than now
 */
export function useLasting(condition: boolean, ms: number, since?: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!condition) return
    const passed = since === undefined ? 0 : Date.now() - since
    const timer = setTimeout(() => setLasting(true), Math.max(0, ms - passed))
    return () => {
      clearTimeout(timer)
      setLasting(false)
    }
  }, [condition, ms, since])
  return lasting
}

/** The page of the schedule that a call belongs to: where each side lands afterwards. */
export function scheduleRoomOf(call: Call, role: Role): string {
  return role === 'DOCTOR' ? `/doctor/practice/${call.scheduleId}` : `/patient/schedule/${call.scheduleId}`
}

export function useRole(): Role | undefined {
  return useMe().state?.user.role
}

/** The other side's name, as the person on this side reads it. */
export function otherOf(call: Call, role: Role): { id: string; name: string } {
  return role === 'DOCTOR' ? call.patient : call.doctor
}

/** The size of an element on the screen, kept up to date. */
export function useSize<E extends HTMLElement>() {
  const ref = useRef<E>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size] as const
}
