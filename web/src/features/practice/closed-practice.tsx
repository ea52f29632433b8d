import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../app/live-context'
import { ProblemNotice } from '../../components/problem-notice'
import { DaySummary } from '../../components/summary/day-summary'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Notice } from '../../components/ui/notice'
import { useCommand } from '../../components/use-command'
import { useFormat } from '../../components/use-format'
import { reopenableUntil } from '../../domain/schedule'
import type { PracticeState, Schedule } from '../../domain/types'
import { api } from '../../live/http'
import { QueueList } from './queue-list'

function Reopen({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('practice')
  const format = useFormat()
  const now = useServerNow()
  const until = reopenableUntil(schedule)
  const reopen = useCommand(() => api.post(`/api/schedules/${schedule.id}/reopen`))
  if (until === undefined || now > until) return null
  return (
    <div className="flex flex-col gap-3">
      <ProblemNotice problem={reopen.problem} />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="secondary" busy={reopen.busy} onClick={() => reopen.run()}>
          {t('completed.reopen')}
        </Button>
        <p className="text-soft text-sm">{t('completed.reopenUntil', { time: format.time(until) })}</p>
      </div>
    </div>
  )
}

/** A practice that is over: what it was, and the way back for a quarter of an hour. */
export function ClosedPractice({ state }: { state: PracticeState }) {
  const { t } = useTranslation('practice')
  const format = useFormat()
  const { schedule } = state
  if (schedule.status === 'CANCELLED') return <Notice tone="warn" title={t('cancelled')} />
  return (
    <>
      <Card className="flex flex-col gap-5">
        <div>
          <h2 className="text-xl">{t('completed.title')}</h2>
          {schedule.completedAt !== undefined && (
            <p className="text-soft">{t('completed.text', { time: format.time(schedule.completedAt) })}</p>
          )}
        </div>
        <Reopen schedule={schedule} />
        <DaySummary key={schedule.completedAt} scheduleId={schedule.id} />
      </Card>
      <QueueList state={state} />
    </>
  )
}
