import { useTranslation } from 'react-i18next'
import type { DeviceKind } from '../../rtc/devices'
import type { LocalMedia } from '../../rtc/local-media'
import { Select } from '../ui/select'
import { useMediaState } from './use-media'

/** Which camera or microphone to use. Absent while there is no choice to make. */
export function DeviceSelect({ media, kind }: { media: LocalMedia; kind: DeviceKind }) {
  const { t } = useTranslation('ready')
  const { devices, choice, stream } = useMediaState(media)
  const entries = devices[kind]
  if (entries.length < 2) return null
  const track = stream?.getTracks().find((track) => track.kind === (kind === 'camera' ? 'video' : 'audio'))
  const current = track?.getSettings().deviceId ?? choice[kind] ?? entries[0]?.id ?? ''
  const options = entries.map(({ id, label }, i) => ({
    value: id,
    label: label || t(`device.${kind}`, { number: i + 1 }),
  }))
  return (
    <Select
      label={t(`${kind}Label`)}
      value={current}
      options={options}
      onChange={(id) => void media.choose(kind, id)}
      className="min-w-0 flex-1"
    />
  )
}
