import type { ComponentType } from 'react'
import { RegisterPage, SignInPage, type SignInPageProps } from '../features/sign-in'
import { SignedOut } from './guards'
import { chooseLanguage } from './i18n'
import { useConnection, useLive } from './live-context'
import { endOfSignIn } from './sign-in-memory'

function beforeSignIn(Page: ComponentType<SignInPageProps>): ComponentType {
  return function BeforeSignIn() {
    const live = useLive()
    // Why nobody is signed in may be known a moment after it shows.
    useConnection()
    return (
      <SignedOut>
        <Page onSignedIn={() => live.start()} onLanguage={chooseLanguage} ended={endOfSignIn()} />
      </SignedOut>
    )
  }
}

export const SignIn = beforeSignIn(SignInPage)
export const Register = beforeSignIn(RegisterPage)
