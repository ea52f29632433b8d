import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Chat, WAITING_MESSAGES } from '../../rtc/chat'
import { ChatNews } from './chat-news'
import { ChatPanel } from './chat-panel'

const name = 'Budi Santoso'

/** Two pages' chats; `connect` lets them hear each other. */
function pair() {
  const [chat, other] = [new Chat({ page: 'own', now: () => 0 }), new Chat({ page: 'other', now: () => 0 })]
  const connect = () => {
    chat.opened((text) => other.heard(text))
    other.opened((text) => chat.heard(text))
  }
  return { chat, other, connect }
}

function show(chat: Chat) {
  const onClose = vi.fn()
  render(<ChatPanel chat={chat} name={name} onClose={onClose} />)
  const field = screen.getByRole('textbox', { name: `Message to ${name}` }) as HTMLTextAreaElement
  const type = (value: string) => fireEvent.change(field, { target: { value } })
  const press = (key: string, init: KeyboardEventInit = {}) => fireEvent.keyDown(field, { key, ...init })
  const said = () => screen.queryAllByRole('listitem').map((item) => item.textContent)
  return { onClose, field, type, press, said }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('the chat of a call', () => {
  test('says with Enter, and begins a line with Shift and Enter', () => {
    const { chat, connect } = pair()
    connect()
    const { field, type, press, said } = show(chat)
    type('Hello')
    expect(press('Enter', { shiftKey: true })).toBe(true)
    expect(said()).toEqual([])
    press('Enter')
    expect(said()).toEqual([expect.stringContaining('Hello')])
    expect(field.value).toBe('')
  })

  test('leaves the Enter that ends a word of another script alone', () => {
    const { chat } = pair()
    const { type, press, said } = show(chat)
    type('Hello')
    press('Enter', { isComposing: true })
    expect(said()).toEqual([])
  })

  test('tells what is not delivered, but not of every moment on the way', () => {
    const { chat, connect } = pair()
    const { type, press } = show(chat)
    type('Hello')
    press('Enter')
    expect(screen.queryByText(/Not delivered yet/)).toBeNull()
    act(() => void vi.advanceTimersByTime(1500))
    expect(screen.getByText(/Not delivered yet/)).toBeDefined()
    act(connect)
    expect(screen.queryByText(/Not delivered yet/)).toBeNull()
  })

  test('makes links of web addresses alone, which learn nothing of this page', () => {
    const { chat, other, connect } = pair()
    connect()
    show(chat)
    act(() => void other.say('https://example.org/a javascript:alert(1) <b>bold</b>'))
    const item = within(screen.getByRole('log')).getByRole('listitem')
    const links = within(item).getAllByRole('link')
    expect(links.map((link) => [link.textContent, link.getAttribute('href'), link.getAttribute('rel')])).toEqual([
      ['https://example.org/a', 'https://example.org/a', 'noopener noreferrer'],
    ])
    expect(item.textContent).toContain('<b>bold</b>')
  })

  test('counts as seen what arrives while it is shown', () => {
    const { chat, other, connect } = pair()
    connect()
    act(() => void other.say('one'))
    render(<ChatNews chat={chat} name={name} />)
    expect(screen.getByText(`1 new message from ${name}`)).toBeDefined()
    show(chat)
    act(() => void other.say('two'))
    expect(chat.state.unread).toBe(0)
    expect(screen.queryByText(/new message/)).toBeNull()
  })

  test('takes no more than may wait, and says why', () => {
    const { chat } = pair()
    for (let count = 0; count < WAITING_MESSAGES; count++) chat.say('x')
    const { field, type, press } = show(chat)
    type('one more')
    press('Enter')
    expect(field.value).toBe('one more')
    expect(screen.getByText(new RegExp(`${name} has not received`))).toBeDefined()
    expect(screen.getByRole('button', { name: 'Send' }).hasAttribute('disabled')).toBe(true)
  })

  test('says that it is gone after the call, and closes with Escape', () => {
    const { onClose, press } = show(pair().chat)
    expect(screen.getByText(/gone after the call/)).toBeDefined()
    press('Escape')
    expect(onClose).toHaveBeenCalledOnce()
  })
})
