import { ChevronDown, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMe, useServerNow } from '../../app/live-context'
import { EmptyState } from '../../components/ui/empty-state'
import { countWaiting, splitQueue } from '../../domain/queue'
import { isTakingPatients } from '../../domain/schedule'
import type { Entry, PracticeState } from '../../domain/types'
import { QueueRow } from './queue-row'

/** Waiting times are shown in minutes. */
const everyTenSeconds = 10_000

function Counts({ entries }: { entries: Record<string, Entry> }) {
  const { t } = useTranslation('practice')
  const ready = Object.values(entries).filter((entry) => entry.status === 'READY').length
  return (
    <p className="tabular text-soft text-sm">
      {t('queueWaiting', { count: countWaiting(entries) })} · {t('queueReady', { count: ready })}
    </p>
  )
}

/** The queue in its order, and below it those who are through. */
export function QueueList({ state }: { state: PracticeState }) {
  const { t } = useTranslation('practice')
  const now = useServerNow(everyTenSeconds)
  const liveCall = useMe().state?.call ?? state.call
  const { open, closed } = splitQueue(state.entries)
  const isOver = !isTakingPatients(state.schedule)
  const row = (entry: Entry) => (
    <QueueRow key={entry.id} entry={entry} schedule={state.schedule} liveCall={liveCall} now={now} />
  )
  return (
    <section aria-labelledby="queue-title" className="flex min-w-0 flex-col gap-3">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="queue-title" className="text-xl">
          {t('queue')}
        </h2>
        <Counts entries={state.entries} />
      </div>
      {open.length === 0 && isOver ? null : open.length === 0 ? (
        <EmptyState icon={Users} title={t('empty.title')}>
          {t(state.schedule.status === 'ONLINE' ? 'empty.textOnline' : 'empty.textUpcoming')}
        </EmptyState>
      ) : (
        <ol aria-labelledby="queue-title" className="flex flex-col gap-2.5">
          {open.map(row)}
        </ol>
      )}
      {closed.length > 0 && (
        <details className="group" open={open.length === 0}>
          <summary className="flex min-h-touch list-none items-center gap-2 font-semibold text-sm text-soft [&::-webkit-details-marker]:hidden">
            <ChevronDown aria-hidden className="-rotate-90 size-4 transition-transform group-open:rotate-0" />
            {t('through', { count: closed.length })}
          </summary>
          <ol className="flex flex-col gap-2.5 pt-1">{closed.map(row)}</ol>
        </details>
      )}
    </section>
  )
}
