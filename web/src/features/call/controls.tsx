import { Keyboard, PhoneOff, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeviceProblems } from '../../components/devices/device-problem'
import { DeviceSelect } from '../../components/devices/device-select'
import { LevelBar } from '../../components/devices/level-bar'
import { useMediaState } from '../../components/devices/use-media'
import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import type { LocalMedia } from '../../rtc/local-media'
import { ControlButton } from './control-button'
import { MediaButtons } from './media-buttons'
import { ShortcutHelp } from './shortcut-help'
import type { EndCall } from './use-end-call'
import { useShortcuts } from './use-shortcuts'

/** Everything a thumb needs at the bottom of the room, and the same by keys. */
export function Controls({ media, ending }: { media: LocalMedia; ending: EndCall }) {
  const { t } = useTranslation('call')
  const [sheet, setSheet] = useState<'devices' | 'shortcuts'>()
  const { news, ...shortcuts } = useShortcuts(media, () => setSheet('shortcuts'))
  const closes = (open: boolean) => !open && setSheet(undefined)
  return (
    <>
      <div
        role="toolbar"
        aria-label={t('controls')}
        className="absolute inset-x-0 bottom-0 flex justify-center gap-4 bg-linear-to-t from-black/75 to-transparent px-3 pt-10 pb-[max(1.25rem,env(safe-area-inset-bottom))]"
      >
        <MediaButtons media={media} />
        <ControlButton icon={SlidersHorizontal} label={t('devices')} onClick={() => setSheet('devices')} />
        <ControlButton icon={PhoneOff} label={t('end')} tone="end" onClick={ending.end} />
      </div>
      <p role="status" className="sr-only">
        {news && t(`shortcuts.news.${news}`)}
      </p>
      <Dialog open={sheet === 'devices'} onOpenChange={closes} title={t('devices')}>
        <Devices media={media} />
        <Button variant="ghost" className="self-start pointer-coarse:hidden" onClick={() => setSheet('shortcuts')}>
          <Keyboard aria-hidden />
          {t('shortcuts.title')}
        </Button>
      </Dialog>
      <Dialog open={sheet === 'shortcuts'} onOpenChange={closes} title={t('shortcuts.title')}>
        <ShortcutHelp {...shortcuts} />
      </Dialog>
    </>
  )
}

function Devices({ media }: { media: LocalMedia }) {
  const { stream } = useMediaState(media)
  return (
    <div className="flex flex-col gap-4">
      <LevelBar stream={stream} />
      <DeviceProblems media={media} />
      <DeviceSelect media={media} kind="camera" />
      <DeviceSelect media={media} kind="microphone" />
    </div>
  )
}
