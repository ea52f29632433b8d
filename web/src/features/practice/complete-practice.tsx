import { CircleCheckBig } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmCommand } from '../../components/confirm-command'
import { Button } from '../../components/ui/button'
import { countWaiting } from '../../domain/queue'
import type { PracticeState } from '../../domain/types'
import { api } from '../../live/http'

/** Ends the practice, after saying who still waits. */
export function CompletePractice({ state }: { state: PracticeState }) {
  const { t } = useTranslation('practice')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="secondary" onClick={() => setAsking(true)}>
        <CircleCheckBig aria-hidden />
        {t('complete.action')}
      </Button>
      {asking && (
        <ConfirmCommand
          title={t('complete.title')}
          description={t('complete.text', { count: countWaiting(state.entries) })}
          action={t('complete.action')}
          dismiss={t('complete.keep')}
          send={() => api.post(`/api/schedules/${state.schedule.id}/complete`)}
          onClose={() => setAsking(false)}
        >
          {state.call?.status === 'ACTIVE' && <p className="font-semibold">{t('complete.call')}</p>}
        </ConfirmCommand>
      )}
    </>
  )
}
