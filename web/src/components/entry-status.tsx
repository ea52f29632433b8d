import { CircleCheck, CircleDashed, CircleOff, DoorOpen, PhoneCall, UserRoundCheck, Video } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { EntryStatus } from '../domain/types'
import { Badge, type BadgeTone } from './ui/badge'

const looks: Record<EntryStatus, { tone: BadgeTone; icon: typeof Video }> = {
  NOT_READY: { tone: 'neutral', icon: CircleDashed },
  READY: { tone: 'accent', icon: CircleCheck },
  RINGING: { tone: 'warn', icon: PhoneCall },
  IN_CALL: { tone: 'accent', icon: Video },
  DONE: { tone: 'neutral', icon: UserRoundCheck },
  LEFT: { tone: 'neutral', icon: DoorOpen },
  NOT_SEEN: { tone: 'neutral', icon: CircleOff },
}

export function EntryStatusBadge({ status }: { status: EntryStatus }) {
  const { t } = useTranslation('common')
  const { tone, icon: Icon } = looks[status]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {t(`entry.${status}`)}
    </Badge>
  )
}
