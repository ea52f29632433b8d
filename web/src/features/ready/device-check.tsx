import { CircleStop, Volume2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMediaState } from '../../components/devices/use-media'
import { Button } from '../../components/ui/button'
import { useSample } from '../../components/use-sample'
import { CameraCheck } from './camera-check'
import { useLocalMedia } from './use-local-media'

const TONE_MS = 800

/** Camera, microphone and speaker at one look, for who is about to open a practice. */
export function DeviceCheck({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('ready')
  const media = useLocalMedia()
  const { stream } = useMediaState(media)
  const tone = useSample('chime', TONE_MS)
  return (
    <div className="flex flex-col gap-4">
      <CameraCheck media={media} />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="secondary" onClick={tone.toggle}>
          {tone.playing ? <CircleStop aria-hidden /> : <Volume2 aria-hidden />}
          {t('speaker.test')}
        </Button>
        <p role="status" className="min-w-0 flex-1 text-soft text-sm">
          {tone.outcome === 'no' ? t('speaker.hint') : t(`speaker.${tone.outcome}`)}
        </p>
      </div>
      {stream !== undefined && (
        <Button size="lg" onClick={onDone}>
          {t('done')}
        </Button>
      )}
    </div>
  )
}
