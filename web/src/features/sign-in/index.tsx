export function SignInPage() {
  return null
}

export function RegisterPage() {
  return null
}
