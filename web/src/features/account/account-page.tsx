import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../app/live-context'
import type { LanguageCode } from '../../components/language-switch'
import { Page } from '../../components/page'
import { DataCard } from './data-card'
import { DevicesCard } from './devices-card'
import { LookCard } from './look-card'
import { PasswordCard } from './password-card'
import { ProfileCard } from './profile-card'
import { SecondFactorCard } from './second-factor/second-factor-card'

export interface AccountPageProps {
  onLanguage: (language: LanguageCode) => void
  /** The account is deleted, and with it the sign-in. */
  onErased: () => void
  /** The settings of the ringtone, for those who are rung. */
  ringtone: ReactNode
  /** Whether this browser rings with the app closed, for those who are rung. */
  notifications: ReactNode
  /** Whether a call would work here. */
  connectionTest: ReactNode
}

export function AccountPage({ onLanguage, onErased, ringtone, notifications, connectionTest }: AccountPageProps) {
  const { t } = useTranslation('account')
  const user = useMe().state?.user
  if (user === undefined) return null
  return (
    <Page title={t('title')} className="max-w-3xl">
      <ProfileCard user={user} />
      <LookCard onLanguage={onLanguage} />
      {user.role === 'PATIENT' && notifications}
      {user.role === 'PATIENT' && ringtone}
      {connectionTest}
      <PasswordCard />
      <SecondFactorCard />
      <DevicesCard />
      <DataCard onErased={onErased} />
    </Page>
  )
}
