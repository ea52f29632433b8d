import type { QueueNews } from '../../domain/queue'
import type { Entry } from '../../domain/types'
import type { Preferences } from './preferences'

/** What a page knows when there is news of the queue. */
export interface Surroundings {
  readonly preferences: Preferences
  /** The doctor talks with a patient: nothing may sound or show over that. */
  readonly inCall: boolean
  readonly mayNotify: boolean
}

/** How the news is told beyond the screen itself. */
export interface Announcement {
  readonly kind: 'joined' | 'ready'
  /** Whom it is about; the newest when there are several. */
  readonly entry: Entry
  readonly chime: boolean
  /** In a notification, unless a page of the app is looked at. */
  readonly notify: boolean
}

/** Undefined when nobody joined or turned ready. Who turned ready counts more: that patient can be called. */
export function announcementOf(news: QueueNews, surroundings: Surroundings): Announcement | undefined {
  const entry = news.ready.at(-1) ?? news.joined.at(-1)
  if (entry === undefined) return undefined
  const { preferences, inCall, mayNotify } = surroundings
  return {
    kind: news.ready.length > 0 ? 'ready' : 'joined',
    entry,
    chime: preferences.chime && !inCall,
    notify: preferences.notification && mayNotify && !inCall,
  }
}

/** The same news has the same name in every tab of a browser. */
export function nameOf({ kind, entry }: Announcement): string {
  return `${entry.id}:${kind}:${entry.readyAt ?? entry.joinedAt}`
}
