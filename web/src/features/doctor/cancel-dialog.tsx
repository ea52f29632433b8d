import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { AlertDialog } from '../../components/ui/dialog'
import { useCommand } from '../../components/use-command'
import type { Schedule } from '../../domain/types'
import { api } from '../../live/http'

export function CancelDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const { t } = useTranslation('doctor')
  const cancel = useCommand(() => api.post(`/api/schedules/${schedule.id}/cancel`))
  return (
    <AlertDialog
      open
      onOpenChange={onClose}
      title={t('cancel.title')}
      description={t('cancel.text', { count: schedule.waiting })}
      action={t('cancelSchedule')}
      dismiss={t('cancel.keep')}
      busy={cancel.busy}
      onAction={async () => {
        const result = await cancel.run()
        if (result?.ok) onClose()
      }}
    >
      <ProblemNotice problem={cancel.problem} />
    </AlertDialog>
  )
}
