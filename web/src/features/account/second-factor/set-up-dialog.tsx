import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../../components/problem-notice'
import { Button, buttonClass } from '../../../components/ui/button'
import { Dialog } from '../../../components/ui/dialog'
import { showToast } from '../../../components/ui/toast'
import { useCommand } from '../../../components/use-command'
import { isPhone } from '../../../domain/device-name'
import { api } from '../../../live/http'
import { CopyButton } from './copy-button'
import { CodeField, PasswordField } from './fields'
import { QrCode } from './qr-code'
import { RecoveryCodes } from './recovery-codes'
import { inGroups, isWrongCode, type NewSecret } from './second-factor'

type Step = { name: 'password' } | { name: 'scan'; begun: NewSecret } | { name: 'codes'; codes: string[] }

interface SetUpDialogProps {
  /** It was left before the end: nothing is switched on. */
  onCancel: () => void
  /** It is on, and the recovery codes are kept. */
  onDone: () => void
}

/** From the password over the app's first code to the recovery codes. */
export function SetUpDialog({ onCancel, onDone }: SetUpDialogProps) {
  const { t } = useTranslation('second-factor')
  const [step, setStep] = useState<Step>({ name: 'password' })

  function finish() {
    showToast(t('setUp.done'), { kind: 'success' })
    onDone()
  }

  if (step.name === 'password')
    return (
      <Dialog open onOpenChange={onCancel} title={t('setUp.title')} description={t('setUp.password')}>
        <PasswordStep onBegun={(begun) => setStep({ name: 'scan', begun })} />
      </Dialog>
    )
  if (step.name === 'scan')
    return (
      <Dialog open onOpenChange={onCancel} title={t('setUp.scanTitle')} description={t('setUp.scan')}>
        <ScanStep begun={step.begun} onConfirmed={(codes) => setStep({ name: 'codes', codes })} />
      </Dialog>
    )
  return (
    <Dialog open title={t('codes.title')} description={t('codes.text')}>
      <RecoveryCodes codes={step.codes} onKept={finish} />
    </Dialog>
  )
}

function PasswordStep({ onBegun }: { onBegun: (begun: NewSecret) => void }) {
  const { t } = useTranslation('second-factor')
  const [password, setPassword] = useState('')
  const begin = useCommand(() => api.post<NewSecret>('/api/me/second-factor', { password }))

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await begin.run()
    if (result?.ok) onBegun(result.data)
  }

  return (
    <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
      <ProblemNotice problem={begin.problem} />
      <PasswordField value={password} problem={begin.problem} onChange={setPassword} />
      <Button type="submit" size="lg" busy={begin.busy} disabled={password === ''}>
        {t('next')}
      </Button>
    </form>
  )
}

function ScanStep({ begun, onConfirmed }: { begun: NewSecret; onConfirmed: (codes: string[]) => void }) {
  const { t } = useTranslation('second-factor')
  const [otp, setOtp] = useState('')
  const confirm = useCommand(() =>
    api.post<{ recoveryCodes: string[] }>('/api/me/second-factor/confirm', { otp: otp.trim() }),
  )

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await confirm.run()
    if (result?.ok) onConfirmed(result.data.recoveryCodes)
  }

  return (
    <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
      <QrCode text={begun.uri} label={t('setUp.picture')} />
      <div className="flex flex-col gap-2 text-sm">
        <p>{t('setUp.key')}</p>
        <p className="rounded-control bg-sunken p-3 text-center font-mono">{inGroups(begun.secret)}</p>
        <div className="flex flex-wrap justify-center gap-3">
          <CopyButton text={begun.secret}>{t('setUp.copyKey')}</CopyButton>
          {isPhone(navigator.userAgent) && (
            <a href={begun.uri} className={buttonClass('ghost')}>
              {t('setUp.openApp')}
            </a>
          )}
        </div>
      </div>
      <ProblemNotice problem={isWrongCode(confirm.problem) ? undefined : confirm.problem} />
      <CodeField value={otp} problem={confirm.problem} onChange={setOtp} />
      <Button type="submit" size="lg" busy={confirm.busy} disabled={otp.trim() === ''}>
        {t('setUp.confirm')}
      </Button>
    </form>
  )
}
