import { Clock, History, Phone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { EntryStatusBadge } from '../../components/entry-status'
import { Badge } from '../../components/ui/badge'
import { useFormat } from '../../components/use-format'
import { usePersonName } from '../../components/use-person-name'
import { isWaiting } from '../../domain/queue'
import type { Call, Entry, Outcome, Schedule } from '../../domain/types'
import { Reach } from './reach'
import { RowActions } from './row-actions'

function LastOutcome({ outcome, missedCalls }: { outcome: Outcome; missedCalls: number }) {
  const { t } = useTranslation('practice')
  const isTrouble = outcome === 'MISSED' || outcome === 'DECLINED' || outcome === 'CONNECTION_LOST'
  return (
    <Badge tone={isTrouble ? 'warn' : 'neutral'}>
      <History aria-hidden />
      {outcome === 'MISSED' ? t('last.MISSED', { count: missedCalls }) : t(`last.${outcome}`)}
    </Badge>
  )
}

interface QueueRowProps {
  entry: Entry
  schedule: Schedule
  /** The doctor's live call, in whatever practice. */
  liveCall: Call | undefined
  now: number
}

/** One patient in the queue, with what the doctor needs to know before calling. */
export function QueueRow({ entry, schedule, liveCall, now }: QueueRowProps) {
  const { t } = useTranslation('practice')
  const format = useFormat()
  const nameOf = usePersonName()
  const name = entry.patient === undefined ? t('row.unknown') : nameOf(entry.patient)
  const ready = entry.status === 'READY'
  const waits = isWaiting(entry.status)
  const waited = now - entry.joinedAt
  return (
    <li
      className={cx(
        'grid grid-cols-[3.25rem_minmax(0,1fr)] overflow-hidden rounded-card border bg-surface sm:grid-cols-[4rem_minmax(0,1fr)_auto]',
        ready ? 'border-accent' : 'border-line',
      )}
    >
      <span
        className={cx(
          'row-span-2 grid place-items-center border-r-2 sm:row-span-1 border-dashed font-extrabold text-xl sm:text-2xl',
          ready ? 'border-surface bg-brand text-on-brand' : 'border-line bg-sunken text-soft',
        )}
      >
        {entry.number}
      </span>
      <div className="flex min-w-0 flex-col gap-1.5 py-3 pr-3 pl-3.5">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-bold [overflow-wrap:anywhere]">{name}</span>
          <EntryStatusBadge status={entry.status} />
          {entry.lastOutcome !== undefined && (
            <LastOutcome outcome={entry.lastOutcome} missedCalls={entry.missedCalls} />
          )}
        </div>
        {entry.reason !== undefined && <p className="text-sm [overflow-wrap:anywhere]">{entry.reason}</p>}
        <div className="flex flex-wrap gap-x-3.5 gap-y-1 text-soft text-xs">
          {waits && (
            <span className="tabular flex items-center gap-1">
              <Clock aria-hidden className="size-4" />
              {waited < 60_000 ? t('row.justJoined') : t('row.waits', { time: format.minutes(waited) })}
            </span>
          )}
          {waits && entry.reachability !== undefined && <Reach reachability={entry.reachability} />}
          {entry.patient?.phone !== undefined && (
            <a href={`tel:${entry.patient.phone}`} className="flex items-center gap-1 underline">
              <Phone aria-hidden className="size-4" />
              {entry.patient.phone}
            </a>
          )}
          {entry.patient?.birthDate !== undefined && (
            <span className="tabular">{t('row.born', { date: format.date(entry.patient.birthDate) })}</span>
          )}
        </div>
      </div>
      {entry.patient?.erased !== true && (
        <RowActions entry={entry} name={name} schedule={schedule} liveCall={liveCall} />
      )}
    </li>
  )
}
