import { Mic, MicOff, Video, VideoOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMediaState } from '../../components/devices/use-media'
import type { LocalMedia } from '../../rtc/local-media'
import { ControlButton } from './control-button'

/** Switches microphone and camera off and on; they stay open, so that they are back at once. */
export function MediaButtons({ media }: { media: LocalMedia }) {
  const { t } = useTranslation('call')
  const { stream, microphoneOn, cameraOn } = useMediaState(media)
  const hasMicrophone = (stream?.getAudioTracks().length ?? 0) > 0
  const hasCamera = (stream?.getVideoTracks().length ?? 0) > 0
  const muted = !hasMicrophone || !microphoneOn
  const dark = !hasCamera || !cameraOn
  return (
    <>
      <ControlButton
        icon={muted ? MicOff : Mic}
        label={!hasMicrophone ? t('noMicrophone') : microphoneOn ? t('mute') : t('unmute')}
        tone={muted ? 'off' : 'plain'}
        aria-pressed={muted}
        disabled={!hasMicrophone}
        onClick={() => media.setMicrophone(!microphoneOn)}
      />
      <ControlButton
        icon={dark ? VideoOff : Video}
        label={!hasCamera ? t('noCamera') : cameraOn ? t('cameraOff') : t('cameraOn')}
        tone={dark ? 'off' : 'plain'}
        aria-pressed={dark}
        disabled={!hasCamera}
        onClick={() => media.setCamera(!cameraOn)}
      />
    </>
  )
}
