import { Keyboard } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DeviceProblems } from '../../components/devices/device-problem'
import { DeviceSelect } from '../../components/devices/device-select'
import { LevelBar } from '../../components/devices/level-bar'
import { useMediaState } from '../../components/devices/use-media'
import { Button } from '../../components/ui/button'
import { Switch } from '../../components/ui/switch'
import type { LocalMedia } from '../../rtc/local-media'
import { SpeakerSelect } from './speaker-select'

/** Which devices are used during the call. */
export function DeviceSheet({ media, onShortcuts }: { media: LocalMedia; onShortcuts: () => void }) {
  const { t } = useTranslation('call')
  const { stream, choice } = useMediaState(media)
  return (
    <>
      <div className="flex flex-col gap-4">
        <LevelBar stream={stream} />
        <DeviceProblems media={media} />
        <DeviceSelect media={media} kind="camera" />
        <DeviceSelect media={media} kind="microphone" />
        <SpeakerSelect />
        {media.canChooseNoise && (
          <Switch
            label={t('noise.label')}
            hint={t('noise.hint')}
            checked={choice.noiseSuppression ?? true}
            onChange={(on) => void media.setNoiseSuppression(on)}
          />
        )}
      </div>
      <Button variant="ghost" className="self-start pointer-coarse:hidden" onClick={onShortcuts}>
        <Keyboard aria-hidden />
        {t('shortcuts.title')}
      </Button>
    </>
  )
}
