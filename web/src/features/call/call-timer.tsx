import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../app/live-context'
import { formatClock } from '../../domain/format'
import type { Call } from '../../domain/types'

/** How long the call has lasted since it was answered, by the server's clock. */
export function CallTimer({ call }: { call: Call }) {
  const { t } = useTranslation('call')
  const now = useServerNow()
  if (call.answeredAt === undefined) return null
  return (
    <p role="timer" aria-label={t('timer')} className="tabular text-sm">
      {formatClock((now - call.answeredAt) / 1000)}
    </p>
  )
}
