import { UserCheck, Users } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTopic } from '../../app/live-context'
import { cx } from '../../components/cx'
import { EntryStatusBadge } from '../../components/entry-status'
import { byNumber, isWaiting, queueNews } from '../../domain/queue'
import type { Entry, PracticeState } from '../../domain/types'
import { Note } from './note'

/** How long somebody who turned ready stands out, milliseconds. */
const FRESH_MS = 10_000

/** Who turned ready just now. */
export function useJustReady(scheduleId: string | undefined): Entry | undefined {
  const topic = scheduleId === undefined ? undefined : `practice:${scheduleId}`
  const entries = useTopic<PracticeState>(topic).state?.entries
  const before = useRef(entries)
  const [fresh, setFresh] = useState<Entry>()
  useEffect(() => {
    const news = before.current && entries && queueNews(before.current, entries).ready.at(-1)
    before.current = entries
    if (news !== undefined) setFresh(news)
    // Whoever left again or is called does not stand out any longer.
    else setFresh((last) => (last && entries?.[last.id]?.status === 'READY' ? last : undefined))
  }, [entries])
  useEffect(() => {
    if (fresh === undefined) return
    const timer = setTimeout(() => setFresh(undefined), FRESH_MS)
    return () => clearTimeout(timer)
  }, [fresh])
  return fresh
}

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

interface QueueSideProps {
  scheduleId: string
  /** Who turned ready just now. */
  fresh: Entry | undefined
  /** The other side may see this screen: nobody's name stands on it. */
  hidesNames: boolean
}

/** The queue beside the call, for the doctor on a wide screen. */
export function QueueSide({ scheduleId, fresh, hidesNames }: QueueSideProps) {
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
      {hidesNames && <p className="text-soft text-sm">{t('queue.namesHidden')}</p>}
      <ol className="flex flex-col">
        {waiting?.map((entry) => (
          <li
            key={entry.id}
            className={cx(
              '-mx-2 flex items-center gap-3 border-line border-t px-2 py-3 transition-colors duration-500',
              entry.id === fresh?.id && 'rounded-control bg-accent-soft',
            )}
          >
            <span className="tabular w-8 shrink-0 text-right font-bold text-lg">{entry.number}</span>
            <div className="flex min-w-0 flex-1 flex-col gap-1">
              {!hidesNames && <span className="truncate font-semibold">{entry.patient?.name}</span>}
              <EntryStatusBadge status={entry.status} />
            </div>
          </li>
        ))}
      </ol>
    </aside>
  )
}

/** Says who turned ready just now; seen where the queue itself is not. By number: the other side may look on. */
export function ReadyNote({ fresh }: { fresh: Entry | undefined }) {
  const { t } = useTranslation('call')
  return (
    <div role="status" className="lg:sr-only">
      {fresh && (
        <Note icon={UserCheck} isInStatus>
          {t('queue.justReady', { number: fresh.number })}
        </Note>
      )}
    </div>
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
