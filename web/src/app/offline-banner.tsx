import { CloudOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../components/ui/notice'
import { useFormat } from '../components/use-format'
import { useConnection, useMe } from './live-context'

/** Tells since when the screen is no longer the truth, and that nothing is lost. */
export function OfflineBanner() {
  const { t } = useTranslation('common')
  const format = useFormat()
  const connection = useConnection()
  const role = useMe().state?.user.role
  const offline = connection.status === 'offline'
  return (
    <div role="status">
      {offline && (
        <Notice
          tone="warn"
          icon={CloudOff}
          title={t('connection.offlineSince', { time: format.time(connection.since) })}
          className="rounded-none"
        >
          {t(role === 'DOCTOR' ? 'connection.offlineDoctor' : 'connection.offlinePatient')}
        </Notice>
      )}
    </div>
  )
}
