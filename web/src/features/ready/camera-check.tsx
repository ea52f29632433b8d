import { Camera } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DeviceProblems } from '../../components/devices/device-problem'
import { DeviceSelect } from '../../components/devices/device-select'
import { LevelBar } from '../../components/devices/level-bar'
import { OwnPicture } from '../../components/devices/own-picture'
import { SpeakerTest } from '../../components/devices/speaker-test'
import { useMediaState } from '../../components/devices/use-media'
import { Button } from '../../components/ui/button'
import type { LocalMedia } from '../../rtc/local-media'

/** Asks for camera and microphone by a tap of its own, then shows what they give, or why not, and tries the speaker. */
export function CameraCheck({ media }: { media: LocalMedia }) {
  const { t } = useTranslation('ready')
  const { stream, opening, cameraProblem } = useMediaState(media)
  if (stream === undefined) {
    return (
      <Button size="lg" busy={opening} onClick={() => void media.open()}>
        <Camera aria-hidden />
        {t('camera.check')}
      </Button>
    )
  }
  const hasVoice = stream.getAudioTracks().length > 0
  return (
    <div className="flex flex-col gap-4">
      {cameraProblem === undefined && (
        <OwnPicture media={media} className="mx-auto aspect-video w-full max-w-md rounded-card" />
      )}
      {hasVoice && (
        <div className="flex flex-col gap-1.5">
          <LevelBar stream={stream} />
          <p className="text-soft text-sm">{t('camera.speak')}</p>
        </div>
      )}
      <DeviceProblems media={media} />
      <div className="flex flex-col gap-3 sm:flex-row">
        <DeviceSelect media={media} kind="camera" />
        <DeviceSelect media={media} kind="microphone" />
      </div>
      <SpeakerTest />
    </div>
  )
}
