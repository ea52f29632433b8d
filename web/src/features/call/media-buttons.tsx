import { Mic, MicOff, Video, VideoOff } from 'lucide-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useMediaState } from '../../components/devices/use-media'
import type { LocalMedia } from '../../rtc/local-media'
import { ControlButton, type ControlButtonProps } from './control-button'

interface MediaButtonsProps {
  media: LocalMedia
  /** What they look like. */
  Button?: ComponentType<ControlButtonProps>
}

/** Switches microphone and camera off and on; they stay open, so that they are back at once. */
export function MediaButtons({ media, Button = ControlButton }: MediaButtonsProps) {
  const { t } = useTranslation('call')
  const { stream, microphoneOn, cameraOn } = useMediaState(media)
  const hasMicrophone = (stream?.getAudioTracks().length ?? 0) > 0
  const hasCamera = (stream?.getVideoTracks().length ?? 0) > 0
  const muted = !hasMicrophone || !microphoneOn
  const dark = !hasCamera || !cameraOn
  return (
    <>
      <Button
        icon={muted ? MicOff : Mic}
        label={!hasMicrophone ? t('noMicrophone') : microphoneOn ? t('mute') : t('unmute')}
        tone={muted ? 'off' : 'plain'}
        aria-pressed={muted}
        disabled={!hasMicrophone}
        onClick={() => media.setMicrophone(!microphoneOn)}
      />
      <Button
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
