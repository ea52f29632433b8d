import { PhoneOff, Video } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../../app/live-context'
import { Button, buttonClass } from '../../components/ui/button'
import type { Call, Role } from '../../domain/types'
import type { CallSession } from '../../rtc/session'
import { CallTimer } from './call-timer'
import { otherOf, useHeldSession, useSessionState } from './hooks'
import { useEndCall } from './use-end-call'
import { VideoView } from './video-view'

/** Leads back to the running call from every page but its own, and keeps its sound and a small picture meanwhile. */
export function ReturnToCallBar() {
  const me = useMe().state
  const session = useHeldSession()
  const call = me?.call
  if (me === undefined || call?.status !== 'ACTIVE') return null
  return <Bar call={call} role={me.user.role} session={session?.callId === call.id ? session : undefined} />
}

function Bar({ call, role, session }: { call: Call; role: Role; session: CallSession | undefined }) {
  const { t } = useTranslation('call')
  const { name } = otherOf(call, role)
  const ending = useEndCall(call.id, nothing)
  return (
    <section aria-label={t('bar.label')} className="sticky top-16 z-20 bg-accent text-on-accent">
      <div className="mx-auto flex max-w-5xl items-center gap-3 px-4 py-2 sm:px-6">
        {session ? <Remote session={session} name={name} /> : <Video aria-hidden className="size-6 shrink-0" />}
        <div className="min-w-0 flex-1">
          <p className="truncate font-semibold text-sm">
            <span className="hidden sm:inline">{t(session ? 'bar.with' : 'bar.notHere', { name })}</span>
            <span className="sm:hidden">{name}</span>
          </p>
          <CallTimer call={call} />
        </div>
        <Link to={`/call/${call.id}`} className={buttonClass('secondary')}>
          {t('bar.return')}
        </Link>
        <Button variant="danger" size="icon" aria-label={t('end')} busy={ending.busy} onClick={ending.end}>
          <PhoneOff aria-hidden />
        </Button>
      </div>
    </section>
  )
}

/** The bar goes by itself when the pushed state has no call any more. */
const nothing = () => {}

function Remote({ session, name }: { session: CallSession; name: string }) {
  const { t } = useTranslation('call')
  const { remote } = useSessionState(session)
  if (remote === undefined) return <Video aria-hidden className="size-6 shrink-0" />
  return (
    <span className="relative h-11 w-16 shrink-0 overflow-hidden rounded-control bg-black">
      <VideoView stream={remote} label={t('picture', { name })} className="size-full" />
    </span>
  )
}
