import { CircleOff, DoorOpen, HeartHandshake } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { buttonClass } from '../../components/ui/button'
import { EmptyState } from '../../components/ui/empty-state'
import { isTakingPatients } from '../../domain/schedule'
import type { Entry, Schedule } from '../../domain/types'
import { JoinCard } from './join-card'

const icons = { DONE: HeartHandshake, LEFT: DoorOpen, NOT_SEEN: CircleOff } as const

/** The number has had its turn, or was given up: what happened and the way on. */
export function EndedCard({ entry, schedule }: { entry: Entry; schedule: Schedule }) {
  const { t } = useTranslation('waiting')
  const status = entry.status as keyof typeof icons
  const canJoinAgain = status === 'LEFT' && isTakingPatients(schedule)
  return (
    <>
      <EmptyState
        icon={icons[status]}
        title={t(`ended.${status}`)}
        action={
          <Link to="/patient" className={buttonClass('secondary')}>
            {t('ended.other')}
          </Link>
        }
      >
        {t(`ended.${status}text`, { number: entry.number })}
      </EmptyState>
      {canJoinAgain && <JoinCard schedule={schedule} />}
    </>
  )
}
