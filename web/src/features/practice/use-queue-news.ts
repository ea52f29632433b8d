import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components/ui/toast'
import { queueNews } from '../../domain/queue'
import type { Entry } from '../../domain/types'
import { chimeIsOn, playChime } from './chime'

/**
 * Chimes when somebody joins or turns ready, and returns the same as a sentence for screen readers. A ring that was not
 * answered is told on the screen.
 */
export function useQueueNews(entries: Record<string, Entry>): string {
  const { t } = useTranslation('practice')
  const before = useRef(entries)
  const [sentence, setSentence] = useState('')
  useEffect(() => {
    const { joined, ready, unanswered } = queueNews(before.current, entries)
    before.current = entries
    const words = (entry: Entry) => ({ number: entry.number, name: entry.patient?.name ?? t('row.unknown') })
    for (const entry of unanswered) {
      showToast(t(entry.lastOutcome === 'DECLINED' ? 'outcome.DECLINED' : 'outcome.MISSED', words(entry)))
    }
    const newest = ready.at(-1) ?? joined.at(-1)
    if (newest === undefined) return
    const kind = ready.length > 0 ? 'ready' : 'joined'
    setSentence(t(`news.${kind}`, words(newest)))
    if (chimeIsOn()) void playChime()
  }, [entries, t])
  return sentence
}
