import { RegisterPage, SignInPage } from '../features/sign-in'
import { SignedOut } from './guards'
import { chooseLanguage } from './i18n'
import { useLive } from './live-context'

export function SignIn() {
  const live = useLive()
  return (
    <SignedOut>
      <SignInPage onSignedIn={() => live.start()} onLanguage={chooseLanguage} />
    </SignedOut>
  )
}

export function Register() {
  const live = useLive()
  return (
    <SignedOut>
      <RegisterPage onSignedIn={() => live.start()} onLanguage={chooseLanguage} />
    </SignedOut>
  )
}
