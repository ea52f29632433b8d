import { CloudOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ContactLine } from '../components/contact'
import { LogoMark } from '../components/logo'
import { EmptyState } from '../components/ui/empty-state'
import { Spinner } from '../components/ui/spinner'
import { useConnection } from './live-context'

/** Stands until the first state has arrived; says so when the server cannot be reached. */
export function SplashScreen() {
  const { t } = useTranslation('common')
  const { status } = useConnection()
  return (
    <main className="mx-auto grid min-h-dvh max-w-md place-content-center gap-8 p-6">
      <LogoMark className="mx-auto size-14" />
      {status === 'offline' ? (
        <div role="status">
          <EmptyState icon={CloudOff} title={t('connection.unreachable')}>
            {t('connection.unreachableText')}
            <ContactLine className="mt-2" />
          </EmptyState>
        </div>
      ) : (
        <p className="flex items-center justify-center gap-2 text-soft">
          <Spinner />
          <span role="status">{t('connection.connecting')}</span>
        </p>
      )}
    </main>
  )
}
