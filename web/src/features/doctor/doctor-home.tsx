import { CalendarPlus } from 'lucide-react'
import { type ComponentType, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe, useServerNow, useTopic } from '../../app/live-context'
import { Page, PageSection } from '../../components/page'
import { Button } from '../../components/ui/button'
import { EmptyState } from '../../components/ui/empty-state'
import { LoadingShape, Skeleton } from '../../components/ui/spinner'
import { useFormat } from '../../components/use-format'
import { everyMinute } from '../../components/use-now'
import { daysAhead } from '../../domain/format'
import { agenda } from '../../domain/schedule'
import type { DirectoryState, Schedule } from '../../domain/types'
import { ScheduleActions } from './schedule-actions'
import { ScheduleCard } from './schedule-card'
import { ScheduleDialog } from './schedule-dialog'

export interface DoctorHomeProps {
  /** The camera and microphone check before a practice starts. */
  DeviceCheck: ComponentType<{ onDone: () => void }>
}

function Loading() {
  const { t } = useTranslation('doctor')
  return (
    <LoadingShape label={t('loading')} className="flex flex-col gap-3">
      <Skeleton className="h-36 w-full" />
      <Skeleton className="h-36 w-full" />
    </LoadingShape>
  )
}

function Agenda({ schedules, DeviceCheck }: DoctorHomeProps & { schedules: Record<string, Schedule> }) {
  const { t } = useTranslation('doctor')
  const format = useFormat()
  const now = useServerNow(everyMinute)
  const { online, today, coming, past } = agenda(schedules, now, format.viewer.timeZone)
  const next = online.length === 0 ? today[0] : undefined
  const dayUnless = ({ startsAt }: Schedule, groupDay: number | undefined) =>
    groupDay !== undefined && daysAhead(startsAt, groupDay, format.viewer.timeZone) === 0
      ? undefined
      : format.day(startsAt, now)
  const list = (items: Schedule[], groupDay: number | undefined) => (
    <ul className="grid gap-3 md:grid-cols-2">
      {items.map((schedule) => (
        <ScheduleCard key={schedule.id} schedule={schedule} day={dayUnless(schedule, groupDay)}>
          <ScheduleActions schedule={schedule} isNext={schedule === next} DeviceCheck={DeviceCheck} />
        </ScheduleCard>
      ))}
    </ul>
  )
  const days = coming.map(({ day, schedules: items }) => (
    <PageSection key={day} title={format.day(items[0]?.startsAt ?? now, now)}>
      {list(items, items[0]?.startsAt)}
    </PageSection>
  ))
  const nothingToday = online.length === 0 && today.length === 0
  return (
    <>
      <PageSection title={t('today')}>
        {nothingToday ? <p className="text-soft">{t('todayEmpty')}</p> : list([...online, ...today], now)}
      </PageSection>
      {days}
      {past.length > 0 && <PageSection title={t('past')}>{list(past, undefined)}</PageSection>}
    </>
  )
}

/** The doctor's schedules: what is open, what comes, what was. */
export function DoctorHome({ DeviceCheck }: DoctorHomeProps) {
  const { t } = useTranslation('doctor')
  const name = useMe().state?.user.name ?? ''
  const schedules = useTopic<DirectoryState>('directory').state?.schedules
  const [creating, setCreating] = useState(false)
  const isEmpty = schedules !== undefined && Object.keys(schedules).length === 0
  const create = (
    <Button onClick={() => setCreating(true)}>
      <CalendarPlus aria-hidden />
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} lead={t('greeting', { name })} actions={isEmpty ? undefined : create}>
      {schedules === undefined && <Loading />}
      {isEmpty && (
        <EmptyState icon={CalendarPlus} title={t('empty.title')} action={create}>
          {t('empty.text')}
        </EmptyState>
      )}
      {schedules !== undefined && !isEmpty && <Agenda schedules={schedules} DeviceCheck={DeviceCheck} />}
      {creating && <ScheduleDialog onClose={() => setCreating(false)} />}
    </Page>
  )
}
