import type { LanguageCode } from '../../components/language-switch'

export interface SignInPageProps {
  /** The sign-in is there: connect. */
  onSignedIn: () => void
  onLanguage: (language: LanguageCode) => void
}
