import { type ChatFrame, MESSAGE_LENGTH, readChatFrame } from './chat-frames'
import { Observable } from './observable'
import type { SideChannel } from './side-channels'

/** How many messages a page keeps, own and others; the oldest goes first. */
export const KEPT_MESSAGES = 500
/** How many own messages may wait for the other side before no more are taken. */
export const WAITING_MESSAGES = 50
/** How many pages of the other side are told apart; a reload or another device is a new one. */
export const KNOWN_PAGES = 16

export interface ChatMessage {
  /** Unlike that of every other message on this page. */
  readonly key: number
  readonly isOwn: boolean
  readonly text: string
  /** Local clock, milliseconds: when it was said or heard on this page. */
  readonly at: number
  /** The other side's page has it; always true of its own. */
  readonly delivered: boolean
}

export interface ChatState {
  /** In the order of this page. */
  readonly messages: readonly ChatMessage[]
  /** Messages of the other side since the last look. */
  readonly unread: number
  /** So many wait for the other side that no more are taken now. */
  readonly isFull: boolean
}

export interface ChatDeps {
  /** Names this page among those that ever took part in the call. */
  readonly page: string
  now(): number
}

type MessageFrame = Extract<ChatFrame, { text: string }>

/** A message of our own that is not confirmed. */
interface Waiting {
  readonly key: number
  readonly frame: MessageFrame
}

const empty: ChatState = { messages: [], unread: 0, isFull: false }

/**
 * What the two say by text: from page to page, kept in the memory of this page alone. A message stays in line until the
 * other side's page confirmed it and is sent again on every new connection, so that none is lost while both pages live;
 * its number tells a repeat.
 */
export class Chat extends Observable<ChatState> implements SideChannel {
  readonly name = 'chat'
  readonly id = 1
  readonly #deps: ChatDeps
  /** The last number heard from each page, the newest page last. */
  readonly #heard = new Map<string, number>()
  #waiting: readonly Waiting[] = []
  #said = 0
  #keys = 0
  #send: ((text: string) => void) | undefined

  constructor(deps: ChatDeps) {
    super(empty)
    this.#deps = deps
  }

  /** Says this to the other side; false when it is empty, too long, or there is no room for it now. */
  say(text: string): boolean {
    const trimmed = text.trim()
    if (trimmed === '' || trimmed.length > MESSAGE_LENGTH || this.state.isFull) return false
    const key = this.#keep({ isOwn: true, text: trimmed, delivered: false })
    const frame = { page: this.#deps.page, number: ++this.#said, text: trimmed }
    this.#wait([...this.#waiting, { key, frame }])
    this.#tell(frame)
    return true
  }

  /** Everything so far has been seen. */
  look(): void {
    this.change({ unread: 0 })
  }

  /** The call is over: nothing is kept of what was said. */
  forget(): void {
    this.#waiting = []
    this.#send = undefined
    this.change(empty)
  }

  opened(send: (text: string) => void): void {
    this.#send = send
    // The last confirmation may have been lost with the connection before, or said before this side was open.
    const newest = [...this.#heard].at(-1)
    if (newest !== undefined) this.#tell({ page: newest[0], received: newest[1] })
    for (const { frame } of this.#waiting) this.#tell(frame)
  }

  heard(data: unknown): void {
    const frame = readChatFrame(data)
    if (frame === undefined) return
    if ('text' in frame) this.#hear(frame)
    else if (frame.page === this.#deps.page) this.#confirmed(frame.received)
  }

  lost(): void {
    this.#send = undefined
  }

  #hear({ page, number, text }: MessageFrame): void {
    const last = this.#heard.get(page) ?? 0
    this.#heard.delete(page)
    this.#heard.set(page, Math.max(last, number))
    const [oldest] = this.#heard.keys()
    if (this.#heard.size > KNOWN_PAGES && oldest !== undefined) this.#heard.delete(oldest)
    if (number > last) {
      this.#keep({ isOwn: false, text, delivered: true })
      this.change({ unread: this.state.unread + 1 })
    }
    // Also for a repeat: its first confirmation may have been lost.
    this.#tell({ page, received: number })
  }

  #confirmed(number: number): void {
    const keys = new Set(this.#waiting.filter(({ frame }) => frame.number <= number).map(({ key }) => key))
    if (keys.size === 0) return
    this.#wait(this.#waiting.filter(({ key }) => !keys.has(key)))
    const messages = this.state.messages.map((message) =>
      keys.has(message.key) ? { ...message, delivered: true } : message,
    )
    this.change({ messages })
  }

  #wait(waiting: readonly Waiting[]): void {
    this.#waiting = waiting
    this.change({ isFull: waiting.length >= WAITING_MESSAGES })
  }

  #keep(message: Omit<ChatMessage, 'key' | 'at'>): number {
    const key = ++this.#keys
    const kept = { ...message, key, at: this.#deps.now() }
    this.change({ messages: [...this.state.messages, kept].slice(-KEPT_MESSAGES) })
    return key
  }

  #tell(frame: ChatFrame): void {
    try {
      this.#send?.(JSON.stringify(frame))
    } catch {
      // The connection just went; what is not confirmed goes out again on the next one.
    }
  }
}
