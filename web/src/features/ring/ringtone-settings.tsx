import { CircleStop, Play, Volume1, Volume2 } from 'lucide-react'
import { useEffect, useId, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { LoudspeakerSelect } from '../../components/devices/loudspeaker-select'
import { Button } from '../../components/ui/button'
import { TitledCard } from '../../components/ui/card'
import { useSample } from '../../components/use-sample'
import { ringtoneSettings } from '../../rtc/browser'
import { DEFAULT_OUTPUT } from '../../rtc/output-choice'
import { VOLUME_LEAST } from '../../rtc/ringtone-settings'
import { LevelBars } from './level-bars'
import { useSoundLevel } from './use-sound-level'

/** Long enough to walk to the next room and listen. */
const TEST_MS = 10_000

/** How loud the ringtone is and where it plays, with a try; for the account page and wherever else it helps. */
export function RingtoneSettings() {
  const { t } = useTranslation('ring')
  return (
    <TitledCard title={t('settings.title')} lead={t('settings.text')}>
      <Volume />
      <Loudspeaker />
      <Try />
    </TitledCard>
  )
}

function useRingtone() {
  return useSyncExternalStore(ringtoneSettings.subscribe, () => ringtoneSettings.state)
}

const percent = (volume: number) => Math.round(volume * 100)

function Volume() {
  const { t } = useTranslation('ring')
  const id = useId()
  const { volume } = useRingtone()
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="font-semibold text-sm">
          {t('settings.volume')}
        </label>
        <span aria-hidden className="tabular text-soft text-sm">
          {t('settings.percent', { value: percent(volume) })}
        </span>
      </div>
      <div className="flex items-center gap-3 text-soft">
        <Volume1 aria-hidden className="size-5 shrink-0" />
        <input
          id={id}
          type="range"
          min={percent(VOLUME_LEAST)}
          max={100}
          step={5}
          value={percent(volume)}
          aria-valuetext={t('settings.percent', { value: percent(volume) })}
          aria-describedby={`${id}-hint`}
          onChange={(event) => ringtoneSettings.setVolume(event.target.valueAsNumber / 100)}
          className="h-11 min-w-0 flex-1 accent-accent"
        />
        <Volume2 aria-hidden className="size-5 shrink-0" />
      </div>
      <p id={`${id}-hint`} className="text-soft text-sm">
        {t('settings.volumeHint')}
      </p>
    </div>
  )
}

/** Absent where the browser cannot choose; a sentence where it may not tell yet which there are. */
function Loudspeaker() {
  const { t } = useTranslation('ring')
  const state = useRingtone()
  useEffect(() => ringtoneSettings.listOutputs(), [])
  if (!ringtoneSettings.canChooseOutput) return null
  if (state.outputs.length === 0 && state.output === DEFAULT_OUTPUT) {
    return <p className="text-soft text-sm">{t('settings.outputUnknown')}</p>
  }
  return (
    <LoudspeakerSelect
      state={state}
      label={t('settings.output')}
      gone={t('settings.outputGone')}
      onChoose={(id) => void ringtoneSettings.chooseOutput(id)}
    />
  )
}

function Try() {
  const { t } = useTranslation('ring')
  const ring = useSample('ringtone', TEST_MS)
  const level = useSoundLevel(ring.playing)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button variant="secondary" onClick={ring.toggle}>
        {ring.playing ? <CircleStop aria-hidden /> : <Play aria-hidden />}
        {t(ring.playing ? 'settings.stop' : 'settings.play')}
      </Button>
      {ring.playing && <LevelBars level={level} />}
      <p role="status" className="min-w-40 flex-1 text-soft text-sm">
        {ring.outcome !== 'no' && t(`settings.${ring.outcome}`)}
      </p>
    </div>
  )
}
