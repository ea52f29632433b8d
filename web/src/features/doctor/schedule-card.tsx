import { Clock, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { ScheduleStatusBadge } from '../../components/schedule-status'
import { useFormat } from '../../components/use-format'
import type { Schedule } from '../../domain/types'

interface ScheduleCardProps {
  schedule: Schedule
  /** The day in words, where the group around does not say it. */
  day?: string | undefined
  children: ReactNode
}

/** One schedule of the doctor's own, with what can be done about it. */
export function ScheduleCard({ schedule, day, children }: ScheduleCardProps) {
  const { t } = useTranslation('doctor')
  const format = useFormat()
  const { startsAt, endsAt, status, waiting, capacity, note, startedAt } = schedule
  const isOnline = status === 'ONLINE'
  return (
    <li
      className={cx(
        'flex flex-col gap-4 rounded-card border bg-surface p-5 shadow-card',
        isOnline ? 'border-accent md:col-span-2' : 'border-line',
      )}
    >
      <div className="flex items-start justify-between gap-3">
        <div className="flex flex-col">
          <h3 className="tabular text-xl">{format.timeRange(startsAt, endsAt)}</h3>
          {day !== undefined && <p className="text-soft text-sm first-letter:uppercase">{day}</p>}
        </div>
        <ScheduleStatusBadge status={status} />
      </div>
      <div className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {status !== 'CANCELLED' && (
          <span className="flex items-center gap-1.5">
            <Users aria-hidden className="size-4 text-soft" />
            {capacity === undefined ? t('waiting', { count: waiting }) : t('waitingOf', { count: waiting, capacity })}
          </span>
        )}
        {isOnline && startedAt !== undefined && (
          <span className="flex items-center gap-1.5">
            <Clock aria-hidden className="size-4 text-soft" />
            {t('openSince', { time: format.time(startedAt) })}
          </span>
        )}
      </div>
      {note !== undefined && <p className="text-soft text-sm [overflow-wrap:anywhere]">{note}</p>}
      <div className="mt-auto flex flex-wrap items-center gap-2">{children}</div>
    </li>
  )
}
