import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { queueNews } from '../../domain/queue'
import type { Entry } from '../../domain/types'
import { chimeIsOn, playChime } from './chime'

/** Chimes when somebody joins or turns ready, and returns the same as a sentence for screen readers. */
export function useQueueNews(entries: Record<string, Entry>): string {
  const { t } = useTranslation('practice')
  const before = useRef(entries)
  const [sentence, setSentence] = useState('')
  useEffect(() => {
    const { joined, ready } = queueNews(before.current, entries)
    before.current = entries
    const newest = ready.at(-1) ?? joined.at(-1)
    if (newest === undefined) return
    const kind = ready.length > 0 ? 'ready' : 'joined'
    setSentence(t(`news.${kind}`, { number: newest.number, name: newest.patient?.name ?? t('row.unknown') }))
    if (chimeIsOn()) void playChime()
  }, [entries, t])
  return sentence
}
