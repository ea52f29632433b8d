import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { PasswordInput } from '../../components/password-input'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Field, Input } from '../../components/ui/field'
import { useCommand } from '../../components/use-command'
import { useProblemText } from '../../components/use-problem-text'
import { api } from '../../live/http'
import { DemoAccounts } from './demo-accounts'
import { SignInFrame } from './frame'
import type { SignInPageProps } from './props'

interface Credentials {
  email: string
  password: string
}

export function SignInPage(props: SignInPageProps) {
  const { t } = useTranslation('sign-in')
  const { state } = useLocation()
  const { fieldText } = useProblemText()
  const [credentials, setCredentials] = useState<Credentials>({ email: '', password: '' })
  const [tried, setTried] = useState(false)
  const login = useCommand((body: Credentials) => api.post('/api/auth/login', body))

  async function signIn(body: Credentials) {
    setCredentials(body)
    setTried(true)
    if (body.email === '' || body.password === '') return
    const result = await login.run(body)
    if (result?.ok) props.onSignedIn()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    void signIn(credentials)
  }

  const missing = (field: keyof Credentials) =>
    tried && credentials[field] === '' ? t(`missing.${field}`) : fieldText(login.problem, field)

  return (
    <SignInFrame {...props} title={t('title')} lead={t('lead')}>
      <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
        <ProblemNotice problem={login.problem} />
        <Field label={t('email')} name="email" error={missing('email')}>
          <Input
            type="email"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
            value={credentials.email}
            onChange={(event) => setCredentials({ ...credentials, email: event.target.value })}
          />
        </Field>
        <Field label={t('password')} name="password" error={missing('password')}>
          <PasswordInput
            autoComplete="current-password"
            value={credentials.password}
            onChange={(event) => setCredentials({ ...credentials, password: event.target.value })}
          />
        </Field>
        <Button type="submit" size="lg" busy={login.busy}>
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
      <DemoAccounts disabled={login.busy} onChoose={signIn} />
    </SignInFrame>
  )
}
