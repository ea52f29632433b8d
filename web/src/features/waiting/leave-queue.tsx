import { DoorOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmCommand } from '../../components/confirm-command'
import { Button } from '../../components/ui/button'
import { isWaiting } from '../../domain/queue'
import type { Entry } from '../../domain/types'
import { api } from '../../live/http'

/** Gives the number up, after asking; not while ringing or in the call. */
export function LeaveQueue({ entry }: { entry: Entry }) {
  const { t } = useTranslation('waiting')
  const [asking, setAsking] = useState(false)
  if (!isWaiting(entry.status)) return null
  return (
    <>
      <Button variant="quietDanger" className="self-center" onClick={() => setAsking(true)}>
        <DoorOpen aria-hidden />
        {t('leave.action')}
      </Button>
      {asking && (
        <ConfirmCommand
          title={t('leave.title')}
          description={t('leave.text', { number: entry.number })}
          action={t('leave.action')}
          dismiss={t('leave.keep')}
          send={() => api.del(`/api/queue/${entry.id}`)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
