import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordInput } from '../../components/password-input'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { TitledCard } from '../../components/ui/card'
import { Field } from '../../components/ui/field'
import { showToast } from '../../components/ui/toast'
import { useCommand } from '../../components/use-command'
import { useProblemText } from '../../components/use-problem-text'
import { api } from '../../live/http'

const empty = { currentPassword: '', newPassword: '' }

export function PasswordCard() {
  const { t } = useTranslation('account')
  const { fieldText } = useProblemText()
  const [form, setForm] = useState(empty)
  const change = useCommand(() => api.patch('/api/me', { password: form }))
  const errorOf = (field: keyof typeof empty) => fieldText(change.problem, `password.${field}`)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await change.run()
    if (!result?.ok) return
    setForm(empty)
    showToast(t('password.changed'), { kind: 'success' })
  }

  return (
    <TitledCard title={t('password.title')} lead={t('password.lead')}>
      <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
        <ProblemNotice problem={change.problem} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('password.current')} name="currentPassword" error={errorOf('currentPassword')}>
            <PasswordInput
              autoComplete="current-password"
              value={form.currentPassword}
              onChange={(event) => setForm({ ...form, currentPassword: event.target.value })}
            />
          </Field>
          <Field
            label={t('password.next')}
            name="newPassword"
            hint={t('password.nextHint')}
            error={errorOf('newPassword')}
          >
            <PasswordInput
              autoComplete="new-password"
              value={form.newPassword}
              onChange={(event) => setForm({ ...form, newPassword: event.target.value })}
            />
          </Field>
        </div>
        <Button
          type="submit"
          variant="secondary"
          className="self-start"
          busy={change.busy}
          disabled={form.currentPassword === '' || form.newPassword === ''}
        >
          {t('password.change')}
        </Button>
      </form>
    </TitledCard>
  )
}
