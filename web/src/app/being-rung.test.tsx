import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { anEntry, aSchedule, byId } from '../domain/testing'
import type { ScheduleState } from '../domain/types'
import { TEST_LIMIT_MS } from '../push/push-device'
import type { FakePushBrowser } from '../push/testing/fake-browser'
import { browserWith, press, push, settled, testArrives } from './testing/push'
import { type Answers, aUser, renderSignedIn } from './testing/render-app'

function waitingRoom(browser: FakePushBrowser, status: 'READY' | 'NOT_READY' = 'READY', answers = push) {
  const room: ScheduleState = { schedule: aSchedule(), doctorPresent: true, serving: 4, line: { '7': 1 } }
  const me = { user: aUser('PATIENT'), entries: byId(anEntry(7, { status })) }
  return renderSignedIn('PATIENT', '/patient/schedule/s1', { me, 'schedule:s1': room }, answers, browser)
}

describe('the waiting room says how the patient can be rung', () => {
  test('armed: also with the app closed, and how that sounds', async () => {
    const browser = browserWith()
    await waitingRoom(browser)
    await press('Ring me with the app closed too')
    await press('Allow notifications')
    expect(screen.getByText('Waiting for a test notification to arrive').getAttribute('aria-current')).toBe('step')
    await testArrives(browser)
    await press('Done')
    expect(screen.getByText('This device rings, even when the app is closed')).toBeDefined()
    expect(screen.getByText(/your device's own notification sound/)).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Ring me with the app closed too' })).toBeNull()
  })

  test('never asks by itself: a permission question needs a tap', async () => {
    const browser = browserWith()
    await waitingRoom(browser)
    expect(browser.questions).toBe(0)
  })

  test('offline: not at all, and nothing is asked of the patient', async () => {
    const app = await waitingRoom(browserWith())
    act(() => app.server.socket.die())
    await settled()
    await act(() => app.server.time.pass(20_000))
    expect(screen.getByText('You cannot be rung right now')).toBeDefined()
    expect(screen.queryByRole('button', { name: /Ring me/ })).toBeNull()
  })

  test('a browser without push offers nothing that it cannot keep', async () => {
    await waitingRoom(browserWith({ support: 'no' }))
    expect(screen.getByText('Only this page can ring, and its sound is off')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Switch sound on' })).toBeDefined()
    expect(screen.queryByRole('button', { name: /Ring me/ })).toBeNull()
  })

  test('an iPhone is shown the way to the Home Screen', async () => {
    const platform = { userAgent: 'iPhone', touchPoints: 5, hasPush: false, isInstalled: false }
    await waitingRoom(browserWith({ support: 'needs_install', platform }))
    await press('Install the app')
    expect(within(screen.getByRole('dialog')).getAllByRole('listitem')).toHaveLength(4)
  })

  test('blocked notifications name the way out', async () => {
    await waitingRoom(browserWith({ permission: 'denied' }))
    await press('Ring me with the app closed too')
    expect(screen.getByText('Notifications are blocked for this page')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Allow notifications' })).toBeNull()
  })

  test.each([
    ['dismissed', { answer: 'default' }, 'Your browser has no answer from you'],
    ['subscribing', { subscribing: 'fails' }, 'This browser did not reach its push service'],
  ] as const)('a failure (%s) names its cause and can be tried again', async (_, over, title) => {
    await waitingRoom(browserWith(over))
    await press('Ring me with the app closed too')
    await press('Allow notifications')
    expect(screen.getByText(title)).toBeDefined()
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined()
  })
})

describe('getting ready', () => {
  const ready = { ...push, 'PUT /api/queue/e7/readiness': { status: 200, body: {} } }

  async function atNotifications(browser: FakePushBrowser) {
    const app = await waitingRoom(browser, 'NOT_READY', ready)
    await press('Get ready')
    await press('Skip')
    await press('Skip')
    return app
  }

  test('arms the device by a tap of its own, and ends with what was proved', async () => {
    const browser = browserWith()
    const app = await atNotifications(browser)
    expect(browser.questions).toBe(0)
    await press('Allow notifications')
    await testArrives(browser)
    expect(screen.getByText(/^The test has arrived/)).toBeDefined()
    await press('Looks good, go on')
    expect(screen.getByText('This device rings even when the app is closed.')).toBeDefined()
    expect(screen.getByText(/You may close this page/)).toBeDefined()
    await press('I am ready')
    expect(app.asked).toContainEqual({ what: 'PUT /api/queue/e7/readiness', body: { ready: true } })
  })

  test('skipped, the patient is ready all the same and knows what that means', async () => {
    const browser = browserWith()
    const app = await atNotifications(browser)
    await press('Skip')
    expect(screen.getByText(/^Notifications are not on/)).toBeDefined()
    expect(screen.getByText(/^Keep this page open/)).toBeDefined()
    await press('I am ready')
    expect(app.asked).toContainEqual({ what: 'PUT /api/queue/e7/readiness', body: { ready: true } })
    expect(browser.questions).toBe(0)
  })

  test('of somebody armed before only says so', async () => {
    const browser = browserWith()
    await waitingRoom(browser, 'NOT_READY', ready)
    await press('Get ready')
    await press('Skip')
    await press('Skip')
    await press('Allow notifications')
    await testArrives(browser)
    await press('Back')
    await press('Skip')
    expect(screen.getByText(/^The test has arrived/)).toBeDefined()
  })
})

describe('the account page', () => {
  const answers = { ...push, 'GET /api/me/sessions': { status: 200, body: { sessions: [] } } }

  async function account(browser: FakePushBrowser, more: Answers = {}) {
    const app = await renderSignedIn('PATIENT', '/account', {}, { ...answers, ...more }, browser)
    return { ...app, toggle: () => screen.getByRole('switch', { name: /^Ring with the app closed/ }) }
  }

  async function armedAccount(browser = browserWith(), more: Answers = {}) {
    const app = await account(browser, more)
    await act(async () => fireEvent.click(app.toggle()))
    await testArrives(browser)
    app.asked.length = 0
    return app
  }

  test('switches this browser on, with the proof, and off again', async () => {
    const app = await armedAccount()
    expect(app.toggle().getAttribute('aria-checked')).toBe('true')
    expect(screen.getByText(/^A test arrived here on/)).toBeDefined()
    await act(async () => fireEvent.click(app.toggle()))
    expect(app.toggle().getAttribute('aria-checked')).toBe('false')
    expect(app.asked.map(({ what }) => what)).toEqual(['DELETE /api/push/subscriptions/sub1'])
    expect(app.browser.subscription?.isLive).toBe(false)
  })

  test('cannot switch on what the browser forbids', async () => {
    const app = await account(browserWith({ permission: 'denied' }))
    expect(app.toggle().getAttribute('aria-disabled') ?? app.toggle().getAttribute('disabled')).not.toBeNull()
    expect(screen.getByText('Notifications are blocked for this page')).toBeDefined()
  })

  test('tests every device, and tells whether it arrived here', async () => {
    const results = [
      { endpointHost: 'push.example', status: 201 },
      { endpointHost: 'push.example', status: 410 },
      { endpointHost: 'other.example', status: 0 },
    ]
    const app = await armedAccount()
    app.answers['POST /api/push/test'] = { status: 200, body: { results } }
    await press('Test my devices')
    const words = screen.getAllByText(/\.example/).map((host) => host.parentElement?.textContent)
    expect(words).toEqual([
      'push.example: accepted, it should show there any moment',
      'push.example: this device is not there any more; it was removed',
      'other.example: could not be reached',
    ])
    expect(screen.getByText('Waiting for it to arrive here…')).toBeDefined()
    await act(async () => app.browser.testArrives())
    expect(screen.getByText('It arrived on this device.')).toBeDefined()
  })

  test('a test that does not arrive here is told after ten seconds', async () => {
    await armedAccount()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await press('Test my devices')
    await act(() => vi.advanceTimersByTimeAsync(TEST_LIMIT_MS))
    vi.useRealTimers()
    expect(screen.getByText(/^It has not arrived on this device/)).toBeDefined()
  })

  test('without any device the test says so, and waits for nothing', async () => {
    await account(browserWith(), { 'POST /api/push/test': { status: 200, body: { results: [] } } })
    await press('Test my devices')
    expect(screen.getByText(/^You have no device/)).toBeDefined()
    expect(screen.queryByText(/Waiting for it/)).toBeNull()
  })

  test('is the patient’s: a doctor is not rung', async () => {
    await renderSignedIn('DOCTOR', '/account', {}, answers, browserWith())
    expect(screen.queryByText('Ringing this device')).toBeNull()
  })
})
