import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CallState, Role } from '../../domain/types'
import type { LinkHealth } from '../../rtc/link-health'
import type { CallSession } from '../../rtc/session'
import { CallTimer } from './call-timer'
import { ConnectionHealth } from './connection-health'
import { Controls } from './controls'
import { otherOf, scheduleRoomOf, useSessionState, useSize } from './hooks'
import { QueueCount, QueueSide } from './queue-side'
import { SelfView } from './self-view'
import { Stage } from './stage'
import type { EndCall } from './use-end-call'

interface RoomProps {
  session: CallSession
  state: CallState
  role: Role
  ending: EndCall
}

/** The video room: the other side large, oneself small, everything a thumb needs at the bottom. */
export function Room({ session, state, role, ending }: RoomProps) {
  const [ref, size] = useSize<HTMLElement>()
  const now = useSessionState(session)
  return (
    <div className="fixed inset-0 flex bg-paper text-ink lg:gap-3 lg:p-3">
      <main
        ref={ref}
        data-phase={now.phase}
        className="relative min-w-0 flex-1 overflow-hidden bg-[#060d0b] lg:rounded-card"
      >
        <Stage session={now} state={state} role={role} room={size} />
        <TopBar state={state} role={role} health={session.health} />
        <SelfView media={session.media} room={size} />
        <Controls media={session.media} ending={ending} />
      </main>
      {role === 'DOCTOR' && <QueueSide scheduleId={state.call.scheduleId} />}
    </div>
  )
}

function TopBar({ state, role, health }: { state: CallState; role: Role; health: LinkHealth }) {
  const { t } = useTranslation('call')
  const { call } = state
  return (
    <div className="absolute inset-x-0 top-0 flex items-center gap-2 bg-linear-to-b from-black/70 to-transparent px-3 pt-[max(0.75rem,env(safe-area-inset-top))] pb-8 text-white">
      <Link
        to={scheduleRoomOf(call, role)}
        aria-label={t(`back.${role}`)}
        className="grid size-touch shrink-0 place-items-center rounded-full bg-black/40 hover:bg-black/60"
      >
        <ArrowLeft aria-hidden className="size-5" />
      </Link>
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-base leading-tight">{otherOf(call, role).name}</h1>
        <div className="flex items-center gap-2">
          <CallTimer call={call} />
          <ConnectionHealth health={health} />
        </div>
      </div>
      {role === 'DOCTOR' && <QueueCount scheduleId={call.scheduleId} />}
    </div>
  )
}
