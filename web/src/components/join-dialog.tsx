import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entry, Schedule } from '../domain/types'
import { api } from '../live/http'
import { ProblemNotice } from './problem-notice'
import { Button } from './ui/button'
import { Dialog } from './ui/dialog'
import { Field, Textarea } from './ui/field'
import { useCommand } from './use-command'
import { useProblemText } from './use-problem-text'

/** The longest reason that the server takes, in characters. */
const reasonLengthMost = 280

interface JoinDialogProps {
  schedule: Schedule
  /** When it is, in words. */
  when: string
  onJoined: (entry: Entry) => void
  onClose: () => void
}

/** Takes a number, with a line for the doctor about why. */
export function JoinDialog({ schedule, when, onJoined, onClose }: JoinDialogProps) {
  const { t } = useTranslation(['patient', 'common'])
  const { fieldText } = useProblemText()
  const [reason, setReason] = useState('')
  const join = useCommand(() => {
    const trimmed = reason.trim()
    return api.post<{ entry: Entry }>(
      `/api/schedules/${schedule.id}/queue`,
      trimmed === '' ? undefined : { reason: trimmed },
    )
  })

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await join.run()
    if (result?.ok) onJoined(result.data.entry)
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('join.title')}
      description={t('join.lead', { doctor: schedule.doctor.name, when })}
    >
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <ProblemNotice problem={join.problem} />
        <Field
          label={t('join.reason')}
          name="reason"
          note={reason === '' ? t('common:optional') : t('join.left', { count: reasonLengthMost - reason.length })}
          hint={t('join.reasonHint')}
          error={fieldText(join.problem, 'reason')}
        >
          <Textarea maxLength={reasonLengthMost} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Button type="submit" size="lg" busy={join.busy}>
          {t('take')}
        </Button>
      </form>
    </Dialog>
  )
}
