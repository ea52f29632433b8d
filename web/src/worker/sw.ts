/** The service worker: hands the browser's events to the parts that know what to do, and keeps itself alive for them. */

import type { PrecacheEntry } from 'workbox-precaching'
import { rememberedLanguage } from '../domain/worker-language'
import { makeDesk } from './desk'
import { makePages } from './pages'
import { makeTell } from './receipts'
import { renewSubscription } from './renewal'
import { serveShell } from './shell'
import { makeSwitchboard } from './switchboard'
import { textsIn } from './texts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] }

/** Where a browser puts the subscriptions of this event; TypeScript does not know it. */
interface SubscriptionChange extends ExtendableEvent {
  readonly newSubscription?: PushSubscription | null
}

function setTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

const ownFetch: typeof fetch = (...request) => fetch(...request)

const switchboard = makeSwitchboard({
  desk: makeDesk(self.registration, Notification),
  pages: makePages({ clients: self.clients, setTimer }),
  tell: makeTell({ fetch: ownFetch, setTimer }),
  texts: async () =>
    textsIn(await rememberedLanguage(caches), {
      languages: navigator.languages,
      timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
  now: () => Date.now(),
  setTimer,
  takeOver: () => self.skipWaiting(),
})

self.addEventListener('push', (event) => event.waitUntil(switchboard.onPush(event.data?.text())))

self.addEventListener('notificationclick', (event) =>
  event.waitUntil(switchboard.onClick(event.notification, event.action)),
)

self.addEventListener('message', (event) => event.waitUntil(switchboard.onMessage(event.data)))

self.addEventListener('pushsubscriptionchange', (event) => {
  const change = event as SubscriptionChange
  const subscribe = (applicationServerKey: string) =>
    self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
  change.waitUntil(renewSubscription(change.newSubscription ?? undefined, { fetch: ownFetch, subscribe }))
})

serveShell(self, self.__WB_MANIFEST)
