import { DoorOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { AlertDialog } from '../../components/ui/dialog'
import { useCommand } from '../../components/use-command'
import { isWaiting } from '../../domain/queue'
import type { Entry } from '../../domain/types'
import { api } from '../../live/http'

/** Gives the number up, after asking; not while ringing or in the call. */
export function LeaveQueue({ entry }: { entry: Entry }) {
  const { t } = useTranslation('waiting')
  const [asking, setAsking] = useState(false)
  const leave = useCommand(() => api.del(`/api/queue/${entry.id}`))
  if (!isWaiting(entry.status)) return null
  return (
    <>
      <Button variant="quietDanger" className="self-center" onClick={() => setAsking(true)}>
        <DoorOpen aria-hidden />
        {t('leave.action')}
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('leave.title')}
        description={t('leave.text', { number: entry.number })}
        action={t('leave.action')}
        dismiss={t('leave.keep')}
        busy={leave.busy}
        onAction={async () => {
          const result = await leave.run()
          if (result?.ok) setAsking(false)
        }}
      >
        <ProblemNotice problem={leave.problem} />
      </AlertDialog>
    </>
  )
}
