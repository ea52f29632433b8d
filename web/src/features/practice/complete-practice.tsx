import { CircleCheckBig } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { AlertDialog } from '../../components/ui/dialog'
import { useCommand } from '../../components/use-command'
import { countWaiting } from '../../domain/queue'
import type { PracticeState } from '../../domain/types'
import { api } from '../../live/http'

/** Ends the practice, after saying who still waits. */
export function CompletePractice({ state }: { state: PracticeState }) {
  const { t } = useTranslation('practice')
  const [asking, setAsking] = useState(false)
  const complete = useCommand(() => api.post(`/api/schedules/${state.schedule.id}/complete`))
  return (
    <>
      <Button variant="secondary" onClick={() => setAsking(true)}>
        <CircleCheckBig aria-hidden />
        {t('complete.action')}
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('complete.title')}
        description={t('complete.text', { count: countWaiting(state.entries) })}
        action={t('complete.action')}
        dismiss={t('complete.keep')}
        busy={complete.busy}
        onAction={async () => {
          const result = await complete.run()
          if (result?.ok) setAsking(false)
        }}
      >
        {state.call?.status === 'ACTIVE' && <p className="font-semibold">{t('complete.call')}</p>}
        <ProblemNotice problem={complete.problem} />
      </AlertDialog>
    </>
  )
}
