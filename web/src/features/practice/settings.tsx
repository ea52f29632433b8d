import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Switch } from '../../components/ui/switch'
import { chimeIsOn, playChime, switchChime } from './chime'

/** Switches the chime; switching it on plays it once, which also lets the browser sound later. */
export function ChimeSwitch() {
  const { t } = useTranslation('practice')
  const [on, setOn] = useState(chimeIsOn)
  return (
    <Switch
      className="rounded-card border border-line bg-surface px-5 py-3"
      label={t('chime.label')}
      hint={t('chime.hint')}
      checked={on}
      onChange={(next) => {
        switchChime(next)
        setOn(next)
        if (next) void playChime()
      }}
    />
  )
}
