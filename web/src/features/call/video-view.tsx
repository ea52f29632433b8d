import { Volume2 } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { Button } from '../../components/ui/button'
import { callSpeaker } from '../../rtc/browser'

interface VideoViewProps {
  stream: MediaStream | undefined
  /** What is to be seen, for who cannot see it. */
  label: string
  /** The own picture: without sound, and mirrored as people know themselves. */
  own?: boolean
  className?: string
  fit?: 'cover' | 'contain'
  /** The size of the picture; 0, 0 while there is none. */
  onPicture?: (size: { width: number; height: number }) => void
  /** Takes the element, for who does more with it. */
  video?: RefObject<HTMLVideoElement | null>
}

/** A stream on the screen and, unless it is the own one, in the loudspeaker. Says so when the browser wants a tap first. */
export function VideoView({ stream, label, own = false, className, fit = 'cover', onPicture, video }: VideoViewProps) {
  const { t } = useTranslation('call')
  const inside = useRef<HTMLVideoElement>(null)
  const element = video ?? inside
  const [blocked, setBlocked] = useState(false)

  useEffect(() => {
    const video = element.current
    if (video === null) return
    video.srcObject = stream ?? null
    if (stream === undefined) {
      onPicture?.({ width: 0, height: 0 })
      return
    }
    // A newer stream interrupts an older play(); only "not allowed" is for people.
    video.play().then(
      () => setBlocked(false),
      (error: unknown) => setBlocked(error instanceof DOMException && error.name === 'NotAllowedError'),
    )
  }, [stream, onPicture, element])

  useEffect(() => {
    const video = element.current
    return own || video === null ? undefined : callSpeaker.play(video)
  }, [own, element])

  const tellPicture = () => {
    const video = element.current
    if (video !== null) onPicture?.({ width: video.videoWidth, height: video.videoHeight })
  }
  const playByTap = () => void element.current?.play().then(() => setBlocked(false))

  return (
    <>
      <video
        ref={element}
        aria-label={label}
        autoPlay
        playsInline
        muted={own}
        onLoadedMetadata={tellPicture}
        onResize={tellPicture}
        className={cx(className, fit === 'cover' ? 'object-cover' : 'object-contain', own && '-scale-x-100')}
      />
      {blocked && !own && (
        <div className="absolute inset-0 z-10 grid place-items-center bg-black/60">
          <Button size="lg" onClick={playByTap}>
            <Volume2 aria-hidden />
            {t('hearByTap')}
          </Button>
        </div>
      )}
    </>
  )
}
