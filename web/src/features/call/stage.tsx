import { CloudOff, MicOff } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../../app/live-context'
import { Avatar } from '../../components/avatar'
import { ContactLine } from '../../components/contact'
import { Spinner } from '../../components/ui/spinner'
import type { CallState, Role } from '../../domain/types'
import type { CallSessionState } from '../../rtc/session'
import { otherOf, useLasting } from './hooks'
import { PicturePaused } from './picture-paused'
import { fitOf, INTERRUPTION_MS, otherAttached, roomStatus, whyNoPicture } from './room-status'
import { VideoView } from './video-view'

interface StageProps {
  session: CallSessionState
  state: CallState
  role: Role
  room: { width: number; height: number }
}

const noPicture = { width: 0, height: 0 }

/** The other side: their picture as large as the room, and words when there is none or it stands still. */
export function Stage({ session, state, role, room }: StageProps) {
  const { t } = useTranslation('call')
  const [picture, setPicture] = useState(noPicture)
  const onPicture = useCallback(setPicture, [])
  const { name } = otherOf(state.call, role)
  const isOffline = useConnection().status !== 'open'
  // Offline, the last word about the other side is not the truth any more.
  const attached = isOffline ? undefined : otherAttached(state, role)
  const status = roomStatus(session.phase, session.connectedAt !== undefined, attached)
  const interrupted = useLasting(status === 'interrupted', INTERRUPTION_MS)
  const { camera, paused } = session.remoteSending ?? {}
  const hasPicture = picture.width > 0 && camera !== false && !paused
  return (
    <>
      <VideoView
        stream={session.remote}
        label={t('picture', { name })}
        fit={fitOf(picture, room)}
        onPicture={onPicture}
        className={hasPicture ? 'absolute inset-0 size-full' : 'invisible absolute inset-0 size-full'}
      />
      {status === 'live' && !hasPicture && (
        <Words name={name}>{t(`status.${whyNoPicture(session.remoteSending)}`, { name })}</Words>
      )}
      {status === 'live' && session.isPicturePaused && !isOffline && <PicturePaused />}
      {status === 'live' && session.remoteSending?.microphone === false && <MutedThere name={name} />}
      {(status === 'preparing' || status === 'connecting') && (
        <Words name={name} working>
          {t(`status.${status}`, { name })}
        </Words>
      )}
      {interrupted && (
        <div className="absolute inset-0 grid place-items-center bg-black/60 p-6">
          <Words
            name={name}
            working
            detail={isOffline ? t('status.offline') : t('status.interruptedText', { name })}
            isFailure
          >
            {t('status.interrupted')}
          </Words>
        </div>
      )}
      {isOffline && status === 'live' && (
        <p
          role="status"
          className="absolute inset-x-0 top-[calc(4.75rem+env(safe-area-inset-top))] mx-auto flex w-fit items-center gap-2 rounded-full bg-black/70 px-4 py-2 text-sm text-white"
        >
          <CloudOff aria-hidden className="size-4" />
          {t('status.offlineLive')}
        </p>
      )}
    </>
  )
}

function MutedThere({ name }: { name: string }) {
  const { t } = useTranslation('call')
  return (
    <p
      role="status"
      className="absolute bottom-[calc(6.5rem+env(safe-area-inset-bottom))] left-3 flex items-center gap-2 rounded-full bg-black/70 px-3 py-1.5 text-sm text-white"
    >
      <MicOff aria-hidden className="size-4" />
      {t('status.mutedThere', { name })}
    </p>
  )
}

interface WordsProps {
  name: string
  working?: boolean
  detail?: string
  isFailure?: boolean
  children: string
}

function Words({ name, working = false, detail, isFailure = false, children }: WordsProps) {
  return (
    <div
      role="status"
      className="absolute inset-0 m-auto flex h-fit max-w-sm flex-col items-center gap-4 p-6 text-center"
    >
      <Avatar name={name} className="size-24 text-3xl" />
      <p className="text-balance font-semibold text-lg">{children}</p>
      {working && <Spinner />}
      {detail && <p className="text-soft">{detail}</p>}
      {isFailure && <ContactLine className="text-soft text-sm" />}
    </div>
  )
}
