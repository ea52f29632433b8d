import { MonitorUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button'
import type { CallSession } from '../../rtc/session'
import { useSessionState } from './hooks'

/** Reminds whoever shares a screen that the other side sees it, with the way to end that. */
export function SharingBanner({ session }: { session: CallSession }) {
  const { t } = useTranslation('call')
  const { sharesScreen } = useSessionState(session)
  return (
    <div role="status">
      {sharesScreen && (
        <div className="pointer-events-auto flex items-center gap-2 rounded-full bg-accent py-1 pr-1 pl-4 text-on-accent text-sm">
          <MonitorUp aria-hidden className="size-4 shrink-0" />
          <span>{t('screen.shared')}</span>
          <Button variant="secondary" className="rounded-full" onClick={() => session.screen.stop()}>
            {t('screen.stopShort')}
          </Button>
        </div>
      )}
    </div>
  )
}
