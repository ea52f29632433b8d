import { CalendarX2, Clock, DoorClosed, Megaphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../app/live-context'
import { Notice } from '../../components/ui/notice'
import { useFormat } from '../../components/use-format'
import { everyMinute } from '../../components/use-now'
import type { ScheduleState } from '../../domain/types'

function PracticeStatus({ room }: { room: ScheduleState }) {
  const { t } = useTranslation('waiting')
  const format = useFormat()
  const now = useServerNow(everyMinute)
  const { status, startsAt } = room.schedule
  if (status === 'COMPLETED') return <Notice tone="warn" icon={DoorClosed} title={t('practice.completed')} />
  if (status === 'CANCELLED') return <Notice tone="danger" icon={CalendarX2} title={t('practice.cancelled')} />
  if (status === 'UPCOMING') {
    const when = `${format.day(startsAt, now)}, ${format.time(startsAt)}`
    return (
      <Notice icon={Clock} title={t(now < startsAt ? 'practice.upcoming' : 'practice.due', { when })}>
        {t('practice.upcomingNote')}
      </Notice>
    )
  }
  return null
}

/** The doctor's line to all who wait, and why nobody is called when the practice is not open. */
export function PracticeNotice({ room }: { room: ScheduleState }) {
  const { t } = useTranslation('waiting')
  return (
    <div role="status" className="flex flex-col gap-3 empty:hidden">
      {room.schedule.notice !== undefined && (
        <Notice tone="warn" icon={Megaphone} title={t('notice')}>
          {room.schedule.notice}
        </Notice>
      )}
      <PracticeStatus room={room} />
    </div>
  )
}
