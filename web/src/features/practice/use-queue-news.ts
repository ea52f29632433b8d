import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components/ui/toast'
import { queueNews } from '../../domain/queue'
import type { Entry, PracticeState } from '../../domain/types'
import { sound } from '../../rtc/browser'
import { type Announcement, announcementOf, nameOf } from './announcement'
import { preferences } from './browser-preferences'
import { mayNotify, notify, takeAwayNotifications } from './notifications'
import { oncePerBrowser } from './once-per-browser'

/**
 * Chimes and notifies when somebody joins or turns ready, and returns the same as a sentence for screen readers. A ring
 * that was not answered is told on the screen.
 */
export function useQueueNews(state: PracticeState, inCall: boolean): string {
  const { t } = useTranslation('practice')
  const { entries } = state
  const { id } = state.schedule
  const before = useRef(entries)
  const [sentence, setSentence] = useState('')

  useEffect(() => {
    if (before.current === entries) return
    const news = queueNews(before.current, entries)
    before.current = entries
    const words = (entry: Entry) => ({ number: entry.number, name: entry.patient?.name ?? t('row.unknown') })
    for (const entry of news.unanswered) {
      showToast(t(entry.lastOutcome === 'DECLINED' ? 'outcome.DECLINED' : 'outcome.MISSED', words(entry)))
    }
    const surroundings = { preferences: preferences().state, inCall, mayNotify: mayNotify() }
    const told = announcementOf(news, surroundings)
    if (told === undefined) return
    setSentence(t(`news.${told.kind}`, words(told.entry)))
    announce(told, { title: t(`notify.${told.kind}`, { number: told.entry.number }), body: t('title'), id })
  }, [entries, id, inCall, t])

  useEffect(() => {
    sound.preload('chime')
    const look = () => {
      if (document.visibilityState === 'visible') void takeAwayNotifications()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  return sentence
}

/** Milliseconds that a tab leaves to others that are more likely heard, or that are looked at. */
const UNTOUCHED_WAIT_MS = 300
const HIDDEN_WAIT_MS = 300

/** Sounds in one tab, the one that most likely may; and notifies when no tab is looked at. */
function announce(told: Announcement, note: { title: string; body: string; id: string }): void {
  const locks = navigator.locks as LockManager | undefined
  const deps = { locks, setTimer: (callback: () => void, ms: number) => void setTimeout(callback, ms) }
  const isHidden = document.visibilityState === 'hidden'
  const isTouched = (navigator.userActivation as UserActivation | undefined)?.hasBeenActive ?? false
  if (told.chime) {
    oncePerBrowser(deps, `chime:${nameOf(told)}`, isTouched ? 0 : UNTOUCHED_WAIT_MS, () => void sound.play('chime'))
  }
  if (told.notify) {
    oncePerBrowser(deps, `note:${nameOf(told)}`, isHidden ? HIDDEN_WAIT_MS : 0, () => {
      // A tab that is looked at tells it by itself.
      if (document.visibilityState === 'hidden') void notify(note.title, note.body, `/doctor/practice/${note.id}`)
    })
  }
}
