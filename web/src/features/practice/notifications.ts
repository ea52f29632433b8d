/** Notifications on the doctor's own screen, through the app's service worker. */

/** One at a time: the newest news replaces the last. */
const TAG = 'queue'

/** TypeScript knows only the options that every browser has. */
type Options = NotificationOptions & { renotify?: boolean }

function container(): ServiceWorkerContainer | undefined {
  return navigator.serviceWorker
}

/** Whether this browser has what it takes; the permission is another question. */
export function canNotify(): boolean {
  return typeof Notification !== 'undefined' && 'serviceWorker' in navigator
}

export function mayNotify(): boolean {
  return canNotify() && Notification.permission === 'granted'
}

/** The browser refuses, and asking again is in vain: only its own settings help. */
export function isRefused(): boolean {
  return canNotify() && Notification.permission === 'denied'
}

/** Asks the person. Call it in a tap. */
export async function askPermission(): Promise<boolean> {
  if (!canNotify()) return false
  return (await Notification.requestPermission()) === 'granted'
}

/**
 * Shows the news over whatever is on the screen. It may be seen by others: no names.
 * @param path where a click leads, see the service worker
 */
export async function notify(title: string, body: string, path: string): Promise<void> {
  const options: Options = {
    body,
    tag: TAG,
    renotify: true,
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    data: { kind: 'open', path },
  }
  try {
    // Right after the first visit the worker is still on its way.
    await (await container()?.ready)?.showNotification(title, options)
  } catch {
    // The permission was taken back meanwhile: the page tells the same.
  }
}

/** The page is looked at: what the notification said stands there. */
export async function takeAwayNotifications(): Promise<void> {
  const registration = await container()?.getRegistration()
  for (const note of (await registration?.getNotifications({ tag: TAG })) ?? []) note.close()
}
