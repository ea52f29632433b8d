import { useTranslation } from 'react-i18next'
import { ConfirmCommand } from '../../components/confirm-command'
import type { Schedule } from '../../domain/types'
import { api } from '../../live/http'

export function CancelDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const { t } = useTranslation('doctor')
  return (
    <ConfirmCommand
      title={t('cancel.title')}
      description={t('cancel.text', { count: schedule.waiting })}
      action={t('cancelSchedule')}
      dismiss={t('cancel.keep')}
      send={() => api.post(`/api/schedules/${schedule.id}/cancel`)}
      onClose={onClose}
    />
  )
}
