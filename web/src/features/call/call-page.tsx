import { BellRing, PhoneOff, SearchX } from 'lucide-react'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import { useTopic } from '../../app/live-context'
import { useDocumentTitle } from '../../components/page'
import { buttonClass } from '../../components/ui/button'
import { Spinner } from '../../components/ui/spinner'
import { clearToasts, showToast } from '../../components/ui/toast'
import { formatClock } from '../../domain/format'
import type { Call, CallState, Role } from '../../domain/types'
import { ActiveCall } from './active-call'
import { CallPanel } from './call-panel'
import { otherOf, scheduleRoomOf, useRole } from './hooks'
import { useDarkRoom } from './use-dark-room'

/** `/call/:callId`: the preview, the room, and what is said when there is no call to be in. */
export function CallPage() {
  const { t } = useTranslation('call')
  const { callId = '' } = useParams()
  const topic = useTopic<CallState>(`call:${callId}`)
  const role = useRole()
  const call = topic.state?.call
  useDarkRoom()
  useDocumentTitle(call && role ? t('titleWith', { name: otherOf(call, role).name }) : t('title'))
  const land = useLanding(role)
  useLandAfterwards(call, land)
  // The last ring's outcome must not lie over the face of who answered this one.
  useEffect(clearToasts, [])

  if (topic.status === 'gone') return <Gone />
  if (topic.state === undefined || call === undefined || role === undefined) return <Opening />
  if (call.status === 'ACTIVE') {
    return <ActiveCall key={call.id} state={topic.state} role={role} onOver={(ended) => land(ended ?? call)} />
  }
  return call.status === 'RINGING' ? <StillRinging call={call} role={role} /> : <Over call={call} role={role} />
}

/** Leads from a call that is over to the room it came from, and says how it went. */
function useLanding(role: Role | undefined): (call: Call) => void {
  const { t } = useTranslation('call')
  const navigate = useNavigate()
  const landed = useRef<string>(undefined)
  return useCallback(
    (call: Call) => {
      // The reply to End and the pushed state both tell; the first one leads.
      if (role === undefined || landed.current === call.id) return
      landed.current = call.id
      showToast(t('over.title'), {
        kind: call.endReason === 'CONNECTION_LOST' ? 'error' : 'success',
        description: howItWent(t, call),
      })
      navigate(scheduleRoomOf(call, role), { replace: true })
    },
    [role, navigate, t],
  )
}

/** Whoever saw the call going on is led away when it is over; who opens a finished call reads about it. */
function useLandAfterwards(call: Call | undefined, land: (call: Call) => void): void {
  const seenActive = useRef<string>(undefined)
  useEffect(() => {
    if (call?.status === 'ACTIVE') seenActive.current = call.id
    else if (call !== undefined && call.status !== 'RINGING' && seenActive.current === call.id) land(call)
  }, [call, land])
}

type Translate = ReturnType<typeof useTranslation<'call'>>['t']

function howItWent(t: Translate, call: Call): string {
  const { answeredAt, endedAt, endReason } = call
  if (answeredAt === undefined) return t('over.unanswered')
  const reason = t(`over.${endReason ?? 'HUNG_UP'}`)
  if (endedAt === undefined) return reason
  return `${reason} ${t('over.lasted', { length: formatClock((endedAt - answeredAt) / 1000) })}`
}

function Opening() {
  const { t } = useTranslation('call')
  return (
    <main className="grid min-h-dvh place-items-center bg-paper text-soft">
      <span className="flex items-center gap-3">
        <Spinner />
        <span role="status">{t('opening')}</span>
      </span>
    </main>
  )
}

function Gone() {
  const { t } = useTranslation('call')
  const home = (
    <Link to="/" className={buttonClass('primary', 'lg')}>
      {t('gone.home')}
    </Link>
  )
  return (
    <CallPanel icon={SearchX} title={t('gone.title')} actions={home} isFailure>
      {t('gone.text')}
    </CallPanel>
  )
}

function WayBack({ call, role }: { call: Call; role: Role }) {
  const { t } = useTranslation('call')
  return (
    <Link to={scheduleRoomOf(call, role)} className={buttonClass('primary', 'lg')}>
      {t(`back.${role}`)}
    </Link>
  )
}

function StillRinging({ call, role }: { call: Call; role: Role }) {
  const { t } = useTranslation('call')
  return (
    <CallPanel icon={BellRing} title={t('ringing.title')} actions={<WayBack call={call} role={role} />}>
      {t('ringing.text')}
    </CallPanel>
  )
}

function Over({ call, role }: { call: Call; role: Role }) {
  const { t } = useTranslation('call')
  const way = <WayBack call={call} role={role} />
  const isFailure = call.endReason === 'CONNECTION_LOST'
  return (
    <CallPanel icon={PhoneOff} title={t('over.title')} actions={way} isFailure={isFailure}>
      <p>{howItWent(t, call)}</p>
      <p>{t('over.devicesOff')}</p>
    </CallPanel>
  )
}
