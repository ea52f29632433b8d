import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'
import { useMe } from '../../app/live-context'
import { sound } from '../../rtc/browser'
import { isOwnCall, onCallMark } from '../../rtc/own-call'

/**
 * On the doctor's page that pressed Call: the ringback while it rings, and the call's page as soon as it is answered,
 * once per call. Every other page of the doctor stays where it is.
 */
export function useOpenOwnCall(): void {
  const navigate = useNavigate()
  const me = useMe().state
  const call = me?.user.role === 'DOCTOR' ? me.call : undefined
  const isOwn = useSyncExternalStore(onCallMark, () => call !== undefined && isOwnCall(call.id))
  const opened = useRef<string>(undefined)

  const isDoctor = me?.user.role === 'DOCTOR'
  useEffect(() => {
    if (isDoctor) sound.preload('ringback')
  }, [isDoctor])

  const isRinging = isOwn && call?.status === 'RINGING'
  useEffect(() => {
    if (!isRinging) return
    const ringback = sound.play('ringback', { loop: true })
    return () => ringback.stop()
  }, [isRinging])

  const answered = isOwn && call?.status === 'ACTIVE' ? call.id : undefined
  useEffect(() => {
    if (answered === undefined || opened.current === answered) return
    opened.current = answered
    navigate(`/call/${answered}`)
  }, [answered, navigate])
}
