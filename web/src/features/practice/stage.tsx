import { PhoneOutgoing, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../../app/live-context'
import { cx } from '../../components/cx'
import { ProblemNotice } from '../../components/problem-notice'
import { Button, buttonClass } from '../../components/ui/button'
import { countWaiting, nextReady } from '../../domain/queue'
import type { Call, Entry, PracticeState } from '../../domain/types'
import { ReachIcon } from './reach'
import { RingingStage } from './ringing-stage'
import { useCallPatient } from './use-call-commands'

/** The number and name of whom a call is with. */
export function useCallParty(state: PracticeState) {
  return (call: Call): { number: number | string; name: string } => ({
    number: state.entries[call.entryId]?.number ?? '?',
    name: call.patient.name,
  })
}

/** The frame: beside the queue on wide screens, at the thumb on phones. */
function StageFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('practice')
  return (
    <section
      aria-label={t('stage.label')}
      className="sticky bottom-0 z-20 order-last -mx-4 flex flex-col gap-3 border-line border-t bg-raised px-4 pt-4 pb-[max(1rem,env(safe-area-inset-bottom))] shadow-float sm:-mx-6 sm:px-6 lg:static lg:order-none lg:mx-0 lg:rounded-card lg:border lg:p-5 lg:shadow-card"
    >
      {children}
    </section>
  )
}

function Quiet({ title, text, action }: { title: string; text?: string; action?: ReactNode }) {
  return (
    <>
      <p className="font-bold">{title}</p>
      {text !== undefined && <p className="text-soft text-sm">{text}</p>}
      {action}
    </>
  )
}

function CallNext({ entry }: { entry: Entry }) {
  const { t } = useTranslation('practice')
  const call = useCallPatient()
  const name = entry.patient?.name ?? t('row.unknown')
  return (
    <>
      <ProblemNotice problem={call.problem} />
      <div className="hidden lg:block">
        <h2 className="font-semibold text-soft text-sm">{t('stage.next')}</h2>
        <p className="font-bold text-xl [overflow-wrap:anywhere]">
          {entry.number}. {name}
        </p>
        {entry.reason !== undefined && (
          <p className="mt-1 text-soft text-sm [overflow-wrap:anywhere]">{entry.reason}</p>
        )}
      </div>
      {entry.reachability !== undefined && entry.reachability !== 'LIVE' && (
        <p className={cx('flex gap-2 text-sm', entry.reachability === 'NONE' ? 'text-warn-text' : 'text-soft')}>
          <ReachIcon reachability={entry.reachability} className="mt-0.5 size-4 shrink-0" />
          {t(`reachMeans.${entry.reachability}`)}
        </p>
      )}
      <Button size="lg" className="w-full" busy={call.busy} onClick={() => call.run(entry)}>
        <PhoneOutgoing aria-hidden />
        <span className="min-w-0 text-left [overflow-wrap:anywhere]">
          {t('stage.callNext', { number: entry.number, name })}
        </span>
      </Button>
    </>
  )
}

function ActiveStage({ call, title }: { call: Call; title: string }) {
  const { t } = useTranslation('practice')
  return (
    <>
      <p className="flex items-center gap-2 font-bold">
        <Video aria-hidden className="size-5 shrink-0 text-accent-text" />
        {title}
      </p>
      <Link to={`/call/${call.id}`} className={buttonClass('primary', 'lg')}>
        {t('stage.openCall')}
      </Link>
    </>
  )
}

/** The one thing to do now: call the next, wait for the ring, or go back into the consultation. */
export function Stage({ state }: { state: PracticeState }) {
  const { t } = useTranslation('practice')
  const party = useCallParty(state)
  const elsewhere = useMe().state?.call
  const { schedule, call, entries } = state
  const next = nextReady(entries)

  function content() {
    if (call?.status === 'RINGING') {
      const title = t('stage.ringing', party(call))
      return <RingingStage call={call} receipts={state.receipts} entry={entries[call.entryId]} title={title} />
    }
    if (call !== undefined) return <ActiveStage call={call} title={t('stage.active', party(call))} />
    if (schedule.status === 'UPCOMING') {
      const toSchedules = (
        <Link to="/doctor" className={buttonClass('secondary')}>
          {t('stage.toSchedules')}
        </Link>
      )
      return <Quiet title={t('stage.upcoming')} text={t('stage.upcomingText')} action={toSchedules} />
    }
    if (elsewhere !== undefined) return <ActiveStage call={elsewhere} title={t('stage.elsewhere')} />
    if (next !== undefined) return <CallNext entry={next} />
    if (countWaiting(entries) === 0) return <Quiet title={t('stage.nobody')} />
    return <Quiet title={t('stage.nobodyReady')} text={t('stage.nobodyReadyText')} />
  }

  return <StageFrame>{content()}</StageFrame>
}
