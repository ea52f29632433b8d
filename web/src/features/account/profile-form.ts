import type { User } from '../../domain/types'

export interface ProfileForm {
  name: string
  phone: string
  birthDate: string
  specialty: string
}

export function profileForm(user: User): ProfileForm {
  return {
    name: user.name,
    phone: user.phone ?? '',
    birthDate: user.birthDate ?? '',
    specialty: user.specialty ?? '',
  }
}

type Patch = Partial<Record<keyof ProfileForm, string | null>>

/** Only what was changed; an emptied optional field is cleared with null. */
export function profilePatch(user: User, form: ProfileForm): Patch {
  const before = profileForm(user)
  const patch: Patch = {}
  for (const field of Object.keys(before) as (keyof ProfileForm)[]) {
    const value = form[field].trim()
    if (value !== before[field]) patch[field] = value === '' && field !== 'name' ? null : value
  }
  return patch
}
