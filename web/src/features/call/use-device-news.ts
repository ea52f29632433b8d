import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMediaState } from '../../components/devices/use-media'
import { showToast } from '../../components/ui/toast'
import type { LocalMedia } from '../../rtc/local-media'

/** Says which camera or microphone is used now, when a device went or came back by itself. */
export function useDeviceNews(media: LocalMedia): void {
  const { t } = useTranslation('call')
  const { moved } = useMediaState(media)
  const told = useRef(moved)
  useEffect(() => {
    if (moved === undefined || moved === told.current) return
    told.current = moved
    const { kind, why, to } = moved
    const isMissed = to === undefined
    showToast(t(`moved.${kind}.${why}`), {
      kind: isMissed ? 'error' : 'info',
      description: isMissed ? t('moved.none') : t('moved.now', { device: to || t(`moved.${kind}.unnamed`) }),
    })
  }, [moved, t])
}
