import { CalendarDays } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { useCalendar } from '../../components/use-calendar'
import type { Schedule } from '../../domain/types'

/** Puts a coming practice into the patient's own calendar. */
export function CalendarButton({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('waiting')
  const calendar = useCalendar(schedule)
  if (schedule.status !== 'UPCOMING') return null
  return (
    <>
      <ProblemNotice problem={calendar.problem} />
      <Button variant="ghost" className="self-center" busy={calendar.busy} onClick={() => calendar.run()}>
        {!calendar.busy && <CalendarDays aria-hidden />}
        {t('calendar')}
      </Button>
    </>
  )
}
