import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Field, Input } from '../../components/ui/field'
import { useCommand } from '../../components/use-command'
import { useProblemText } from '../../components/use-problem-text'
import type { Schedule } from '../../domain/types'
import { api } from '../../live/http'

/** The longest notice that the server takes, in characters. */
const noticeLengthMost = 140

/** The doctor's line to everybody who waits. What is typed is kept until it is shown or taken down. */
export function NoticeEditor({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('practice')
  const { fieldText } = useProblemText()
  const shown = schedule.notice ?? ''
  const [typed, setTyped] = useState<string>()
  const text = typed ?? shown
  const put = useCommand((next: string | null) => api.put(`/api/schedules/${schedule.id}/notice`, { text: next }))

  async function show(next: string | null) {
    const result = await put.run(next)
    if (result?.ok) setTyped(undefined)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const trimmed = text.trim()
    void show(trimmed === '' ? null : trimmed)
  }

  return (
    <Card aria-labelledby="notice-title">
      <form className="flex flex-col gap-3" onSubmit={submit}>
        <h2 id="notice-title" className="font-semibold">
          {t('notice.title')}
        </h2>
        <ProblemNotice problem={put.problem} />
        <Field label={t('notice.label')} name="notice" hint={t('notice.hint')} error={fieldText(put.problem, 'text')}>
          <Input maxLength={noticeLengthMost} value={text} onChange={(event) => setTyped(event.target.value)} />
        </Field>
        {text === '' && (
          <fieldset className="flex flex-wrap gap-2">
            <legend className="sr-only">{t('notice.suggestions')}</legend>
            {(['late', 'break'] as const).map((key) => (
              <button
                key={key}
                type="button"
                onClick={() => setTyped(t(`notice.${key}`))}
                className="min-h-touch rounded-full border border-line px-3.5 text-left text-sm hover:bg-sunken"
              >
                {t(`notice.${key}`)}
              </button>
            ))}
          </fieldset>
        )}
        <div className="flex gap-2">
          <Button type="submit" variant="secondary" busy={put.busy} disabled={text.trim() === shown}>
            {t('notice.save')}
          </Button>
          {shown !== '' && (
            <Button variant="ghost" busy={put.busy} onClick={() => show(null)}>
              {t('notice.clear')}
            </Button>
          )}
        </div>
      </form>
    </Card>
  )
}
