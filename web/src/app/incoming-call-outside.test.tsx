import { act, fireEvent, screen } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { aCall, anEntry, byId } from '../domain/testing'
import type { Call, CallState, MeState } from '../domain/types'
import type { PageMessage, WorkerMessage } from '../domain/worker-messages'
import { aUser, renderSignedIn } from './testing/render-app'

/** The service worker of the browser, as a page sees it. */
class FakeWorker extends EventTarget {
  readonly told: PageMessage[] = []
  readonly ready = Promise.resolve({ active: { postMessage: (message: PageMessage) => this.told.push(message) } })
  readonly getRegistration = async () => undefined
  startMessages() {}

  /** Sends a message to the page; settles with what the page answers, if it does at once. */
  async says(message: WorkerMessage): Promise<unknown[]> {
    const answers: unknown[] = []
    const port = { postMessage: (answer: unknown) => answers.push(answer) }
    const event = Object.assign(new Event('message'), { data: message, ports: [port] })
    await act(async () => void this.dispatchEvent(event))
    return answers
  }
}

let worker = new FakeWorker()

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  vi.stubGlobal(
    'MediaStream',
    class {
      getTracks = () => []
      getAudioTracks = () => []
      getVideoTracks = () => []
    },
  )
  worker = new FakeWorker()
  Object.defineProperty(navigator, 'serviceWorker', { value: worker, configurable: true })
  localStorage.clear()
  return () => {
    vi.useRealTimers()
    Reflect.deleteProperty(navigator, 'serviceWorker')
  }
})

const entry = anEntry(7, { status: 'RINGING' })
const me = (over: Partial<MeState>): MeState => ({ user: aUser('PATIENT'), entries: byId(entry), ...over })
const accepted = { 'POST /api/calls/c1/accept': { status: 200, body: {} } }
const stateOf = (call: Call): CallState => ({ call, doctor: { attached: false }, patient: { attached: false } })

async function patient(path = '/patient', answers = {}) {
  const app = await renderSignedIn('PATIENT', path, {}, answers)
  const now = app.server.time.now()
  const call = aCall({ entryId: 'e7', invitedAt: now, expiresAt: now + 30_000 })
  const ring = async () => {
    app.push('me', me({ call }), 'v2')
    await act(() => vi.advanceTimersByTimeAsync(600))
  }
  return { ...app, call, ring }
}

describe('Answer in the notification', () => {
  test('accepts in the page that is open, and leads into the call', async () => {
    const app = await patient('/patient', accepted)
    await app.ring()
    await worker.says({ type: 'answer', call: 'c1' })
    expect(app.asked).toContainEqual({
      what: 'POST /api/calls/c1/accept',
      body: { connection: app.live.connectionId },
    })
    expect(app.router.state.location.pathname).toBe('/call/c1')
    expect(screen.queryByText('Answered on another device')).toBeNull()
  })

  test('opens a page that accepts as soon as it sees the ring', async () => {
    const app = await patient('/answer/c1', accepted)
    expect(screen.getByText('Connecting you…')).toBeDefined()
    expect(app.asked.filter(({ what }) => what.startsWith('POST'))).toEqual([])
    await app.ring()
    expect(app.asked.filter(({ what }) => what.startsWith('POST'))).toHaveLength(1)
    expect(app.router.state.location.pathname).toBe('/call/c1')
  })

  test('tries once: when that fails the page rings on', async () => {
    const app = await patient('/answer/c1')
    await app.ring()
    expect(app.asked.filter(({ what }) => what === 'POST /api/calls/c1/accept')).toHaveLength(1)
    expect(screen.getByRole('alertdialog').dataset.ringer).not.toBe('off')
    expect(screen.getByRole('alert').textContent).toMatch(/cannot be reached/)
  })

  test.each([
    ['MISSED', '/patient/schedule/s1'],
    ['CANCELLED', '/patient/schedule/s1'],
    ['ACTIVE', '/call/c1'],
    ['ENDED', '/call/c1'],
  ] as const)('too late for a call that is %s leads to where that is told', async (status, path) => {
    const app = await patient('/answer/c1')
    app.push('call:c1', stateOf({ ...app.call, status }))
    expect(app.router.state.location.pathname).toBe(path)
    expect(app.asked.filter(({ what }) => what.startsWith('POST'))).toEqual([])
  })

  test('of a call that is not mine says so', async () => {
    const app = await patient('/answer/c9')
    act(() => app.server.socket.push({ op: 'gone', topic: 'call:c9', code: 'not_found' }))
    expect(screen.getByText('This call is not here')).toBeDefined()
  })
})

describe('the service worker', () => {
  test('hears that the page takes care of the sound once it was silenced, and nothing about other calls', async () => {
    const app = await patient()
    await app.ring()
    // This browser has no sound at all: the page is blocked and cannot take care of it.
    expect(await worker.says({ type: 'who_sounds', call: 'c1' })).toEqual([])
    localStorage.setItem('praktik.silenced', 'c1')
    act(() => void window.dispatchEvent(new Event('storage')))
    await act(() => vi.advanceTimersByTimeAsync(1100))
    expect(await worker.says({ type: 'who_sounds', call: 'c1' })).toEqual([{ sounding: true, silenced: true }])
    expect(await worker.says({ type: 'who_sounds', call: 'c2' })).toEqual([])
  })

  test('is told when the ring is over, and not before', async () => {
    const app = await patient('/patient', accepted)
    await app.ring()
    expect(worker.told).toEqual([])
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Confirm' })))
    expect(worker.told).toEqual([{ type: 'ring_over', call: 'c1' }])
  })

  test('is told about a ring that ended by itself', async () => {
    const app = await patient()
    await app.ring()
    await act(async () => app.push('me', me({ lastCall: { ...app.call, status: 'MISSED' } }), 'v3'))
    expect(worker.told).toEqual([{ type: 'ring_over', call: 'c1' }])
  })
})

test('the tab and the app show that it rings, until the outcome', async () => {
  const badges: (number | undefined)[] = []
  const badging = {
    setAppBadge: async (count: number) => void badges.push(count),
    clearAppBadge: async () => void badges.push(undefined),
  }
  Object.assign(navigator, badging)
  const icon = Object.assign(document.createElement('link'), { rel: 'icon', href: '/favicon.svg' })
  document.head.append(icon)
  const app = await patient()
  const own = document.title
  app.push('me', me({ call: app.call }), 'v2')
  expect(document.title).toBe('Incoming call')
  expect(icon.href).toMatch(/^data:image\/svg/)
  expect(badges).toEqual([1])
  await act(async () => app.push('me', me({ lastCall: { ...app.call, status: 'MISSED' } }), 'v3'))
  expect(document.title).toBe(own)
  expect(icon.href).toMatch(/favicon\.svg$/)
  expect(badges).toEqual([1, undefined])
  icon.remove()
  for (const name of Object.keys(badging)) Reflect.deleteProperty(navigator, name)
})
