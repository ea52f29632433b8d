import { CalendarX2, Clock, DoorClosed, Megaphone, Stethoscope } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../app/live-context'
import { Notice } from '../../components/ui/notice'
import { useFormat } from '../../components/use-format'
import type { ScheduleState } from '../../domain/types'

const everyMinute = 60_000

function PracticeState({ room }: { room: ScheduleState }) {
  const { t } = useTranslation('waiting')
  const format = useFormat()
  const now = useServerNow(everyMinute)
  const { status, startsAt } = room.schedule
  if (status === 'COMPLETED') return <Notice tone="warn" icon={DoorClosed} title={t('practice.completed')} />
  if (status === 'CANCELLED') return <Notice tone="danger" icon={CalendarX2} title={t('practice.cancelled')} />
  if (status === 'UPCOMING') {
    const when = `${format.day(startsAt, now)}, ${format.time(startsAt)}`
    return (
      <Notice icon={Clock} title={t('practice.upcoming', { when })}>
        {t('practice.upcomingNote')}
      </Notice>
    )
  }
  return room.doctorPresent ? (
    <Notice icon={Stethoscope} title={t('practice.present')} />
  ) : (
    <Notice tone="warn" icon={Stethoscope} title={t('practice.absent')} />
  )
}

/** Whether the practice is open and the doctor there, and the doctor's line to all who wait. */
export function PracticeNotice({ room }: { room: ScheduleState }) {
  const { t } = useTranslation('waiting')
  return (
    <div role="status" className="flex flex-col gap-3">
      {room.schedule.notice !== undefined && (
        <Notice tone="warn" icon={Megaphone} title={t('notice')}>
          {room.schedule.notice}
        </Notice>
      )}
      <PracticeState room={room} />
    </div>
  )
}
