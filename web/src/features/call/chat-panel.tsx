import { Clock, SendHorizontal, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { Button } from '../../components/ui/button'
import { useFormat } from '../../components/use-format'
import { partsOf } from '../../domain/links'
import type { Chat, ChatMessage, ChatState } from '../../rtc/chat'
import { MESSAGE_LENGTH } from '../../rtc/chat-frames'
import { useLasting } from './hooks'

export function useChat(chat: Chat): ChatState {
  return useSyncExternalStore(chat.subscribe, () => chat.state)
}

/** How long a message may be on its way before the screen speaks of it. */
const DELIVERY_MS = 1500

interface ChatPanelProps {
  chat: Chat
  /** The other side. */
  name: string
  onClose: () => void
}

/** What the two say by text: a sheet over the picture on phones, beside it on wide screens. */
export function ChatPanel({ chat, name, onClose }: ChatPanelProps) {
  const { t } = useTranslation('call')
  const { messages, unread, isFull } = useChat(chat)
  // What arrives while the panel is shown has been seen.
  useEffect(() => {
    if (unread > 0) chat.look()
  }, [chat, unread])
  return (
    <section
      aria-label={t('chat.title')}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="absolute inset-x-0 bottom-[calc(6rem+env(safe-area-inset-bottom))] z-20 flex h-[58dvh] flex-col bg-surface text-ink shadow-float max-lg:rounded-card lg:static lg:h-auto lg:min-h-0 lg:flex-[1_1_60%] lg:rounded-card lg:shadow-none short:inset-y-0! short:right-0! short:left-1/2! short:h-auto!"
    >
      <header className="flex items-center gap-2 border-line border-b py-1 pr-1 pl-4">
        <h2 className="flex-1 text-lg">{t('chat.title')}</h2>
        <Button variant="ghost" size="icon" aria-label={t('chat.close')} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <Messages messages={messages} name={name} />
      <Composer chat={chat} isFull={isFull} name={name} />
    </section>
  )
}

function Messages({ messages, name }: { messages: readonly ChatMessage[]; name: string }) {
  const { t } = useTranslation('call')
  const end = useRef<HTMLDivElement>(null)
  const newest = messages.at(-1)?.key
  useEffect(() => {
    if (newest !== undefined) end.current?.scrollIntoView?.({ block: 'nearest' })
  }, [newest])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto overscroll-contain p-4" tabIndex={0}>
      <p className="text-center text-soft text-sm">{t('chat.note')}</p>
      <ol role="log" aria-label={t('chat.messages')} className="flex flex-col gap-2">
        {messages.map((message) => (
          <Message key={message.key} message={message} name={name} />
        ))}
      </ol>
      <div ref={end} />
    </div>
  )
}

function Message({ message, name }: { message: ChatMessage; name: string }) {
  const { t } = useTranslation('call')
  const format = useFormat()
  const { isOwn, text, at, delivered } = message
  const isLate = useLasting(!delivered, DELIVERY_MS)
  return (
    <li className={cx('flex max-w-[85%] flex-col gap-0.5', isOwn ? 'items-end self-end' : 'self-start')}>
      <span className="sr-only">{isOwn ? t('chat.you') : name}</span>
      <p
        className={cx(
          'whitespace-pre-wrap rounded-card px-3.5 py-2 [overflow-wrap:anywhere]',
          isOwn ? 'rounded-br-none bg-accent-soft' : 'rounded-bl-none bg-sunken',
        )}
      >
        {partsOf(text).map((part) =>
          part.href === undefined ? (
            part.text
          ) : (
            <a
              key={part.at}
              href={part.href}
              target="_blank"
              rel="noopener noreferrer"
              className="text-accent-text underline"
            >
              {part.text}
            </a>
          ),
        )}
      </p>
      <span className="flex items-center gap-1 px-1 text-soft text-xs">
        {isLate && (
          <>
            <Clock aria-hidden className="size-3.5" />
            {t('chat.waiting')} ·
          </>
        )}
        {format.time(at)}
      </span>
    </li>
  )
}

function Composer({ chat, isFull, name }: { chat: Chat; isFull: boolean; name: string }) {
  const { t } = useTranslation('call')
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    // On a phone the keyboard would come by surprise and cover the picture.
    if (!window.matchMedia?.('(pointer: coarse)').matches) field.current?.focus()
  }, [])
  const say = () => {
    if (chat.say(text)) setText('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the choice of a word in another script is not meant for us.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    say()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        say()
        field.current?.focus()
      }}
      className="flex flex-col gap-1 border-line border-t p-3"
    >
      {isFull && (
        <p role="status" className="text-sm text-warn-text">
          {t('chat.full', { name })}
        </p>
      )}
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          aria-label={t('chat.field', { name })}
          placeholder={t('chat.placeholder')}
          value={text}
          rows={1}
          maxLength={MESSAGE_LENGTH}
          enterKeyHint="send"
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-32 min-h-touch min-w-0 flex-1 resize-none rounded-control border border-line-strong bg-paper px-3.5 py-2.5 text-base text-ink placeholder:text-soft"
        />
        <Button type="submit" size="icon" aria-label={t('chat.send')} disabled={isFull || text.trim() === ''}>
          <SendHorizontal aria-hidden />
        </Button>
      </div>
    </form>
  )
}
