import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../../app/live-context'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { Field, Input, Textarea } from '../../components/ui/field'
import { useCommand } from '../../components/use-command'
import { useFormat } from '../../components/use-format'
import { useProblemText } from '../../components/use-problem-text'
import {
  editScheduleForm,
  newScheduleForm,
  readScheduleForm,
  type ScheduleForm,
  type ScheduleFormError,
  toPatch,
} from '../../domain/schedule-form'
import type { Schedule } from '../../domain/types'
import { api } from '../../live/http'

interface ScheduleDialogProps {
  /** The one to edit; a new one without. */
  schedule?: Schedule
  onClose: () => void
}

export function ScheduleDialog({ schedule, onClose }: ScheduleDialogProps) {
  const { t } = useTranslation(['doctor', 'common'])
  const { timeZone } = useFormat().viewer
  const live = useLive()
  const [form, setForm] = useState(() =>
    schedule === undefined ? newScheduleForm(live.serverNow()) : editScheduleForm(schedule),
  )
  const [error, setError] = useState<ScheduleFormError>()
  const save = useCommand((body: Parameters<typeof toPatch>[0]) =>
    schedule === undefined
      ? api.post('/api/schedules', body)
      : api.patch(`/api/schedules/${schedule.id}`, toPatch(body)),
  )

  async function submit(event: FormEvent) {
    event.preventDefault()
    const read = readScheduleForm(form, live.serverNow())
    setError('error' in read ? read.error : undefined)
    if ('error' in read) return
    const result = await save.run(read.body)
    if (result?.ok) onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(schedule === undefined ? 'form.createTitle' : 'form.editTitle')}
      description={t('form.lead', { timeZone })}
    >
      <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
        <ProblemNotice problem={save.problem} />
        <ScheduleFields form={form} error={error} problem={save.problem} onChange={setForm} />
        <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
          <Button variant="secondary" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={save.busy}>
            {schedule === undefined ? t('form.create') : t('common:save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface ScheduleFieldsProps {
  form: ScheduleForm
  error: ScheduleFormError | undefined
  problem: ReturnType<typeof useCommand>['problem']
  onChange: (form: ScheduleForm) => void
}

function ScheduleFields({ form, error, problem, onChange }: ScheduleFieldsProps) {
  const { t } = useTranslation(['doctor', 'common'])
  const { fieldText } = useProblemText()
  const set = (field: keyof ScheduleForm) => (event: { target: { value: string } }) =>
    onChange({ ...form, [field]: event.target.value })
  const wrong = (...codes: ScheduleFormError[]) => {
    const code = codes.find((candidate) => candidate === error)
    return code && t(`form.errors.${code}`)
  }
  return (
    <>
      <Field label={t('form.date')} name="date" error={wrong('date')}>
        <Input type="date" value={form.date} onChange={set('date')} />
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t('form.start')} name="start" error={wrong('start') ?? fieldText(problem, 'startsAt')}>
          <Input type="time" value={form.start} onChange={set('start')} />
        </Field>
        <Field label={t('form.end')} name="end" error={wrong('end', 'over') ?? fieldText(problem, 'endsAt')}>
          <Input type="time" value={form.end} onChange={set('end')} />
        </Field>
      </div>
      <p className="-mt-2 text-soft text-sm">{t('form.endHint')}</p>
      <Field
        label={t('form.capacity')}
        name="capacity"
        note={t('common:optional')}
        hint={t('form.capacityHint')}
        error={wrong('capacity') ?? fieldText(problem, 'capacity')}
      >
        <Input inputMode="numeric" value={form.capacity} onChange={set('capacity')} />
      </Field>
      <Field
        label={t('form.note')}
        name="note"
        note={t('common:optional')}
        hint={t('form.noteHint')}
        error={fieldText(problem, 'note')}
      >
        <Textarea rows={2} value={form.note} onChange={set('note')} />
      </Field>
    </>
  )
}
