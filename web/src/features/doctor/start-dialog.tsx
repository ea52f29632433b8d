import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { useCommand } from '../../components/use-command'
import type { Schedule } from '../../domain/types'
import { api } from '../../live/http'

interface StartDialogProps {
  schedule: Schedule
  DeviceCheck: ComponentType<{ onDone: () => void }>
  onClose: () => void
}

/** The doctor's own check, then the practice opens. The check can be skipped. */
export function StartDialog({ schedule, DeviceCheck, onClose }: StartDialogProps) {
  const { t } = useTranslation('doctor')
  const navigate = useNavigate()
  const start = useCommand(() => api.post(`/api/schedules/${schedule.id}/start`))

  async function open() {
    const result = await start.run()
    if (result?.ok) navigate(`/doctor/practice/${schedule.id}`)
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('starting.title')}
      description={t('starting.lead')}
      className="sm:max-w-xl"
    >
      <ProblemNotice problem={start.problem} />
      <DeviceCheck onDone={open} />
      <Button variant="secondary" busy={start.busy} onClick={open}>
        {t('starting.skip')}
      </Button>
    </Dialog>
  )
}
