import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { onWorkerMessage } from '../live/worker-link'
import { proofKey } from '../push/proof'
import { useConnection, useMe } from './live-context'
import { useAppWorker, usePushDevice } from './push-context'

/**
 * What the page does for push while somebody is signed in: knows whether this browser is armed for that person, follows
 * a click on a notification, and lets a new version come only between calls.
 */
export function usePushKeeping(): void {
  const me = useMe().state
  useDeviceOf(me?.user.role === 'PATIENT' ? me.user.id : undefined)
  useUpdates(me?.call !== undefined)
  useOpenedNotes()
}

function useDeviceOf(patientId: string | undefined): void {
  const { device } = usePushDevice()
  const isOpen = useConnection().status === 'open'
  const begun = useRef<string>(undefined)
  useEffect(() => {
    if (patientId === undefined || !isOpen) return
    // Once per page and person; again only when the server could not be asked.
    if (begun.current === patientId && device.state.status !== 'failed') return
    begun.current = patientId
    void device.begin(patientId)
  }, [device, patientId, isOpen])

  useEffect(() => {
    if (patientId === undefined) return
    // Another tab of this browser armed it, or took it back.
    const look = (event: StorageEvent) => void (event.key === proofKey && device.begin(patientId))
    window.addEventListener('storage', look)
    return () => window.removeEventListener('storage', look)
  }, [device, patientId])

  useEffect(() => {
    if (patientId === undefined) return
    return device.onPermissionChange(() => void device.begin(patientId))
  }, [device, patientId])
}

function useUpdates(isBusy: boolean): void {
  const { worker } = useAppWorker()
  useEffect(() => worker.setBusy(isBusy), [worker, isBusy])

  const { status } = useConnection()
  const wasOpen = useRef(false)
  useEffect(() => {
    if (status !== 'open') return
    // A server that comes back, however soon, may have brought a new version of the app.
    if (wasOpen.current) worker.lookForUpdate()
    wasOpen.current = true
  }, [worker, status])
}

function useOpenedNotes(): void {
  const navigate = useNavigate()
  const isBusy = useMe().state?.call !== undefined
  useEffect(
    () =>
      onWorkerMessage((message) => {
        // Nobody is taken out of a call to read something.
        if (message.type === 'open' && !isBusy) void navigate(message.path)
      }),
    [navigate, isBusy],
  )
}
