import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useLive } from '../../app/live-context'
import type { Sounding } from '../../domain/worker-messages'
import { onWorkerMessage, tellWorker } from '../../live/worker-link'
import type { Ringer } from './ringtone'

/**
 * The ring's part in the talk with the service worker: says whether this page takes care of the sound, follows what was
 * pressed in the notification, and tells when the ring is over here.
 * @param ringing the call that rings on this page
 */
export function useWorkerLink(ringer: Ringer, ringing: string | undefined): void {
  const live = useLive()
  const navigate = useNavigate()
  useEffect(
    () =>
      onWorkerMessage((message, reply) => {
        switch (message.type) {
          case 'who_sounds':
            if (ringer.caresFor(message.call)) reply(soundingOf(ringer))
            return
          case 'answer':
            // A phone that slept has a socket that only looks alive.
            live.wake()
            return void navigate(`/answer/${message.call}`)
          case 'show_ring':
            return live.wake()
          default:
            return
        }
      }),
    [ringer, live, navigate],
  )

  useEffect(() => {
    if (ringing === undefined) return
    return () => tellWorker({ type: 'ring_over', call: ringing })
  }, [ringing])
}

function soundingOf(ringer: Ringer): Sounding {
  return { sounding: true, ...(ringer.state.status === 'silenced' && { silenced: true }) }
}
