import { Ellipsis, MessageSquare, PhoneOff, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/ui/dialog'
import type { Chat } from '../../rtc/chat'
import type { LocalMedia } from '../../rtc/local-media'
import { useChat } from './chat-panel'
import { ControlButton } from './control-button'
import { DeviceSheet } from './device-sheet'
import { MediaButtons } from './media-buttons'
import { MoreSheet } from './more-sheet'
import { ShortcutHelp } from './shortcut-help'
import type { EndCall } from './use-end-call'
import { type ShortcutActions, toggleDevice, useShortcuts } from './use-shortcuts'
import type { Tool } from './use-tools'

interface ControlsProps {
  media: LocalMedia
  ending: EndCall
  chat: Chat
  /** Whether the chat is shown, and what shows or hides it. */
  isChatOpen: boolean
  toggleChat: () => void
  /** What this browser can do besides. */
  tools: readonly Tool[]
}

type Sheet = 'devices' | 'shortcuts' | 'more'

/** Everything a thumb needs at the bottom of the room, and the same by keys. Where it is narrow, the rest is one tap away. */
export function Controls({ media, ending, chat, isChatOpen, toggleChat, tools }: ControlsProps) {
  const { t } = useTranslation('call')
  const [sheet, setSheet] = useState<Sheet>()
  const actions = actionsOf(media, tools, { chat: toggleChat, help: () => setSheet('shortcuts') })
  const { news, ...shortcuts } = useShortcuts(actions)
  const { unread } = useChat(chat)
  const closes = (open: boolean) => !open && setSheet(undefined)
  return (
    <>
      <div
        role="toolbar"
        aria-label={t('controls')}
        className="absolute inset-x-0 bottom-0 flex justify-center gap-2.5 bg-linear-to-t from-black/75 to-transparent px-3 pt-10 pb-[max(1.25rem,env(safe-area-inset-bottom))] @sm:gap-4"
      >
        <MediaButtons media={media} />
        <span className="hidden gap-4 @2xl:flex">
          {tools.map(({ id, icon, label, isOn, run }) => (
            <ControlButton key={id} icon={icon} label={label} tone={isOn ? 'off' : 'plain'} onClick={run} />
          ))}
        </span>
        <ControlButton
          icon={MessageSquare}
          label={unread > 0 ? t('chat.unread', { count: unread }) : t('chat.title')}
          badge={unread}
          tone={isChatOpen ? 'off' : 'plain'}
          aria-expanded={isChatOpen}
          onClick={toggleChat}
        />
        <span className="hidden @2xl:flex">
          <ControlButton icon={SlidersHorizontal} label={t('devices')} onClick={() => setSheet('devices')} />
        </span>
        <span className="flex @2xl:hidden">
          <ControlButton icon={Ellipsis} label={t('more')} onClick={() => setSheet('more')} />
        </span>
        <ControlButton icon={PhoneOff} label={t('end')} tone="end" onClick={ending.end} />
      </div>
      <p role="status" data-news="keys" className="sr-only">
        {news && t(`shortcuts.news.${news}`)}
      </p>
      <Dialog open={sheet === 'more'} onOpenChange={closes} title={t('more')}>
        <MoreSheet
          tools={tools}
          onDevices={() => setSheet('devices')}
          onShortcuts={() => setSheet('shortcuts')}
          onDone={() => setSheet(undefined)}
        />
      </Dialog>
      <Dialog open={sheet === 'devices'} onOpenChange={closes} title={t('devices')}>
        <DeviceSheet media={media} onShortcuts={() => setSheet('shortcuts')} />
      </Dialog>
      <Dialog open={sheet === 'shortcuts'} onOpenChange={closes} title={t('shortcuts.title')}>
        <ShortcutHelp {...shortcuts} actions={actions} />
      </Dialog>
    </>
  )
}

function actionsOf(
  media: LocalMedia,
  tools: readonly Tool[],
  own: Record<'chat' | 'help', () => void>,
): ShortcutActions {
  const quietly = (run: () => void) => () => {
    run()
    return undefined
  }
  return {
    microphone: () => toggleDevice(media, 'microphone'),
    camera: () => toggleDevice(media, 'camera'),
    ...Object.fromEntries(tools.flatMap(({ shortcut, run }) => (shortcut ? [[shortcut, quietly(run)]] : []))),
    chat: quietly(own.chat),
    help: quietly(own.help),
  }
}
