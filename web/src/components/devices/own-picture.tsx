import { CameraOff } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocalMedia } from '../../rtc/local-media'
import { cx } from '../cx'
import { Spinner } from '../ui/spinner'
import { useMediaState } from './use-media'

/** The own camera, as in a mirror when it looks at its person; without a picture it says why there is none. */
export function OwnPicture({ media, className }: { media: LocalMedia; className?: string }) {
  const { t } = useTranslation('ready')
  const { stream, opening, cameraOn, facesAway } = useMediaState(media)
  const element = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (element.current !== null) element.current.srcObject = stream ?? null
  }, [stream])
  const hasPicture = cameraOn && (stream?.getVideoTracks().length ?? 0) > 0
  return (
    <div className={cx('relative overflow-hidden bg-[#0b1a17] text-[#a4b5b0]', className)}>
      <video
        ref={element}
        aria-label={t('ownPicture')}
        autoPlay
        playsInline
        muted
        className={cx('size-full object-cover', !facesAway && '-scale-x-100', !hasPicture && 'invisible')}
      />
      {!hasPicture && (
        <div className="absolute inset-0 grid place-items-center p-2 text-center text-sm">
          {opening ? (
            <Spinner label={t('opening')} />
          ) : (
            <span className="flex flex-col items-center gap-2">
              <CameraOff aria-hidden className="size-7" />
              <span className="sr-only">{t('noPicture')}</span>
            </span>
          )}
        </div>
      )}
    </div>
  )
}
