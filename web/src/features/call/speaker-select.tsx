import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { LoudspeakerSelect } from '../../components/devices/loudspeaker-select'
import { callSpeaker } from '../../rtc/browser'

/** Where the other side is heard. Absent where the browser offers no choice. */
export function SpeakerSelect() {
  const { t } = useTranslation('call')
  const { choice, canChooseOutput } = callSpeaker
  const state = useSyncExternalStore(choice.subscribe, () => choice.state)
  useEffect(() => callSpeaker.choice.list(), [])
  if (!canChooseOutput || state.outputs.length === 0) return null
  return (
    <LoudspeakerSelect
      state={state}
      label={t('speaker.label')}
      gone={t('speaker.gone')}
      onChoose={(id) => void callSpeaker.choose(id)}
    />
  )
}
