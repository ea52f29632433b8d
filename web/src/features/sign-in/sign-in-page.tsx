import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../components/ui/notice'
import { useCommand } from '../../components/use-command'
import { api } from '../../live/http'
import { CodeForm } from './code-form'
import { DemoAccounts } from './demo-accounts'
import { SignInFrame } from './frame'
import { type Credentials, PasswordForm } from './password-form'
import type { SignInPageProps } from './props'

const nothing: Credentials = { email: '', password: '' }

export function SignInPage(props: SignInPageProps) {
  const { t } = useTranslation('sign-in')
  const [credentials, setCredentials] = useState(nothing)
  const [needsCode, setNeedsCode] = useState(false)
  const login = useCommand((body: Credentials & { otp?: string }) => api.post('/api/auth/login', body))

  async function signIn(body: Credentials & { otp?: string }) {
    const result = await login.run(body)
    if (result?.ok) return props.onSignedIn()
    if (result === undefined) return
    const { code } = result.problem
    if (code === 'otp_required') setNeedsCode(true)
    // The password was changed meanwhile: begin again.
    if (code === 'invalid_credentials') setNeedsCode(false)
  }

  function begin(chosen: Credentials) {
    setCredentials(chosen)
    void signIn(chosen)
  }

  function startOver() {
    login.clear()
    setCredentials(nothing)
    setNeedsCode(false)
  }

  if (needsCode)
    return (
      <SignInFrame {...props} title={t('otp.title')} lead={credentials.email}>
        <CodeForm
          busy={login.busy}
          problem={login.problem}
          onCode={(otp) => void signIn({ ...credentials, otp })}
          onBack={startOver}
        />
      </SignInFrame>
    )
  return (
    <SignInFrame {...props} title={t('title')} lead={t('lead')}>
      {props.ended !== undefined && (
        <Notice role="status" title={t(`ended.${props.ended}`)}>
          {props.ended === 'erased' && t('ended.erasedText')}
        </Notice>
      )}
      <PasswordForm
        credentials={credentials}
        busy={login.busy}
        problem={login.problem}
        onChange={setCredentials}
        onSubmit={begin}
      />
      <DemoAccounts disabled={login.busy} onChoose={begin} />
    </SignInFrame>
  )
}
