import { CloudOff, MicOff, MonitorUp, Snowflake, VideoOff } from 'lucide-react'
import { type ReactNode, type RefObject, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../../app/live-context'
import { Avatar } from '../../components/avatar'
import { ContactLine } from '../../components/contact'
import { Spinner } from '../../components/ui/spinner'
import type { CallState, Role } from '../../domain/types'
import type { CallSessionState } from '../../rtc/session'
import { otherOf, useLasting } from './hooks'
import { Note } from './note'
import { fitOf, INTERRUPTION_MS, otherAttached, roomStatus, whyNoPicture } from './room-status'
import { VideoView } from './video-view'

interface StageProps {
  session: CallSessionState
  state: CallState
  role: Role
  room: { width: number; height: number }
  /** Takes the element of the other side's picture. */
  video: RefObject<HTMLVideoElement | null>
  /** What else is said at the top of it. */
  children?: ReactNode
}

const noPicture = { width: 0, height: 0 }

/** The other side: their picture as large as the room, and words when there is none or it stands still. */
export function Stage({ session, state, role, room, video, children }: StageProps) {
  const { t } = useTranslation('call')
  const [picture, setPicture] = useState(noPicture)
  const onPicture = useCallback(setPicture, [])
  const { name } = otherOf(state.call, role)
  const isOffline = useConnection().status !== 'open'
  // Offline, the last word about the other side is not the truth any more.
  const attached = isOffline ? undefined : otherAttached(state, role)
  const status = roomStatus(session.phase, session.connectedAt !== undefined, attached)
  const silentSince = session.phase === 'reconnecting' ? session.since : undefined
  const interrupted = useLasting(status === 'interrupted', INTERRUPTION_MS, silentSince)
  const { camera, microphone, paused, screen = false } = session.remoteSending ?? {}
  const hasPicture = picture.width > 0 && camera !== false && !paused
  return (
    <>
      <VideoView
        stream={session.remote}
        label={t('picture', { name })}
        // Of a screen every edge may matter.
        fit={screen ? 'contain' : fitOf(picture, room)}
        onPicture={onPicture}
        video={video}
        className={hasPicture ? 'absolute inset-0 size-full' : 'invisible absolute inset-0 size-full'}
      />
      {status === 'live' && !hasPicture && (
        <Words name={name}>{t(`status.${whyNoPicture(session.remoteSending)}`, { name })}</Words>
      )}
      {status === 'live' && (
        <div className="absolute bottom-[calc(6.5rem+env(safe-area-inset-bottom))] left-3 flex max-w-[60%] flex-col items-start gap-2">
          {screen && <Note icon={MonitorUp}>{t('status.screenThere', { name })}</Note>}
          {microphone === false && <Note icon={MicOff}>{t('status.mutedThere', { name })}</Note>}
        </div>
      )}
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
      <div className="pointer-events-none absolute inset-x-3 top-[calc(4.75rem+env(safe-area-inset-top))] z-10 flex flex-col items-center gap-2">
        {children}
        {isOffline && status === 'live' && <Note icon={CloudOff}>{t('status.offlineLive')}</Note>}
        {session.isRemoteStill && hasPicture && !screen && status === 'live' && (
          <Note icon={Snowflake}>{t('status.stillThere', { name })}</Note>
        )}
        {/* Why the other side sees nobody although the camera is on. */}
        {session.isPicturePaused && !isOffline && status === 'live' && (
          <Note icon={VideoOff}>{t('status.pausedHere')}</Note>
        )}
      </div>
    </>
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
