import { useTranslation } from 'react-i18next'
import type { Chat } from '../../rtc/chat'
import { useChat } from './chat-panel'

/** Says to who does not see the badge that something was written. While the chat is open its list speaks for itself. */
export function ChatNews({ chat, name }: { chat: Chat; name: string }) {
  const { t } = useTranslation('call')
  const { unread } = useChat(chat)
  return (
    <p role="status" data-news="chat" className="sr-only">
      {unread > 0 && t('chat.news', { count: unread, name })}
    </p>
  )
}
