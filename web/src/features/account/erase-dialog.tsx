import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordInput } from '../../components/password-input'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Checkbox } from '../../components/ui/checkbox'
import { Dialog } from '../../components/ui/dialog'
import { Field } from '../../components/ui/field'
import { useCommand } from '../../components/use-command'
import { useProblemText } from '../../components/use-problem-text'
import { api } from '../../live/http'

interface EraseDialogProps {
  /** The account is gone, and with it the sign-in. */
  onErased: () => void
  onClose: () => void
}

/** Says what goes and what stays, and deletes the account for the password and a second word. */
export function EraseDialog({ onErased, onClose }: EraseDialogProps) {
  const { t } = useTranslation(['account', 'common'])
  const { fieldText } = useProblemText()
  const [password, setPassword] = useState('')
  const [isSure, setSure] = useState(false)
  const erase = useCommand(() => api.post('/api/me/erase', { password }))

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await erase.run()
    if (result?.ok) onErased()
  }

  return (
    <Dialog open onOpenChange={onClose} title={t('erase.title')} description={t('erase.lead')}>
      <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
        <dl className="flex flex-col gap-3 text-sm">
          {(['goes', 'stays', 'before'] as const).map((part) => (
            <div key={part}>
              <dt className="font-semibold">{t(`erase.${part}.title`)}</dt>
              <dd className="text-soft">{t(`erase.${part}.text`)}</dd>
            </div>
          ))}
        </dl>
        <ProblemNotice problem={erase.problem} />
        <Field label={t('password.current')} name="password" error={fieldText(erase.problem, 'password')}>
          <PasswordInput
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Checkbox name="sure" label={t('erase.sure')} checked={isSure} onChange={setSure} />
        <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
          <Button variant="secondary" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" variant="danger" busy={erase.busy} disabled={password === '' || !isSure}>
            {t('erase.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
