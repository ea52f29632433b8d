import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate } from 'react-router'
import { useMe } from '../../app/live-context'
import { useDocumentTitle } from '../../components/page'
import { Button, buttonClass } from '../../components/ui/button'
import { SetUpDialog } from './second-factor/set-up-dialog'

/** What a doctor who must have a second factor sees before anything else. */
export function SecondFactorPage() {
  const { t } = useTranslation('second-factor')
  const isDue = useMe().state?.user.secondFactorDue === true
  const [isOpen, setOpen] = useState(false)
  useDocumentTitle(t('first.title'))
  // It is no longer due as soon as the code was right; the recovery codes are still on the screen then.
  if (!isDue && !isOpen) return <Navigate to="/" replace />
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-lg flex-col items-center justify-center gap-6 p-6 text-center">
      <span className="grid size-16 place-items-center rounded-full bg-accent-soft text-accent-text">
        <ShieldCheck aria-hidden className="size-8" />
      </span>
      <h1 className="text-2xl sm:text-3xl">{t('first.title')}</h1>
      <p className="text-soft">{t('first.text')}</p>
      <Button size="lg" onClick={() => setOpen(true)}>
        {t('setUp.action')}
      </Button>
      <Link to="/sign-out" state={{ asked: true }} className={buttonClass('ghost')}>
        {t('first.signOut')}
      </Link>
      {isOpen && <SetUpDialog onCancel={() => setOpen(false)} onDone={() => setOpen(false)} />}
    </main>
  )
}
