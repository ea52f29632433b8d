/** The push parts on this browser's own service worker, notifications and storage. */

import { api } from '../live/http'
import { onWorkerMessage } from '../live/worker-link'
import { AppWorker } from './app-worker'
import { InstallOffer } from './install'
import { PushDevice } from './push-device'
import { type Platform, pushSupport } from './support'

function storage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

/** What this browser is and can, as far as push and installing are concerned. */
function thisPlatform(): Platform {
  return {
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    hasPush: 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window,
    isInstalled:
      window.matchMedia?.('(display-mode: standalone)').matches === true ||
      // Safari on iPhones and iPads says it in its own way.
      (navigator as Navigator & { standalone?: boolean }).standalone === true,
  }
}

function makeAppWorker(): AppWorker {
  return new AppWorker({
    container: navigator.serviceWorker as ServiceWorkerContainer | undefined,
    reload: () => location.reload(),
  })
}

/** Browsers without the Permissions API tell nothing; the next page that opens finds out. */
function onPermissionChange(listener: () => void): () => void {
  const stop = new AbortController()
  navigator.permissions?.query({ name: 'notifications' }).then(
    (status) => status.addEventListener('change', listener, { signal: stop.signal }),
    () => {},
  )
  return () => stop.abort()
}

function makePushDevice(): PushDevice {
  return new PushDevice({
    support: () => pushSupport(thisPlatform()),
    permission: () => Notification.permission,
    askPermission: () => Notification.requestPermission(),
    onPermissionChange,
    exclusively: async (work) => {
      // Without Web Locks two pages that arm at the same time may disturb one another; each says so and can try again.
      const locks = navigator.locks as LockManager | undefined
      await (locks === undefined ? work() : locks.request('praktik.push', work))
    },
    subscriber: async () => (await navigator.serviceWorker.ready).pushManager,
    clearNotes: async () => {
      const registration = await navigator.serviceWorker?.getRegistration()
      for (const note of (await registration?.getNotifications()) ?? []) note.close()
    },
    api,
    onTestArrived: (listener) => onWorkerMessage(({ type }) => type === 'push_test' && listener()),
    storage: storage(),
    now: () => Date.now(),
    setTimer: (callback, ms) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  })
}

/** The page's own; make them once, before the page has loaded. */
export function makeBrowserPush(): { device: PushDevice; worker: AppWorker; install: InstallOffer } {
  return {
    device: makePushDevice(),
    worker: makeAppWorker(),
    install: new InstallOffer({ platform: thisPlatform, target: window }),
  }
}
