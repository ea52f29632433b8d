import { Keyboard } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DeviceProblems } from '../../components/devices/device-problem'
import { DeviceSelect } from '../../components/devices/device-select'
import { LevelBar } from '../../components/devices/level-bar'
import { useMediaState } from '../../components/devices/use-media'
import { Button } from '../../components/ui/button'
import type { LocalMedia } from '../../rtc/local-media'

/** Which devices are used during the call. */
export function DeviceSheet({ media, onShortcuts }: { media: LocalMedia; onShortcuts: () => void }) {
  const { t } = useTranslation('call')
  const { stream } = useMediaState(media)
  return (
    <>
      <div className="flex flex-col gap-4">
        <LevelBar stream={stream} />
        <DeviceProblems media={media} />
        <DeviceSelect media={media} kind="camera" />
        <DeviceSelect media={media} kind="microphone" />
      </div>
      <Button variant="ghost" className="self-start pointer-coarse:hidden" onClick={onShortcuts}>
        <Keyboard aria-hidden />
        {t('shortcuts.title')}
      </Button>
    </>
  )
}
