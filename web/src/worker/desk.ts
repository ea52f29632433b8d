import type { RingPush } from './payload'

/** Where notifications appear: the worker's registration, as far as it is used. */
export interface Desk {
  /** Shows a notification, in place of one with the same tag. Rejects when the permission is gone. */
  show(title: string, options: NoteOptions): Promise<void>
  /** Takes the notifications with this tag away. */
  close(tag: string): Promise<void>
  /** Whether a notification that replaces another can alert again. Where not, it is closed and shown anew. */
  readonly renotifies: boolean
  /** How many buttons a notification can have; 0 where a click is all there is. */
  readonly maxActions: number
}

/** The options of a notification; TypeScript knows only those that every browser has. */
export interface NoteOptions extends NotificationOptions {
  tag: string
  data: NoteData
  actions?: { action: NoteAction; title: string }[]
  vibrate?: number[]
  renotify?: boolean
}

export type NoteAction = 'answer' | 'decline'

/** What a notification remembers for the click on it, which may wake another life of the worker. */
export type NoteData = RingPush | { readonly kind: 'open'; readonly path: string; readonly receipt?: string }

/** Pictures of every notification; the badge is the monochrome one in Android's status bar. */
export const noteLooks = { icon: '/icons/icon-192.png', badge: '/icons/badge-96.png' } as const

/** A notification's data as it comes back from the browser; undefined when another version wrote it. */
export function readNoteData(data: unknown): NoteData | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return undefined
  return data.kind === 'ring' || data.kind === 'open' ? (data as NoteData) : undefined
}

function maxActionsOf(Type: typeof Notification): number {
  const { maxActions } = Type as typeof Notification & { maxActions?: number }
  // Not every browser that has buttons says how many; two is the least of those that do.
  return maxActions ?? ('actions' in Type.prototype ? 2 : 0)
}

/** The desk of the browser's own registration. */
export function makeDesk(registration: ServiceWorkerRegistration, Type: typeof Notification): Desk {
  return {
    show: (title, options) => registration.showNotification(title, options),
    close: async (tag) => {
      for (const note of await registration.getNotifications({ tag })) note.close()
    },
    renotifies: 'renotify' in Type.prototype,
    maxActions: maxActionsOf(Type),
  }
}
