import { ArrowRight, CalendarDays, ChartColumn, Ellipsis, Pencil, Play, Trash2, Users } from 'lucide-react'
import { type ComponentType, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { DaySummary } from '../../components/summary/day-summary'
import { Button, buttonClass } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { Menu, MenuItem } from '../../components/ui/menu'
import { useCalendar } from '../../components/use-calendar'
import { useFormat } from '../../components/use-format'
import type { Schedule } from '../../domain/types'
import { CancelDialog } from './cancel-dialog'
import { ScheduleDialog } from './schedule-dialog'
import { StartDialog } from './start-dialog'

type Opened = 'start' | 'edit' | 'cancel' | 'summary'

interface ScheduleActionsProps {
  schedule: Schedule
  /** Starting this one is what the doctor most likely wants now. */
  isNext: boolean
  DeviceCheck: ComponentType<{ onDone: () => void }>
}

/** What the doctor can do with one schedule, by its status, and the dialogs behind it. */
export function ScheduleActions({ schedule, isNext, DeviceCheck }: ScheduleActionsProps) {
  const { t } = useTranslation('doctor')
  const format = useFormat()
  const [opened, setOpened] = useState<Opened>()
  const close = () => setOpened(undefined)
  const range = format.timeRange(schedule.startsAt, schedule.endsAt)
  return (
    <>
      {schedule.status === 'ONLINE' && (
        <Link to={`/doctor/practice/${schedule.id}`} className={buttonClass('primary', 'md', 'grow sm:grow-0')}>
          {t('enter')}
          <ArrowRight aria-hidden />
        </Link>
      )}
      {schedule.status === 'UPCOMING' && (
        <>
          <Button
            variant={isNext ? 'primary' : 'secondary'}
            aria-label={t('startOf', { range })}
            onClick={() => setOpened('start')}
          >
            <Play aria-hidden />
            {t('start')}
          </Button>
          <QueueLink schedule={schedule} range={range} />
          <UpcomingMenu schedule={schedule} range={range} onOpen={setOpened} />
        </>
      )}
      {schedule.status === 'COMPLETED' && (
        <>
          <Button variant="secondary" aria-label={t('summaryOf', { range })} onClick={() => setOpened('summary')}>
            <ChartColumn aria-hidden />
            {t('summary')}
          </Button>
          <QueueLink schedule={schedule} range={range} />
        </>
      )}
      {opened === 'start' && <StartDialog schedule={schedule} DeviceCheck={DeviceCheck} onClose={close} />}
      {opened === 'edit' && <ScheduleDialog schedule={schedule} onClose={close} />}
      {opened === 'cancel' && <CancelDialog schedule={schedule} onClose={close} />}
      {opened === 'summary' && (
        <Dialog open onOpenChange={close} title={t('summary')} description={range} className="sm:max-w-xl">
          <DaySummary scheduleId={schedule.id} />
        </Dialog>
      )}
    </>
  )
}

function QueueLink({ schedule, range }: { schedule: Schedule; range: string }) {
  const { t } = useTranslation('doctor')
  return (
    <Link
      to={`/doctor/practice/${schedule.id}`}
      aria-label={t('queueOf', { range })}
      className={buttonClass('secondary')}
    >
      <Users aria-hidden />
      {t('queue')}
    </Link>
  )
}

interface UpcomingMenuProps {
  schedule: Schedule
  range: string
  onOpen: (what: Opened) => void
}

function UpcomingMenu({ schedule, range, onOpen }: UpcomingMenuProps) {
  const { t } = useTranslation('doctor')
  const calendar = useCalendar(schedule)
  return (
    <Menu
      trigger={
        <button type="button" aria-label={t('more', { range })} className={buttonClass('ghost', 'icon', 'ml-auto')}>
          <Ellipsis aria-hidden />
        </button>
      }
    >
      <MenuItem icon={Pencil} onClick={() => onOpen('edit')}>
        {t('edit')}
      </MenuItem>
      <MenuItem icon={CalendarDays} onClick={() => calendar.run()}>
        {t('calendar')}
      </MenuItem>
      <MenuItem icon={Trash2} danger onClick={() => onOpen('cancel')}>
        {t('cancelSchedule')}
      </MenuItem>
    </Menu>
  )
}
