import { ArrowLeft, SearchX } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useMe, useTopic } from '../../app/live-context'
import { useDocumentTitle } from '../../components/page'
import { buttonClass } from '../../components/ui/button'
import { EmptyState } from '../../components/ui/empty-state'
import { LoadingShape, Skeleton } from '../../components/ui/spinner'
import { isOpen, ownEntry } from '../../domain/queue'
import type { ScheduleState } from '../../domain/types'
import { CalendarButton } from './calendar-button'
import { EndedCard } from './ended-card'
import { JoinCard } from './join-card'
import { LeaveQueue } from './leave-queue'
import { LineCard } from './line-card'
import { MyTicket } from './my-ticket'
import { OutcomeCard } from './outcome-card'
import { PracticeNotice } from './practice-notice'
import { TurnCard } from './turn-card'

export interface WaitingPageProps {
  /** The guided way to camera, microphone and sound; calls back when the patient is through. */
  GettingReady: ComponentType<{ onReady: () => void }>
  /** How this patient can be rung, in a line with the way to more. */
  Reach: ComponentType
  /** What is asked after a call. */
  afterCall: ReactNode
}

function Loading() {
  const { t } = useTranslation('waiting')
  return (
    <LoadingShape label={t('loading')} className="flex flex-col gap-4">
      <Skeleton className="h-40 w-full" />
      <Skeleton className="h-28 w-full" />
      <Skeleton className="h-40 w-full" />
    </LoadingShape>
  )
}

function Gone() {
  const { t } = useTranslation('waiting')
  return (
    <EmptyState
      icon={SearchX}
      title={t('gone.title')}
      action={
        <Link to="/patient" className={buttonClass('primary')}>
          {t('back')}
        </Link>
      }
    >
      {t('gone.text')}
    </EmptyState>
  )
}

function Room({ room, afterCall, ...parts }: WaitingPageProps & { room: ScheduleState }) {
  const me = useMe().state
  const entry = me && ownEntry(me.entries, room.schedule.id)
  if (me === undefined || entry === undefined) {
    return (
      <>
        <PracticeNotice room={room} />
        <JoinCard schedule={room.schedule} />
      </>
    )
  }
  const outcome = <OutcomeCard entry={entry} lastCall={me.lastCall} />
  if (!isOpen(entry.status)) {
    return (
      <>
        <MyTicket entry={entry} room={room} />
        {outcome}
        {afterCall}
        <EndedCard entry={entry} schedule={room.schedule} />
      </>
    )
  }
  return (
    <>
      <MyTicket entry={entry} room={room} />
      <PracticeNotice room={room} />
      {outcome}
      {afterCall}
      <TurnCard entry={entry} call={me.call} {...parts} />
      <LineCard entry={entry} room={room} />
      <CalendarButton schedule={room.schedule} />
      <LeaveQueue entry={entry} />
    </>
  )
}

/** The waiting room: the patient's place, what the practice says, and the switch that lets the doctor ring. */
export function WaitingPage(parts: WaitingPageProps) {
  const { t } = useTranslation('waiting')
  const { scheduleId } = useParams()
  const topic = useTopic<ScheduleState>(`schedule:${scheduleId}`)
  useDocumentTitle(t('title'))
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-4 px-4 py-4 sm:px-6 sm:py-6">
      <Link to="/patient" className={buttonClass('ghost', 'md', '-ml-3 self-start')}>
        <ArrowLeft aria-hidden />
        {t('back')}
      </Link>
      <h1 className="sr-only">{t('title')}</h1>
      {topic.status === 'gone' ? (
        <Gone />
      ) : topic.state === undefined ? (
        <Loading />
      ) : (
        <Room room={topic.state} {...parts} />
      )}
    </div>
  )
}
