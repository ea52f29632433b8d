import type { LanguageCode } from '../../components/language-switch'

/**
 * Why nobody is signed in here although somebody was: the browser came back to find its sign-in over (`idle`), it was
 * ended while a page was open (`closed`), or the account was deleted here.
 */
export type SignInEnd = 'idle' | 'closed' | 'erased'

export interface SignInPageProps {
  /** The sign-in is there: connect. */
  onSignedIn: () => void
  onLanguage: (language: LanguageCode) => void
  /** Absent where the person signed out, or nobody was signed in. */
  ended?: SignInEnd | undefined
}
