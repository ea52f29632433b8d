import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useTopic } from '../../app/live-context'
import { EntryStatusBadge } from '../../components/entry-status'
import { byNumber, isWaiting } from '../../domain/queue'
import type { Entry, PracticeState } from '../../domain/types'

/** Who waits in the doctor's queue, in order; undefined until it is known. */
function useWaiting(scheduleId: string): Entry[] | undefined {
  const practice = useTopic<PracticeState>(`practice:${scheduleId}`).state
  return practice && byNumber(practice.entries).filter((entry) => isWaiting(entry.status))
}

/** How many wait, and how many of them are ready, in words. */
function useCounts(waiting: readonly Entry[]): readonly [string, string] {
  const { t } = useTranslation('call')
  const ready = waiting.filter((entry) => entry.status === 'READY').length
  return [t('queue.count', { count: waiting.length }), t('queue.ready', { count: ready })]
}

/** The queue beside the call, for the doctor on a wide screen. */
export function QueueSide({ scheduleId }: { scheduleId: string }) {
  const { t } = useTranslation('call')
  const waiting = useWaiting(scheduleId)
  const counts = useCounts(waiting ?? [])
  return (
    <aside
      aria-label={t('queue.title')}
      className="hidden min-h-0 flex-[1_1_40%] flex-col gap-3 overflow-y-auto rounded-card bg-surface p-4 lg:flex"
    >
      <h2 className="text-lg">{t('queue.title')}</h2>
      <p className="text-soft text-sm">{waiting?.length === 0 ? t('queue.empty') : counts.join(' · ')}</p>
      <ol className="flex flex-col">
        {waiting?.map((entry) => (
          <li key={entry.id} className="flex items-center gap-3 border-line border-t py-3">
            <span className="tabular w-8 shrink-0 text-right font-bold text-lg">{entry.number}</span>
            <div className="flex min-w-0 flex-1 flex-col gap-1">
              <span className="truncate font-semibold">{entry.patient?.name}</span>
              <EntryStatusBadge status={entry.status} />
            </div>
          </li>
        ))}
      </ol>
    </aside>
  )
}

/** The same in a few words, where there is no room for more. */
export function QueueCount({ scheduleId }: { scheduleId: string }) {
  const { t } = useTranslation('call')
  const waiting = useWaiting(scheduleId)
  const counts = useCounts(waiting ?? [])
  if (waiting === undefined) return null
  return (
    <p className="flex items-center gap-1.5 shrink-0 rounded-full bg-black/50 px-3 py-1.5 text-white text-xs lg:hidden">
      <Users aria-hidden className="size-4" />
      <span className="sr-only">{t('queue.title')}: </span>
      <span className="flex flex-col leading-tight sm:flex-row sm:gap-2">
        {counts.map((words) => (
          <span key={words}>{words}</span>
        ))}
      </span>
    </p>
  )
}
