import { Expand, type LucideIcon, MonitorUp, MonitorX, PictureInPicture2, Shrink } from 'lucide-react'
import { type RefObject, useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components/ui/toast'
import type { PictureInPicture } from '../../rtc/picture-in-picture'
import type { ScreenShare } from '../../rtc/screen-share'
import { useFullScreen } from './full-screen'
import type { Shortcut } from './shortcuts'

/** A control of the room that not every browser has. */
export interface Tool {
  /** Also the key that does it. */
  readonly shortcut: Shortcut
  readonly icon: LucideIcon
  readonly label: string
  readonly isOn: boolean
  readonly run: () => void
}

interface ToolsOf {
  screen: ScreenShare
  picture: PictureInPicture
  /** The other side's picture. */
  video: RefObject<HTMLVideoElement | null>
}

/** What this browser can do in the room beside talking. */
export function useTools({ screen, picture, video }: ToolsOf): readonly Tool[] {
  const { t } = useTranslation('call')
  const { stream, failed } = useSyncExternalStore(screen.subscribe, () => screen.state)
  const isSmall = useSyncExternalStore(picture.subscribe, () => picture.state.isOpen)
  const full = useFullScreen()
  const isShared = stream !== undefined
  useEffect(() => {
    if (failed) showToast(t('screen.failed'), { kind: 'error' })
  }, [failed, t])
  const tools: (Tool & { isPossible: boolean })[] = [
    {
      shortcut: 'screen',
      icon: isShared ? MonitorX : MonitorUp,
      label: t(isShared ? 'screen.stop' : 'screen.start'),
      isOn: isShared,
      run: () => (isShared ? screen.stop() : void screen.start()),
      isPossible: screen.isPossible,
    },
    {
      shortcut: 'picture',
      icon: PictureInPicture2,
      label: t(isSmall ? 'small.close' : 'small.open'),
      isOn: isSmall,
      run: () => (isSmall ? picture.close() : void picture.open(video.current ?? undefined)),
      isPossible: picture.isPossible,
    },
    {
      shortcut: 'fullScreen',
      icon: full.isOn ? Shrink : Expand,
      label: t(full.isOn ? 'fullScreen.off' : 'fullScreen.on'),
      isOn: full.isOn,
      run: full.toggle,
      isPossible: full.isPossible,
    },
  ]
  return tools.filter(({ isPossible }) => isPossible)
}
