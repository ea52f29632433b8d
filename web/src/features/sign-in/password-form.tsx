import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { PasswordInput } from '../../components/password-input'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Field, Input } from '../../components/ui/field'
import { useProblemText } from '../../components/use-problem-text'
import type { Problem } from '../../live/http'

export interface Credentials {
  email: string
  password: string
}

interface PasswordFormProps {
  credentials: Credentials
  busy: boolean
  problem: Problem | undefined
  onChange: (credentials: Credentials) => void
  /** Both fields are filled. */
  onSubmit: (credentials: Credentials) => void
}

/** The first step of signing in, for most the only one. */
export function PasswordForm({ credentials, busy, problem, onChange, onSubmit }: PasswordFormProps) {
  const { t } = useTranslation('sign-in')
  const { state } = useLocation()
  const { fieldText } = useProblemText()
  const [tried, setTried] = useState(false)

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (credentials.email !== '' && credentials.password !== '') onSubmit(credentials)
  }

  const missing = (field: keyof Credentials) =>
    tried && credentials[field] === '' ? t(`missing.${field}`) : fieldText(problem, field)

  return (
    <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
      <ProblemNotice problem={problem} />
      <Field label={t('email')} name="email" error={missing('email')}>
        <Input
          type="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          value={credentials.email}
          onChange={(event) => onChange({ ...credentials, email: event.target.value })}
        />
      </Field>
      <Field label={t('password')} name="password" error={missing('password')}>
        <PasswordInput
          autoComplete="current-password"
          value={credentials.password}
          onChange={(event) => onChange({ ...credentials, password: event.target.value })}
        />
      </Field>
      <Button type="submit" size="lg" busy={busy}>
        {t('signIn')}
      </Button>
      <p className="text-center text-soft text-sm">
        {t('forgot')}
        <br />
        {t('noAccount')}{' '}
        <Link to="/register" state={state} className="inline-block py-2.5 font-semibold text-accent-text underline">
          {t('register')}
        </Link>
      </p>
    </form>
  )
}
