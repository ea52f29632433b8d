import { ArrowLeft, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useTopic } from '../../app/live-context'
import { useDocumentTitle } from '../../components/page'
import { ScheduleStatusBadge } from '../../components/schedule-status'
import { buttonClass } from '../../components/ui/button'
import { EmptyState } from '../../components/ui/empty-state'
import { LoadingShape, Skeleton } from '../../components/ui/spinner'
import { useFormat } from '../../components/use-format'
import type { PracticeState } from '../../domain/types'
import { ClosedPractice } from './closed-practice'
import { CompletePractice } from './complete-practice'
import { NoticeEditor } from './notice-editor'
import { QueueList } from './queue-list'
import { NewsSettings } from './settings'
import { Stage } from './stage'

function Loading() {
  const { t } = useTranslation('practice')
  return (
    <LoadingShape label={t('loading')} className="grid gap-4 lg:grid-cols-[1fr_22rem]">
      <Skeleton className="h-96 w-full" />
      <Skeleton className="h-52 w-full" />
    </LoadingShape>
  )
}

function Gone() {
  const { t } = useTranslation('practice')
  return (
    <EmptyState
      icon={SearchX}
      title={t('gone.title')}
      action={
        <Link to="/doctor" className={buttonClass('primary')}>
          {t('back')}
        </Link>
      }
    >
      {t('gone.text')}
    </EmptyState>
  )
}

function Heading({ state }: { state: PracticeState | undefined }) {
  const { t } = useTranslation('practice')
  const format = useFormat()
  return (
    <div className="flex flex-col gap-1">
      <Link to="/doctor" className={buttonClass('ghost', 'md', '-ml-3 self-start')}>
        <ArrowLeft aria-hidden />
        {t('back')}
      </Link>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="text-2xl sm:text-3xl">{t('title')}</h1>
        {state && (
          <>
            <ScheduleStatusBadge status={state.schedule.status} />
            <span className="tabular text-soft">
              {format.timeRange(state.schedule.startsAt, state.schedule.endsAt)}
            </span>
          </>
        )}
      </div>
    </div>
  )
}

/** The room of a practice that is open or still to come. */
function Room({ state, afterCall }: PracticePageProps & { state: PracticeState }) {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <QueueList state={state} />
      <aside className="contents lg:sticky lg:top-22 lg:flex lg:flex-col lg:gap-5">
        <Stage state={state} />
        <div className="flex flex-col gap-5">
          {afterCall}
          <NoticeEditor schedule={state.schedule} />
          <NewsSettings />
          {state.schedule.status === 'ONLINE' && <CompletePractice state={state} />}
        </div>
      </aside>
    </div>
  )
}

export interface PracticePageProps {
  /** What is asked after a call. */
  afterCall: ReactNode
}

/** The practice room: whom to call next, and the queue in its order. */
export function PracticePage({ afterCall }: PracticePageProps) {
  const { t } = useTranslation('practice')
  const { scheduleId } = useParams()
  const topic = useTopic<PracticeState>(`practice:${scheduleId}`)
  useDocumentTitle(t('title'))
  const { state } = topic
  const isOpen = state?.schedule.status === 'ONLINE' || state?.schedule.status === 'UPCOMING'
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-1 flex-col gap-5 px-4 py-4 sm:px-6">
      <Heading state={state} />
      {topic.status === 'gone' && <Gone />}
      {topic.status !== 'gone' && state === undefined && <Loading />}
      {state !== undefined && !isOpen && afterCall}
      {state !== undefined &&
        (isOpen ? <Room state={state} afterCall={afterCall} /> : <ClosedPractice state={state} />)}
    </div>
  )
}
