import { ArrowLeft } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { cx } from '../../components/cx'
import type { CallState, Role } from '../../domain/types'
import type { LinkHealth } from '../../rtc/link-health'
import type { CallSession } from '../../rtc/session'
import { CallTimer } from './call-timer'
import { ChatNews } from './chat-news'
import { ChatPanel } from './chat-panel'
import { ConnectionHealth } from './connection-health'
import { Controls } from './controls'
import { otherOf, scheduleRoomOf, useSessionState, useSize } from './hooks'
import { PictureWindow, usePictureInPicture } from './picture-window'
import { QueueCount, QueueSide, ReadyNote, useJustReady } from './queue-side'
import { SelfView } from './self-view'
import { SharingBanner } from './sharing-banner'
import { Stage } from './stage'
import { useDeviceNews } from './use-device-news'
import type { EndCall } from './use-end-call'
import { useTools } from './use-tools'

interface RoomProps {
  session: CallSession
  state: CallState
  role: Role
  ending: EndCall
}

/** The video room: the other side large, oneself small, everything a thumb needs at the bottom. */
export function Room({ session, state, role, ending }: RoomProps) {
  const [ref, size] = useSize<HTMLElement>()
  const [stageRef, stageSize] = useSize<HTMLDivElement>()
  const video = useRef<HTMLVideoElement>(null)
  const now = useSessionState(session)
  const { picture } = usePictureInPicture()
  const tools = useTools({ media: session.media, screen: session.screen, picture, video })
  const chat = useChatPanel()
  useDeviceNews(session.media)
  const { name } = otherOf(state.call, role)
  const { scheduleId } = state.call
  const fresh = useJustReady(role === 'DOCTOR' ? scheduleId : undefined)
  return (
    <div className="fixed inset-0 flex bg-paper text-ink lg:gap-3 lg:p-3">
      <main
        ref={ref}
        data-phase={now.phase}
        className={cx(
          '@container relative min-w-0 flex-1 overflow-hidden bg-[#060d0b] lg:rounded-card',
          // On a phone held sideways the chat stands beside it.
          chat.isOpen && 'max-lg:short:max-w-1/2',
        )}
      >
        {/* On a phone the chat covers the lower part: the picture stays in what is left. */}
        <div
          ref={stageRef}
          className={cx(
            'absolute inset-x-0 top-0 bottom-0',
            chat.isOpen && 'max-lg:bottom-[calc(58dvh+6rem)] short:bottom-0!',
          )}
        >
          <Stage session={now} state={state} role={role} room={stageSize} video={video}>
            <SharingBanner session={session} />
            <ReadyNote fresh={fresh} />
          </Stage>
        </div>
        <TopBar state={state} role={role} health={session.health} />
        <SelfView media={session.media} room={size} />
        <Controls
          media={session.media}
          ending={ending}
          chat={session.chat}
          isChatOpen={chat.isOpen}
          toggleChat={chat.toggle}
          tools={tools}
        />
      </main>
      {(role === 'DOCTOR' || chat.isOpen) && (
        <div className="contents lg:flex lg:w-80 lg:shrink-0 lg:flex-col lg:gap-3">
          {role === 'DOCTOR' && <QueueSide scheduleId={scheduleId} fresh={fresh} hidesNames={now.sharesScreen} />}
          {chat.isOpen && <ChatPanel chat={session.chat} name={name} onClose={chat.close} />}
        </div>
      )}
      <ChatNews chat={session.chat} name={name} />
      <PictureWindow picture={picture} session={session} name={name} ending={ending} />
    </div>
  )
}

/** Whether the chat is shown. Closing it leads the focus back to where it was opened. */
function useChatPanel() {
  const [isOpen, setOpen] = useState(false)
  const opener = useRef<Element>(null)
  const open = () => {
    opener.current = document.activeElement
    setOpen(true)
  }
  const close = () => {
    setOpen(false)
    if (opener.current instanceof HTMLElement) opener.current.focus()
  }
  return { isOpen, close, toggle: isOpen ? close : open }
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
          <ConnectionHealth health={health} callId={call.id} />
        </div>
      </div>
      {role === 'DOCTOR' && <QueueCount scheduleId={call.scheduleId} />}
    </div>
  )
}
