import { CalendarCheck2, CalendarClock, CalendarX2, Radio } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ScheduleStatus } from '../domain/types'
import { Badge, type BadgeTone } from './ui/badge'

const looks: Record<ScheduleStatus, { tone: BadgeTone; icon: typeof Radio }> = {
  ONLINE: { tone: 'accent', icon: Radio },
  UPCOMING: { tone: 'neutral', icon: CalendarClock },
  COMPLETED: { tone: 'neutral', icon: CalendarCheck2 },
  CANCELLED: { tone: 'danger', icon: CalendarX2 },
}

export function ScheduleStatusBadge({ status }: { status: ScheduleStatus }) {
  const { t } = useTranslation('common')
  const { tone, icon: Icon } = looks[status]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {t(`status.${status}`)}
    </Badge>
  )
}
