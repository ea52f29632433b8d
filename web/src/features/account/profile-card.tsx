import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { TitledCard } from '../../components/ui/card'
import { Field, Input } from '../../components/ui/field'
import { showToast } from '../../components/ui/toast'
import { useCommand } from '../../components/use-command'
import { useProblemText } from '../../components/use-problem-text'
import type { User } from '../../domain/types'
import { api } from '../../live/http'
import { type ProfileForm, profileForm, profilePatch } from './profile-form'

/** Who the user is to others. Starts from the pushed state and keeps what was typed until it is saved. */
export function ProfileCard({ user }: { user: User }) {
  const { t } = useTranslation(['account', 'common'])
  const { fieldText } = useProblemText()
  const [typed, setTyped] = useState<Partial<ProfileForm>>({})
  const form = { ...profileForm(user), ...typed }
  const patch = profilePatch(user, form)
  const save = useCommand(() => api.patch<{ user: User }>('/api/me', patch))

  const set = (field: keyof ProfileForm) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [field]: event.target.value })

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await save.run()
    if (!result?.ok) return
    setTyped({})
    showToast(t('saved'), { kind: 'success' })
  }

  return (
    <TitledCard title={t('profile.title')}>
      <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
        <ProblemNotice problem={save.problem} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('profile.name')} name="name" error={fieldText(save.problem, 'name')}>
            <Input autoComplete="name" value={form.name} onChange={set('name')} />
          </Field>
          <Field label={t('profile.email')} name="email" hint={t('profile.emailHint')}>
            <Input value={user.email} readOnly />
          </Field>
          <Field
            label={t('profile.phone')}
            name="phone"
            note={t('common:optional')}
            error={fieldText(save.problem, 'phone')}
          >
            <Input type="tel" autoComplete="tel" value={form.phone} onChange={set('phone')} />
          </Field>
          {user.role === 'DOCTOR' ? (
            <Field
              label={t('profile.specialty')}
              name="specialty"
              note={t('common:optional')}
              hint={t('profile.specialtyHint')}
              error={fieldText(save.problem, 'specialty')}
            >
              <Input value={form.specialty} onChange={set('specialty')} />
            </Field>
          ) : (
            <Field
              label={t('profile.birthDate')}
              name="birthDate"
              note={t('common:optional')}
              error={fieldText(save.problem, 'birthDate')}
            >
              <Input type="date" autoComplete="bday" value={form.birthDate} onChange={set('birthDate')} />
            </Field>
          )}
        </div>
        <Button type="submit" className="self-start" busy={save.busy} disabled={Object.keys(patch).length === 0}>
          {t('common:save')}
        </Button>
      </form>
    </TitledCard>
  )
}
