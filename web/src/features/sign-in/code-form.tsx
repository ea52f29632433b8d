import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Field, Input } from '../../components/ui/field'
import type { Problem } from '../../live/http'

interface CodeFormProps {
  busy: boolean
  /** Why the last code, or the question for one, was refused. */
  problem: Problem | undefined
  onCode: (otp: string) => void
  /** Back to address and password. */
  onBack: () => void
}

/** The second step of signing in: a code from an app, or one of the recovery codes. */
export function CodeForm({ busy, problem, onCode, onBack }: CodeFormProps) {
  const { t } = useTranslation('sign-in')
  const [otp, setOtp] = useState('')
  const [byRecovery, setByRecovery] = useState(false)
  const [tried, setTried] = useState(false)
  // The last refusal is about the field that it was typed into, and not about the other one.
  const [sentByRecovery, setSentByRecovery] = useState<boolean>()

  function submit(event: FormEvent) {
    event.preventDefault()
    const typed = otp.trim()
    setTried(typed === '')
    if (typed === '') return
    setSentByRecovery(byRecovery)
    onCode(typed)
  }

  function change() {
    setByRecovery(!byRecovery)
    setOtp('')
    setTried(false)
  }

  const isWrong = problem?.code === 'otp_wrong' && sentByRecovery === byRecovery
  const wrong = isWrong ? t(byRecovery ? 'otp.wrongRecovery' : 'otp.wrong') : undefined
  // That a code is needed is what this form says.
  const other = problem?.code === 'otp_wrong' || problem?.code === 'otp_required' ? undefined : problem
  return (
    <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
      <ProblemNotice problem={other} />
      <p>{t(byRecovery ? 'otp.leadRecovery' : 'otp.lead')}</p>
      <Field
        // Another field, with another keyboard: the focus begins anew.
        key={String(byRecovery)}
        label={t(byRecovery ? 'otp.recoveryCode' : 'otp.code')}
        name="otp"
        error={tried ? t('otp.missing') : wrong}
      >
        <Input
          autoFocus
          autoComplete="one-time-code"
          inputMode={byRecovery ? 'text' : 'numeric'}
          autoCapitalize="none"
          spellCheck={false}
          value={otp}
          onChange={(event) => setOtp(event.target.value)}
        />
      </Field>
      <Button type="submit" size="lg" busy={busy}>
        {t('signIn')}
      </Button>
      <Button variant="ghost" onClick={change}>
        {t(byRecovery ? 'otp.useApp' : 'otp.useRecovery')}
      </Button>
      <Button variant="ghost" onClick={onBack}>
        {t('otp.other')}
      </Button>
      {byRecovery && <p className="text-center text-soft text-sm">{t('otp.lost')}</p>}
    </form>
  )
}
