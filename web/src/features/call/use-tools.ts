import { Expand, type LucideIcon, MonitorUp, MonitorX, PictureInPicture2, Shrink, SwitchCamera } from 'lucide-react'
import { type RefObject, useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useMediaState } from '../../components/devices/use-media'
import { showToast } from '../../components/ui/toast'
import type { LocalMedia } from '../../rtc/local-media'
import type { PictureInPicture } from '../../rtc/picture-in-picture'
import type { ScreenShare } from '../../rtc/screen-share'
import { useFullScreen } from './full-screen'
import type { Shortcut } from './shortcuts'

/** A control of the room that not every browser has. */
export interface Tool {
  readonly id: string
  /** The key that does it, if there is one. */
  readonly shortcut?: Shortcut
  readonly icon: LucideIcon
  readonly label: string
  readonly isOn: boolean
  readonly run: () => void
}

interface ToolsOf {
  media: LocalMedia
  screen: ScreenShare
  picture: PictureInPicture
  /** The other side's picture. */
  video: RefObject<HTMLVideoElement | null>
}

/** What this browser can do in the room beside talking. */
export function useTools({ media, screen, picture, video }: ToolsOf): readonly Tool[] {
  const { t } = useTranslation('call')
  const { stream, failed } = useSyncExternalStore(screen.subscribe, () => screen.state)
  const isSmall = useSyncExternalStore(picture.subscribe, () => picture.state.isOpen)
  const full = useFullScreen()
  const { devices, stream: own } = useMediaState(media)
  const isShared = stream !== undefined
  useEffect(() => {
    if (failed) showToast(t('screen.failed'), { kind: 'error' })
  }, [failed, t])
  const tools: (Tool & { isPossible: boolean })[] = [
    {
      id: 'turnCamera',
      icon: SwitchCamera,
      label: t('turnCamera'),
      isOn: false,
      run: () => void media.turnCamera(),
      isPossible: devices.camera.length > 1 && (own?.getVideoTracks().length ?? 0) > 0,
    },
    {
      id: 'screen',
      shortcut: 'screen',
      icon: isShared ? MonitorX : MonitorUp,
      label: t(isShared ? 'screen.stop' : 'screen.start'),
      isOn: isShared,
      run: () => (isShared ? screen.stop() : void screen.start()),
      isPossible: screen.isPossible,
    },
    {
      id: 'picture',
      shortcut: 'picture',
      icon: PictureInPicture2,
      label: t(isSmall ? 'small.close' : 'small.open'),
      isOn: isSmall,
      run: () => (isSmall ? picture.close() : void picture.open(video.current ?? undefined)),
      isPossible: picture.isPossible,
    },
    {
      id: 'fullScreen',
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
