import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useServerNow } from '../../app/live-context'
import { EntryStatusBadge } from '../../components/entry-status'
import { Ticket } from '../../components/ticket'
import { useFormat } from '../../components/use-format'
import { everyMinute } from '../../components/use-now'
import { usePersonName } from '../../components/use-person-name'
import { byNumber, isOpen } from '../../domain/queue'
import type { Entry, Schedule } from '../../domain/types'

interface MyNumbersProps {
  entries: Record<string, Entry>
  schedules: Record<string, Schedule>
}

/** The patient's open numbers; none, no heading. */
export function MyNumbers({ entries, schedules }: MyNumbersProps) {
  const { t } = useTranslation('patient')
  const format = useFormat()
  const nameOf = usePersonName()
  const now = useServerNow(everyMinute)
  const open = byNumber(entries).filter((entry) => isOpen(entry.status))
  if (open.length === 0) return null
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-lg">{t('myNumbers')}</h2>
      <ul className="grid gap-3 md:grid-cols-2">
        {open.map((entry) => {
          const schedule = schedules[entry.scheduleId]
          return (
            <li key={entry.id}>
              <Link to={`/patient/schedule/${entry.scheduleId}`} className="block rounded-card">
                <Ticket number={entry.number}>
                  <span className="flex items-center justify-between gap-2">
                    <span className="flex min-w-0 flex-col">
                      <span className="truncate font-bold">{schedule && nameOf(schedule.doctor)}</span>
                      {schedule && (
                        <span className="text-soft text-sm first-letter:uppercase">
                          {format.when(schedule.startsAt, schedule.endsAt, now)}
                        </span>
                      )}
                    </span>
                    <ChevronRight aria-hidden className="size-5 shrink-0 text-soft" />
                  </span>
                  <EntryStatusBadge status={entry.status} />
                  <span className="sr-only">{t('open')}</span>
                </Ticket>
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
