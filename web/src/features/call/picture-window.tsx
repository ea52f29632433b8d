import { PhoneOff } from 'lucide-react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { makePictureInPicture } from '../../rtc/browser'
import type { PictureInPicture } from '../../rtc/picture-in-picture'
import type { CallSession } from '../../rtc/session'
import { RoundButton } from './control-button'
import { useSessionState } from './hooks'
import { MediaButtons } from './media-buttons'
import { whyNoPicture } from './room-status'
import type { EndCall } from './use-end-call'

/** The room's small window; closed with the room. */
export function usePictureInPicture() {
  const [picture] = useState(makePictureInPicture)
  const state = useSyncExternalStore(picture.subscribe, () => picture.state)
  useEffect(() => () => picture.close(), [picture])
  return { picture, ...state }
}

interface PictureWindowProps {
  picture: PictureInPicture
  session: CallSession
  /** The other side. */
  name: string
  ending: EndCall
}

/** Draws the call into its small window, while there is one. The sound stays with the page. */
export function PictureWindow({ picture, ...call }: PictureWindowProps) {
  const { window } = useSyncExternalStore(picture.subscribe, () => picture.state)
  return window === undefined ? null : createPortal(<SmallRoom {...call} />, window.document.body)
}

function SmallRoom({ session, name, ending }: Omit<PictureWindowProps, 'picture'>) {
  const { t } = useTranslation('call')
  const { remote, remoteSending } = useSessionState(session)
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = remote ?? null
  }, [remote])
  const isDark = remoteSending?.camera === false || remoteSending?.paused === true
  return (
    <main className="fixed inset-0 bg-[#060d0b] text-white">
      <video
        ref={video}
        aria-label={t('picture', { name })}
        autoPlay
        playsInline
        muted
        className={cx(
          'absolute inset-0 size-full',
          remoteSending?.screen ? 'object-contain' : 'object-cover',
          isDark && 'invisible',
        )}
      />
      {isDark && (
        <p className="absolute inset-x-0 top-4 px-4 text-center font-semibold">
          {t(`status.${whyNoPicture(remoteSending)}`, { name })}
        </p>
      )}
      <div
        role="toolbar"
        aria-label={t('controls')}
        className="absolute inset-x-0 bottom-0 flex justify-center gap-3 bg-linear-to-t from-black/75 to-transparent p-3 pt-8"
      >
        <MediaButtons media={session.media} Button={RoundButton} />
        <RoundButton icon={PhoneOff} label={t('end')} tone="end" onClick={ending.end} />
      </div>
    </main>
  )
}
