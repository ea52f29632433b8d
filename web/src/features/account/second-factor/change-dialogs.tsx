import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../../components/problem-notice'
import { Button, type ButtonVariant } from '../../../components/ui/button'
import { Dialog } from '../../../components/ui/dialog'
import { showToast } from '../../../components/ui/toast'
import { useCommand } from '../../../components/use-command'
import { api, type Result } from '../../../live/http'
import { CodeField, PasswordField } from './fields'
import { RecoveryCodes } from './recovery-codes'
import { isWrongCode } from './second-factor'

interface ProofFormProps<T> {
  action: ReactNode
  variant?: ButtonVariant
  send: (proof: { password: string; otp: string }) => Promise<Result<T>>
  onDone: (data: T) => void
}

/** Password and code together, for what changes the second factor. */
function ProofForm<T>({ action, variant, send, onDone }: ProofFormProps<T>) {
  const [password, setPassword] = useState('')
  const [otp, setOtp] = useState('')
  const { run, busy, problem } = useCommand(send)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({ password, otp: otp.trim() })
    if (result?.ok) onDone(result.data)
  }

  return (
    <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
      <ProblemNotice problem={isWrongCode(problem) ? undefined : problem} />
      <PasswordField value={password} problem={problem} onChange={setPassword} />
      <CodeField value={otp} problem={problem} onChange={setOtp} orRecovery />
      <Button
        type="submit"
        size="lg"
        {...(variant !== undefined && { variant })}
        busy={busy}
        disabled={password === '' || otp.trim() === ''}
      >
        {action}
      </Button>
    </form>
  )
}

/** Makes new recovery codes, and shows them once. */
export function RenewDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('second-factor')
  const [codes, setCodes] = useState<string[]>()
  if (codes !== undefined)
    return (
      <Dialog open title={t('codes.title')} description={t('codes.text')}>
        <RecoveryCodes codes={codes} onKept={onClose} />
      </Dialog>
    )
  return (
    <Dialog open onOpenChange={onClose} title={t('renew.title')} description={t('renew.text')}>
      <ProofForm
        action={t('renew.submit')}
        send={(proof) => api.post<{ recoveryCodes: string[] }>('/api/me/second-factor/recovery-codes', proof)}
        onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
      />
    </Dialog>
  )
}

/** Switches the second factor off. */
export function RemoveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('second-factor')
  function finish() {
    showToast(t('remove.done'), { kind: 'success' })
    onClose()
  }
  return (
    <Dialog open onOpenChange={onClose} title={t('remove.title')} description={t('remove.text')}>
      <ProofForm
        action={t('remove.action')}
        variant="danger"
        send={(proof) => api.post('/api/me/second-factor/remove', proof)}
        onDone={finish}
      />
    </Dialog>
  )
}
