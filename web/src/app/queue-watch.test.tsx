import { act, fireEvent, screen } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { aCall, anEntry, aSchedule, byId } from '../domain/testing'
import type { Entry, PracticeState, Schedule } from '../domain/types'
import { sound } from '../rtc/browser'
import { aUser, renderSignedIn } from './testing/render-app'

const patient = (number: number, name: string, over: Partial<Entry> = {}): Entry =>
  anEntry(number, { patient: { id: `p${number}`, name }, ...over })
const ani = patient(1, 'Ani', { status: 'READY' })
const budi = patient(2, 'Budi')
const budiReady = patient(2, 'Budi', { status: 'READY', readyAt: 5 })

/** The doctor's screen and what else speaks to the doctor. */
const outside = {
  visibility: 'visible' as DocumentVisibilityState,
  notes: [] as { title: string; options: NotificationOptions }[],
  closed: 0,
  played: [] as string[],
  permission: 'default' as NotificationPermission,
  /** What the person will answer when asked. */
  answer: 'granted' as NotificationPermission,
}

beforeEach(() => {
  Object.assign(outside, {
    visibility: 'visible',
    notes: [],
    closed: 0,
    played: [],
    permission: 'default',
    answer: 'granted',
  })
  localStorage.clear()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(sound, 'play').mockImplementation((name) => {
    outside.played.push(name)
    return { started: Promise.resolve(true), stop: () => {} }
  })
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => outside.visibility)
  vi.stubGlobal('Notification', {
    get permission() {
      return outside.permission
    },
    requestPermission: async () => {
      outside.permission = outside.answer
      return outside.permission
    },
  })
  const registration = {
    showNotification: async (title: string, options: NotificationOptions) =>
      void outside.notes.push({ title, options }),
    getNotifications: async () => outside.notes.map(() => ({ close: () => outside.closed++ })),
  }
  const container = Object.assign(new EventTarget(), {
    ready: Promise.resolve(registration),
    getRegistration: async () => registration,
    startMessages: () => {},
  })
  Object.defineProperty(navigator, 'serviceWorker', { value: container, configurable: true })
  return () => {
    vi.useRealTimers()
    Reflect.deleteProperty(navigator, 'serviceWorker')
  }
})

function practice(entries: Entry[], over: Partial<Schedule> = {}): PracticeState {
  return { schedule: aSchedule(over), entries: byId(...entries) }
}

/** A doctor on some page while the practice is open. */
async function doctor(path = '/doctor', { call = undefined as 'ACTIVE' | undefined, schedule = {} } = {}) {
  const me = { user: aUser('DOCTOR'), entries: {}, ...(call && { call: aCall({ status: call }) }) }
  const directory = { schedules: byId(aSchedule(schedule)) }
  const topics = { me, directory, 'practice:s1': practice([ani, budi], schedule) }
  const app = await renderSignedIn('DOCTOR', path, topics)
  let version = 1
  const becomes = async (...entries: Entry[]) => {
    version++
    app.push('practice:s1', practice(entries, schedule), `v${version}`)
    await act(() => vi.advanceTimersByTimeAsync(1000))
  }
  return { ...app, becomes }
}

const flip = (name: RegExp) => act(async () => fireEvent.click(screen.getByRole('switch', { name })))
const look = (visibility: DocumentVisibilityState) =>
  act(async () => {
    outside.visibility = visibility
    document.dispatchEvent(new Event('visibilitychange'))
  })

describe('a doctor', () => {
  test.each(['/doctor', '/doctor/practice/s1', '/account'])(
    'at %s hears and reads that somebody is ready',
    async (path) => {
      const { becomes } = await doctor(path)
      expect(document.title).toMatch(/^\(1\) /)
      expect(outside.played).toEqual([])
      await becomes(ani, budiReady)
      expect(document.title).toMatch(/^\(2\) /)
      expect(screen.getByText('No. 2 Budi is ready.')).toBeDefined()
      expect(outside.played).toEqual(['chime'])
      await becomes(budi)
      expect(document.title).not.toMatch(/^\(/)
    },
  )

  test('in a call sees the badge and is not disturbed', async () => {
    localStorage.setItem('praktik.notification', 'on')
    outside.permission = 'granted'
    const { becomes } = await doctor('/account', { call: 'ACTIVE' })
    await look('hidden')
    await becomes(ani, budiReady)
    expect(document.title).toMatch(/^\(2\) /)
    expect(outside.played).toEqual([])
    expect(outside.notes).toEqual([])
  })

  test('sees on the badge who joined while looking elsewhere, until looking again', async () => {
    const { becomes } = await doctor()
    const citra = patient(3, 'Citra')
    await becomes(ani, budi, citra)
    expect(document.title).toMatch(/^\(1\) /)
    await look('hidden')
    await becomes(ani, budi, citra, patient(4, 'Dedi'))
    expect(document.title).toMatch(/^\(2\) /)
    await becomes(ani, budi, citra, patient(4, 'Dedi', { status: 'READY' }))
    expect(document.title).toMatch(/^\(2\) /)
    await becomes(ani, budi, citra, patient(5, 'Eka'))
    expect(document.title).toMatch(/^\(2\) /)
    await look('visible')
    expect(document.title).toMatch(/^\(1\) /)
  })

  test('sees on the badge who joined during a call, until it is over', async () => {
    const app = await doctor('/account', { call: 'ACTIVE' })
    await app.becomes(ani, budi, patient(3, 'Citra'))
    expect(document.title).toMatch(/^\(2\) /)
    app.push('me', { user: aUser('DOCTOR'), entries: {} }, 'v2')
    expect(document.title).toMatch(/^\(1\) /)
  })

  test('hears of a practice that is still to come in its own room only', async () => {
    const elsewhere = await doctor('/doctor', { schedule: { status: 'UPCOMING' } })
    expect(elsewhere.server.socket.sentOp('watch').map(({ topic }) => topic)).not.toContain('practice:s1')
    const inside = await doctor('/doctor/practice/s1', { schedule: { status: 'UPCOMING' } })
    await inside.becomes(ani, budi, patient(3, 'Citra'))
    expect(screen.getByText('No. 3 Citra has joined the queue.')).toBeDefined()
    expect(outside.played).toEqual(['chime'])
  })

  test('switches the chime off, and hears it once when switching it on', async () => {
    const { becomes } = await doctor('/doctor/practice/s1')
    await flip(/^Chime/)
    await becomes(ani, budiReady)
    expect(outside.played).toEqual([])
    await flip(/^Chime/)
    expect(outside.played).toEqual(['chime'])
    expect(localStorage.getItem('praktik.chime')).toBe('on')
  })

  test('switches the badge off', async () => {
    await doctor('/doctor/practice/s1')
    await flip(/^Badge/)
    expect(document.title).toBe('Practice room · Praktik')
    await flip(/^Badge/)
    expect(document.title).toBe('(1) Practice room · Praktik')
  })

  test('is notified in another window after allowing it, by number and never by name', async () => {
    const { becomes } = await doctor('/doctor/practice/s1')
    await flip(/^Notification/)
    await becomes(ani, budiReady)
    expect(outside.notes).toEqual([])
    await look('hidden')
    await becomes(ani, budiReady, patient(3, 'Citra'))
    expect(outside.notes).toMatchObject([
      {
        title: 'No. 3 has joined the queue',
        options: { tag: 'queue', data: { kind: 'open', path: '/doctor/practice/s1' } },
      },
    ])
    expect(JSON.stringify(outside.notes)).not.toContain('Citra')
    await look('visible')
    expect(outside.closed).toBe(1)
  })

  test('who refuses notifications reads the way back, and the switch stays off', async () => {
    outside.answer = 'denied'
    await doctor('/doctor/practice/s1')
    await flip(/^Notification/)
    expect(screen.getByRole('alert').textContent).toMatch(/The browser blocks notifications/)
    expect(screen.getByRole('switch', { name: /^Notification/ }).getAttribute('aria-checked')).toBe('false')
  })
})

test('a patient watches no practice', async () => {
  const app = await renderSignedIn('PATIENT', '/patient', { directory: { schedules: byId(aSchedule()) } })
  expect(app.server.socket.sentOp('watch').some(({ topic }) => topic.startsWith('practice:'))).toBe(false)
})
