import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../app/live-context'
import { EntryStatusBadge } from '../../components/entry-status'
import { Ticket } from '../../components/ticket'
import { useFormat } from '../../components/use-format'
import { everyMinute } from '../../components/use-now'
import { usePersonName } from '../../components/use-person-name'
import { isOpen } from '../../domain/queue'
import type { Entry, ScheduleState } from '../../domain/types'

/** The patient's number, for whom and when. */
export function MyTicket({ entry, room }: { entry: Entry; room: ScheduleState }) {
  const { t } = useTranslation('waiting')
  const format = useFormat()
  const nameOf = usePersonName()
  const now = useServerNow(everyMinute)
  const { doctor, startsAt, endsAt } = room.schedule
  return (
    <Ticket number={entry.number} size="large" muted={!isOpen(entry.status)}>
      <p className="font-bold text-lg leading-snug sm:text-xl">{nameOf(doctor)}</p>
      <p className="text-soft text-sm">
        {doctor.specialty !== undefined && <span className="block">{doctor.specialty}</span>}
        <span className="block first-letter:uppercase">{format.when(startsAt, endsAt, now)}</span>
      </p>
      <EntryStatusBadge status={entry.status} />
      {entry.reason !== undefined && (
        <p className="text-soft text-sm [overflow-wrap:anywhere]">{t('reason', { reason: entry.reason })}</p>
      )}
    </Ticket>
  )
}
