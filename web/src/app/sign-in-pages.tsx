import type { ComponentType } from 'react'
import { RegisterPage, SignInPage, type SignInPageProps } from '../features/sign-in'
import { SignedOut } from './guards'
import { chooseLanguage } from './i18n'
import { useLive } from './live-context'

function beforeSignIn(Page: ComponentType<SignInPageProps>): ComponentType {
  return function BeforeSignIn() {
    const live = useLive()
    return (
      <SignedOut>
        <Page onSignedIn={() => live.start()} onLanguage={chooseLanguage} />
      </SignedOut>
    )
  }
}

export const SignIn = beforeSignIn(SignInPage)
export const Register = beforeSignIn(RegisterPage)
