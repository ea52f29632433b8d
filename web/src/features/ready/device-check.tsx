import { useTranslation } from 'react-i18next'
import { useMediaState } from '../../components/devices/use-media'
import { Button } from '../../components/ui/button'
import { CameraCheck } from './camera-check'
import { useLocalMedia } from './use-local-media'

/** Camera, microphone and speaker at one look, for who is about to open a practice. */
export function DeviceCheck({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('ready')
  const media = useLocalMedia()
  const { stream } = useMediaState(media)
  return (
    <div className="flex flex-col gap-4">
      <CameraCheck media={media} />
      {stream !== undefined && (
        <Button size="lg" onClick={onDone}>
          {t('done')}
        </Button>
      )}
    </div>
  )
}
