/** The shortest password that the form lets through; the server decides. */
export const passwordLengthLeast = 10

export interface RegisterForm {
  name: string
  email: string
  password: string
  phone: string
  birthDate: string
  consent: boolean
}

export const emptyRegisterForm: RegisterForm = {
  name: '',
  email: '',
  password: '',
  phone: '',
  birthDate: '',
  consent: false,
}

export type RegisterFormError = 'name' | 'email' | 'password' | 'passwordShort' | 'consent'

/** What is missing, in the order of the form. */
export function registerFormErrors(form: RegisterForm): RegisterFormError[] {
  const errors: RegisterFormError[] = []
  if (form.name.trim() === '') errors.push('name')
  if (form.email.trim() === '') errors.push('email')
  if (form.password === '') errors.push('password')
  else if ([...form.password].length < passwordLengthLeast) errors.push('passwordShort')
  if (!form.consent) errors.push('consent')
  return errors
}

/**
 * The request; what was left empty is left out.
 * @param consentVersion of the text that the page showed
 */
export function toRegisterBody(form: RegisterForm, locale: string, consentVersion: string): Record<string, string> {
  const phone = form.phone.trim()
  return {
    name: form.name.trim(),
    email: form.email.trim(),
    password: form.password,
    locale,
    consentVersion,
    ...(phone !== '' && { phone }),
    ...(form.birthDate !== '' && { birthDate: form.birthDate }),
  }
}
