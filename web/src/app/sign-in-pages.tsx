import type { ComponentType } from 'react'
import { useLocation } from 'react-router'
import { RegisterPage, SignInPage, type SignInPageProps } from '../features/sign-in'
import { SignedOut } from './guards'
import { chooseLanguage } from './i18n'
import { useLive } from './live-context'
import { endOfSignIn } from './sign-in-memory'

function beforeSignIn(Page: ComponentType<SignInPageProps>): ComponentType {
  return function BeforeSignIn() {
    const live = useLive()
    const { state } = useLocation()
    const isErased = (state as { erased?: boolean } | null)?.erased === true
    return (
      <SignedOut>
        <Page onSignedIn={() => live.start()} onLanguage={chooseLanguage} ended={isErased ? 'erased' : endOfSignIn()} />
      </SignedOut>
    )
  }
}

export const SignIn = beforeSignIn(SignInPage)
export const Register = beforeSignIn(RegisterPage)
