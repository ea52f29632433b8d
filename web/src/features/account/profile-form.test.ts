import { expect, test } from 'vitest'
import type { User } from '../../domain/types'
import { profileForm, profilePatch } from './profile-form'

const budi: User = {
  id: 'u',
  role: 'PATIENT',
  email: 'budi@example.org',
  name: 'Budi',
  locale: 'id',
  phone: '+62 21 555',
}

test('an untouched form changes nothing', () => {
  expect(profilePatch(budi, profileForm(budi))).toEqual({})
})

test.each([
  ['a new name', { name: ' Budi Santoso ' }, { name: 'Budi Santoso' }],
  ['an emptied phone is cleared', { phone: ' ' }, { phone: null }],
  ['an emptied name is sent as it is, so that the server refuses it', { name: '' }, { name: '' }],
  ['a birth date', { birthDate: '1990-02-03' }, { birthDate: '1990-02-03' }],
] as const)('%s', (_, over, patch) => {
  expect(profilePatch(budi, { ...profileForm(budi), ...over })).toEqual(patch)
})
