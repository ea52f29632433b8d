import { Megaphone, Ticket as TicketIcon, Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { Avatar } from '../../components/avatar'
import { JoinDialog } from '../../components/join-dialog'
import { ScheduleStatusBadge } from '../../components/schedule-status'
import { Badge } from '../../components/ui/badge'
import { Button, buttonClass } from '../../components/ui/button'
import { useFormat } from '../../components/use-format'
import { usePersonName } from '../../components/use-person-name'
import { isOpen, ownEntry } from '../../domain/queue'
import { type DoctorListing, isFull } from '../../domain/schedule'
import type { Entry, Schedule } from '../../domain/types'

interface DoctorCardProps {
  listing: DoctorListing
  /** The patient's own. */
  entries: Record<string, Entry>
  now: number
}

/** A doctor with what is open and what comes. */
export function DoctorCard({ listing, entries, now }: DoctorCardProps) {
  const { doctor, schedules } = listing
  const nameOf = usePersonName()
  return (
    <li className="flex flex-col rounded-card border border-line bg-surface shadow-card">
      <div className="flex items-center gap-3 p-5 pb-3">
        <Avatar name={doctor.name} className="size-12" />
        <div className="min-w-0">
          <h3 className="truncate text-lg">{nameOf(doctor)}</h3>
          {doctor.specialty !== undefined && <p className="truncate text-soft text-sm">{doctor.specialty}</p>}
        </div>
      </div>
      <ul>
        {schedules.map((schedule) => (
          <ScheduleRow key={schedule.id} schedule={schedule} entry={ownEntry(entries, schedule.id)} now={now} />
        ))}
      </ul>
    </li>
  )
}

interface ScheduleRowProps {
  schedule: Schedule
  entry: Entry | undefined
  now: number
}

function ScheduleRow({ schedule, entry, now }: ScheduleRowProps) {
  const { t } = useTranslation('patient')
  const format = useFormat()
  const when = format.when(schedule.startsAt, schedule.endsAt, now)
  return (
    <li className="flex flex-col gap-3 border-line border-t px-5 py-4">
      <div className="flex items-start justify-between gap-3">
        <div className="flex flex-col gap-0.5">
          <span className="font-semibold first-letter:uppercase">{when}</span>
          <span className="flex items-center gap-1.5 text-soft text-sm">
            <Users aria-hidden className="size-4" />
            {t('waiting', { count: schedule.waiting })}
          </span>
        </div>
        {isFull(schedule) ? <Badge tone="warn">{t('full')}</Badge> : <ScheduleStatusBadge status={schedule.status} />}
      </div>
      {schedule.note !== undefined && <p className="text-soft text-sm [overflow-wrap:anywhere]">{schedule.note}</p>}
      {schedule.notice !== undefined && (
        <p className="flex gap-2 text-sm text-warn-text [overflow-wrap:anywhere]">
          <Megaphone aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('notice', { text: schedule.notice })}
        </p>
      )}
      <JoinAction schedule={schedule} entry={entry} when={when} />
    </li>
  )
}

function JoinAction({ schedule, entry, when }: Omit<ScheduleRowProps, 'now'> & { when: string }) {
  const { t } = useTranslation('patient')
  const navigate = useNavigate()
  const [joining, setJoining] = useState(false)
  const room = `/patient/schedule/${schedule.id}`
  if (entry !== undefined && (isOpen(entry.status) || entry.status === 'DONE')) {
    return (
      <Link to={room} className={buttonClass('secondary')}>
        <TicketIcon aria-hidden />
        {t('haveNumber', { number: entry.number })}
      </Link>
    )
  }
  return (
    <>
      <Button
        variant={schedule.status === 'ONLINE' ? 'primary' : 'secondary'}
        disabled={isFull(schedule)}
        aria-label={t('takeOf', { doctor: schedule.doctor.name, when })}
        onClick={() => setJoining(true)}
      >
        <TicketIcon aria-hidden />
        {t('take')}
      </Button>
      {joining && (
        <JoinDialog schedule={schedule} when={when} onClose={() => setJoining(false)} onJoined={() => navigate(room)} />
      )}
    </>
  )
}
