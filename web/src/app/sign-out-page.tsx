import { LogOut } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import { useDocumentTitle } from '../components/page'
import { Button } from '../components/ui/button'
import { EmptyState } from '../components/ui/empty-state'
import { Spinner } from '../components/ui/spinner'
import { api } from '../live/http'
import { useConnection, useLive } from './live-context'
import { usePushDevice } from './push-context'
import { forgetSignedIn } from './sign-in-memory'

/** Signs out at once when the menu asked for it; a bare link to this page asks first. */
export function SignOutPage() {
  const { t } = useTranslation('common')
  const live = useLive()
  const { device } = usePushDevice()
  const { status } = useConnection()
  const { state } = useLocation()
  const [failed, setFailed] = useState(false)
  const asked = (state as { asked?: boolean } | null)?.asked === true
  useDocumentTitle(t('nav.signOut'))

  const signOut = useCallback(async () => {
    setFailed(false)
    const result = await api.post('/api/auth/logout')
    if (!result.ok && result.problem.status !== 401) return setFailed(true)
    forgetSignedIn()
    void device.forget()
    live.signOut()
  }, [live, device])

  useEffect(() => {
    if (asked) void signOut()
  }, [asked, signOut])

  if (status === 'signed_out') return <Navigate to="/sign-in" replace />
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-lg place-content-center p-6">
      <h1 className="sr-only">{t('nav.signOut')}</h1>
      {asked && !failed ? (
        <p className="flex items-center gap-2 text-soft">
          <Spinner />
          {t('signOut.working')}
        </p>
      ) : (
        <EmptyState
          icon={LogOut}
          title={failed ? t('signOut.failed') : t('signOut.title')}
          action={<Button onClick={signOut}>{failed ? t('tryAgain') : t('nav.signOut')}</Button>}
        />
      )}
    </main>
  )
}
