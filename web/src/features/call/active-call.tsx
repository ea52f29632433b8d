import { CloudOff, MonitorSmartphone, PhoneOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ProblemNotice } from '../../components/problem-notice'
import { Button, buttonClass } from '../../components/ui/button'
import type { Call, CallState, Role } from '../../domain/types'
import type { CallSession } from '../../rtc/session'
import { CallPanel } from './call-panel'
import { scheduleRoomOf, useSessionState } from './hooks'
import { Preview } from './preview'
import { Room } from './room'
import { type EndCall, useEndCall } from './use-end-call'
import { join, useSession } from './use-session'

export interface ActiveCallProps {
  state: CallState
  role: Role
  /** The end was told to the server, or it knew already. */
  onOver: (call: Call | undefined) => void
}

/** A call that goes on, on this page: before joining, in the room, or given to another device. */
export function ActiveCall(props: ActiveCallProps) {
  const session = useSession(props.state.call.id)
  return session === undefined ? null : <WithSession {...props} session={session} />
}

function WithSession({ state, role, onOver, session }: ActiveCallProps & { session: CallSession }) {
  const { phase } = useSessionState(session)
  const ending = useEndCall(state.call.id, onOver)
  switch (phase) {
    case 'preview':
      return <Preview session={session} state={state} role={role} onJoin={() => join(session)} ending={ending} />
    case 'taken_over':
      return <TakenOver call={state.call} role={role} session={session} ending={ending} />
    case 'ended':
      return <Ending ending={ending} />
    default:
      return <Room session={session} state={state} role={role} ending={ending} />
  }
}

function TakenOver({
  call,
  role,
  session,
  ending,
}: Omit<ActiveCallProps, 'state' | 'onOver'> & {
  call: Call
  session: CallSession
  ending: EndCall
}) {
  const { t } = useTranslation('call')
  const actions = (
    <>
      <Button size="lg" onClick={() => void session.takeBack()}>
        {t('taken.here')}
      </Button>
      <Link to={scheduleRoomOf(call, role)} className={buttonClass('secondary', 'lg')}>
        {t(`back.${role}`)}
      </Link>
      <ProblemNotice problem={ending.problem} />
      <Button variant="quietDanger" busy={ending.busy} onClick={ending.end}>
        {t('end')}
      </Button>
    </>
  )
  return (
    <CallPanel icon={MonitorSmartphone} title={t('taken.title')} actions={actions}>
      {t('taken.text')}
    </CallPanel>
  )
}

/** The own part is over already; the server has not heard of it yet. */
function Ending({ ending }: { ending: EndCall }) {
  const { t } = useTranslation('call')
  if (ending.problem === undefined) {
    return (
      <CallPanel icon={PhoneOff} title={t('ending.working')}>
        {t('over.devicesOff')}
      </CallPanel>
    )
  }
  const again = (
    <Button size="lg" variant="danger" busy={ending.busy} onClick={ending.end}>
      {t('ending.again')}
    </Button>
  )
  return (
    <CallPanel icon={CloudOff} title={t('ending.failedTitle')} actions={again} isFailure>
      {t('ending.failedText')}
    </CallPanel>
  )
}
