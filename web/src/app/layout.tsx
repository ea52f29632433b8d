import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet, ScrollRestoration } from 'react-router'
import { ReturnToCallBar, useOpenOwnCall } from '../features/call'
import { ConsentAsk } from '../features/consent'
import { QueueWatch } from '../features/practice'
import { IncomingCall } from '../features/ring'
import { useArrival } from './arrive'
import { Header } from './header'
import { OfflineBanner } from './offline-banner'
import { UpdateBar } from './update-bar'
import { usePushKeeping } from './use-push-keeping'

/** What every signed-in page carries, whatever it shows: the ring, the news of a doctor's queue, and the way back to a running call. */
export function SignedInFrame() {
  useOpenOwnCall()
  usePushKeeping()
  return (
    <>
      <Outlet />
      <IncomingCall />
      <QueueWatch />
    </>
  )
}

/** Header and content; the call room does without. */
export function Layout() {
  const { t } = useTranslation('common')
  const content = useRef<HTMLElement>(null)
  useArrival(content)
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-accent px-4 py-3 font-semibold text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skipToContent')}
      </a>
      <Header />
      <OfflineBanner />
      <UpdateBar />
      <ConsentAsk />
      <ReturnToCallBar />
      <main id="content" ref={content} tabIndex={-1} className="flex flex-1 flex-col outline-none">
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  )
}
