import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { ConsentText, useConsentTerms } from '../../components/consent-text'
import { PasswordInput } from '../../components/password-input'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Checkbox } from '../../components/ui/checkbox'
import { Field, Input } from '../../components/ui/field'
import { useCommand } from '../../components/use-command'
import { useProblemText } from '../../components/use-problem-text'
import { api } from '../../live/http'
import { SignInFrame } from './frame'
import type { SignInPageProps } from './props'
import {
  emptyRegisterForm,
  type RegisterForm,
  type RegisterFormError,
  registerFormErrors,
  toRegisterBody,
} from './register-form'

export function RegisterPage(props: SignInPageProps) {
  const { t, i18n } = useTranslation(['sign-in', 'common', 'consent'])
  const { state } = useLocation()
  const { fieldText } = useProblemText()
  const [form, setForm] = useState<RegisterForm>(emptyRegisterForm)
  const [tried, setTried] = useState(false)
  const terms = useConsentTerms()
  const register = useCommand((consentVersion: string) =>
    api.post('/api/auth/register', toRegisterBody(form, i18n.language, consentVersion)),
  )
  const errors = tried ? registerFormErrors(form) : []

  const set = (field: keyof RegisterForm) => (event: { target: { value: string } }) =>
    setForm({ ...form, [field]: event.target.value })

  const missing = (...candidates: Exclude<RegisterFormError, 'consent'>[]) => {
    const error = candidates.find((candidate) => errors.includes(candidate))
    return error && t(`missing.${error}`)
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (registerFormErrors(form).length > 0 || terms === undefined) return
    const result = await register.run(terms.version)
    if (result?.ok) props.onSignedIn()
  }

  return (
    <SignInFrame {...props} title={t('create.title')} lead={t('create.lead')}>
      <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
        <ProblemNotice problem={register.problem} />
        <Field
          label={t('create.name')}
          name="name"
          hint={t('create.nameHint')}
          error={missing('name') ?? fieldText(register.problem, 'name')}
        >
          <Input autoComplete="name" value={form.name} onChange={set('name')} />
        </Field>
        <Field label={t('email')} name="email" error={missing('email') ?? fieldText(register.problem, 'email')}>
          <Input type="email" autoComplete="username" inputMode="email" value={form.email} onChange={set('email')} />
        </Field>
        <Field
          label={t('password')}
          name="password"
          hint={t('create.passwordHint')}
          error={missing('password', 'passwordShort') ?? fieldText(register.problem, 'password')}
        >
          <PasswordInput autoComplete="new-password" value={form.password} onChange={set('password')} />
        </Field>
        <Field
          label={t('create.phone')}
          name="phone"
          note={t('common:optional')}
          hint={t('create.phoneHint')}
          error={fieldText(register.problem, 'phone')}
        >
          <Input type="tel" autoComplete="tel" value={form.phone} onChange={set('phone')} />
        </Field>
        <Field
          label={t('create.birthDate')}
          name="birthDate"
          note={t('common:optional')}
          error={fieldText(register.problem, 'birthDate')}
        >
          <Input type="date" autoComplete="bday" value={form.birthDate} onChange={set('birthDate')} />
        </Field>
        <ConsentText terms={terms} />
        <Checkbox
          name="consent"
          label={t('consent:agree')}
          checked={form.consent}
          onChange={(consent) => setForm({ ...form, consent })}
          error={errors.includes('consent') ? t('consent:missing') : undefined}
        />
        <Button type="submit" size="lg" busy={register.busy}>
          {t('create.submit')}
        </Button>
        <p className="text-center text-soft text-sm">
          {t('haveAccount')}{' '}
          <Link to="/sign-in" state={state} className="inline-block py-2.5 font-semibold text-accent-text underline">
            {t('signIn')}
          </Link>
        </p>
      </form>
    </SignInFrame>
  )
}
