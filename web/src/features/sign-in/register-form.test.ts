import { expect, test } from 'vitest'
import { emptyRegisterForm, registerFormErrors, toRegisterBody } from './register-form'

const filled = {
  ...emptyRegisterForm,
  name: ' Budi Santoso ',
  email: 'budi@example.org ',
  password: 'a long sentence',
  consent: true,
}

test('an empty form names everything that is missing, in its order', () => {
  expect(registerFormErrors(emptyRegisterForm)).toEqual(['name', 'email', 'password', 'consent'])
})

test.each([
  ['a form with all that is needed', {}, []],
  ['a password of nine characters', { password: '123456789' }, ['passwordShort']],
  ['a password of ten characters', { password: '1234567890' }, []],
  ['ten characters beyond the basic plane', { password: '😀'.repeat(10) }, []],
  ['no consent', { consent: false }, ['consent']],
  ['a name of blanks', { name: '  ' }, ['name']],
] as const)('%s', (_, over, errors) => {
  expect(registerFormErrors({ ...filled, ...over })).toEqual(errors)
})

test('the request is trimmed, leaves out what is empty and keeps the password as typed', () => {
  expect(toRegisterBody({ ...filled, password: ' keeps blanks ', phone: ' +62 21 555 ' }, 'id', 'praktik-1')).toEqual({
    name: 'Budi Santoso',
    email: 'budi@example.org',
    password: ' keeps blanks ',
    locale: 'id',
    consentVersion: 'praktik-1',
    phone: '+62 21 555',
  })
})
