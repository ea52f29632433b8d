import { useTranslation } from 'react-i18next'
import { PasswordInput } from '../../../components/password-input'
import { Field, Input } from '../../../components/ui/field'
import { useProblemText } from '../../../components/use-problem-text'
import type { Problem } from '../../../live/http'
import { isWrongCode } from './second-factor'

interface FieldProps {
  value: string
  problem: Problem | undefined
  onChange: (value: string) => void
}

/** The present password, asked for before something that a stranger at an open device must not do. */
export function PasswordField({ value, problem, onChange }: FieldProps) {
  const { t } = useTranslation('second-factor')
  const { fieldText } = useProblemText()
  return (
    <Field label={t('password')} name="password" error={fieldText(problem, 'password')}>
      <PasswordInput autoComplete="current-password" value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  )
}

/** A code from the app; `orRecovery`: or one of the recovery codes, which have letters. */
export function CodeField({ value, problem, onChange, orRecovery = false }: FieldProps & { orRecovery?: boolean }) {
  const { t } = useTranslation('second-factor')
  return (
    <Field
      label={t(orRecovery ? 'codeOrRecovery' : 'code')}
      name="otp"
      error={isWrongCode(problem) ? t('wrongCode') : undefined}
    >
      <Input
        autoComplete="one-time-code"
        inputMode={orRecovery ? 'text' : 'numeric'}
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
