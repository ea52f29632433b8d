import { Ticket } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../app/live-context'
import { JoinDialog } from '../../components/join-dialog'
import { ScheduleStatusBadge } from '../../components/schedule-status'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { useFormat } from '../../components/use-format'
import { everyMinute } from '../../components/use-now'
import { isFull, isTakingPatients } from '../../domain/schedule'
import type { Schedule } from '../../domain/types'
import { CalendarButton } from './calendar-button'

/** For a patient without a number here. */
export function JoinCard({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('waiting')
  const format = useFormat()
  const now = useServerNow(everyMinute)
  const [joining, setJoining] = useState(false)
  const when = format.when(schedule.startsAt, schedule.endsAt, now)
  const taking = isTakingPatients(schedule)
  return (
    <Card className="flex flex-col gap-4">
      <div className="flex items-start justify-between gap-3">
        <div>
          <p className="font-bold text-lg">{schedule.doctor.name}</p>
          <p className="text-soft first-letter:uppercase">{when}</p>
        </div>
        <ScheduleStatusBadge status={schedule.status} />
      </div>
      {schedule.note !== undefined && <p className="text-soft [overflow-wrap:anywhere]">{schedule.note}</p>}
      {!taking && <p>{t('join.closed')}</p>}
      {taking && isFull(schedule) && <p>{t('join.full')}</p>}
      {taking && !isFull(schedule) && (
        <>
          <p>{t('join.title')}</p>
          <Button size="lg" onClick={() => setJoining(true)}>
            <Ticket aria-hidden />
            {t('join.take')}
          </Button>
        </>
      )}
      <CalendarButton schedule={schedule} />
      {joining && (
        <JoinDialog
          schedule={schedule}
          when={when}
          onClose={() => setJoining(false)}
          onJoined={() => setJoining(false)}
        />
      )}
    </Card>
  )
}
