import { Compass, RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ContactLine } from '../components/contact'
import { useDocumentTitle } from '../components/page'
import { Button, buttonClass } from '../components/ui/button'
import { EmptyState } from '../components/ui/empty-state'

export function NotFound() {
  const { t } = useTranslation('common')
  useDocumentTitle(t('notFound.title'))
  return (
    <main className="mx-auto grid min-h-[70dvh] w-full max-w-lg place-content-center p-6">
      <h1 className="sr-only">{t('notFound.title')}</h1>
      <EmptyState
        icon={Compass}
        title={t('notFound.title')}
        action={
          <Link to="/" className={buttonClass('primary')}>
            {t('notFound.home')}
          </Link>
        }
      >
        {t('notFound.text')}
      </EmptyState>
    </main>
  )
}

/** Stands in for a page whose code failed. */
export function Crashed() {
  const { t } = useTranslation('common')
  useDocumentTitle(t('crash.title'))
  return (
    <main className="mx-auto grid min-h-[70dvh] w-full max-w-lg place-content-center p-6" role="alert">
      <EmptyState
        icon={RotateCw}
        title={t('crash.title')}
        action={<Button onClick={() => location.reload()}>{t('crash.reload')}</Button>}
      >
        {t('crash.text')}
        <ContactLine className="mt-2" />
      </EmptyState>
    </main>
  )
}
