import { act, screen } from '@testing-library/react'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { aCall } from '../domain/testing'
import { AppWorker } from '../push/app-worker'
import { type FakePushBrowser, FakeSubscription } from '../push/testing/fake-browser'
import { browserWith, press, push, settled, testArrives } from './testing/push'
import { aUser, renderSignedIn } from './testing/render-app'

test('signing out takes this browser’s subscription along', async () => {
  const browser = browserWith()
  const answers = { ...push, 'POST /api/auth/logout': { status: 204 } }
  const app = await renderSignedIn('PATIENT', '/patient', {}, answers, browser)
  void app.device.arm()
  await testArrives(browser)
  expect(app.device.state.status).toBe('armed')
  await act(() => app.router.navigate('/sign-out', { state: { asked: true } }))
  expect(browser.subscription?.isLive).toBe(false)
})

describe('a new version of the app', () => {
  test('is offered quietly, taken by a tap, and not offered while a call rings', async () => {
    const app = await renderSignedIn('PATIENT', '/patient', {}, {}, browserWith())
    const take = vi.spyOn(app.worker, 'takeUpdate')
    act(() => app.worker.bringUpdate())
    await press('Update now')
    expect(take).toHaveBeenCalledOnce()
    app.push('me', { user: aUser('PATIENT'), entries: {}, call: aCall({ status: 'ACTIVE' }) }, 'v2')
    expect(screen.queryByRole('button', { name: 'Update now' })).toBeNull()
  })
})

describe('while somebody is signed in', () => {
  const proof = { userId: 'p1', subscriptionId: 'sub1', endpoint: 'https://push.example/1', at: 1 }

  /** A browser on which a test push arrived before. */
  function provedBrowser(): FakePushBrowser {
    const browser = browserWith({ permission: 'granted', subscription: new FakeSubscription(proof.endpoint) })
    browser.storage.set('praktik.push', JSON.stringify(proof))
    return browser
  }

  const posted = (asked: { what: string }[]) => asked.filter(({ what }) => what === 'POST /api/push/subscriptions')

  test('the server is told once per page what this browser has', async () => {
    const app = await renderSignedIn('PATIENT', '/patient', {}, push, provedBrowser())
    await settled()
    expect(app.device.state.status).toBe('armed')
    app.push('me', { user: aUser('PATIENT'), entries: {} }, 'v2')
    await act(() => app.router.navigate('/account'))
    expect(posted(app.asked)).toHaveLength(1)
  })

  test('what another tab of this browser does counts here too', async () => {
    const browser = provedBrowser()
    const app = await renderSignedIn('PATIENT', '/patient', {}, push, browser)
    await settled()
    browser.storage.clear()
    await act(async () => window.dispatchEvent(new StorageEvent('storage', { key: 'praktik.push' })))
    expect(app.device.state.status).toBe('off')
  })

  test('a permission that is taken back in the browser’s settings is no promise any more', async () => {
    const browser = provedBrowser()
    const app = await renderSignedIn('PATIENT', '/patient', {}, push, browser)
    await settled()
    await act(async () => browser.permit('denied'))
    expect(app.device.state.status).toBe('denied')
  })

  test('a doctor’s page leaves push alone', async () => {
    const app = await renderSignedIn('DOCTOR', '/doctor', {}, push, provedBrowser())
    await settled()
    expect(posted(app.asked)).toEqual([])
    expect(app.browser.subscription?.isLive).toBe(true)
  })

  test('a server that comes back may have brought a new version', async () => {
    const look = vi.spyOn(AppWorker.prototype, 'lookForUpdate')
    const app = await renderSignedIn('PATIENT', '/patient', {}, push)
    expect(look).not.toHaveBeenCalled()
    act(() => app.server.socket.die())
    await act(() => app.server.time.pass(20_000))
    await app.connect()
    expect(look).toHaveBeenCalledOnce()
  })

  test('a click on a notification opens its place, and takes nobody out of a call', async () => {
    const container = Object.assign(new EventTarget(), { startMessages: () => {}, ready: new Promise(() => {}) })
    Object.defineProperty(navigator, 'serviceWorker', { value: container, configurable: true })
    onTestFinished(() => void Reflect.deleteProperty(navigator, 'serviceWorker'))
    const app = await renderSignedIn('PATIENT', '/patient', {}, push)
    const open = (path: string) =>
      act(async () => container.dispatchEvent(new MessageEvent('message', { data: { type: 'open', path } })))
    await open('/patient/schedule/s1')
    expect(app.router.state.location.pathname).toBe('/patient/schedule/s1')
    app.push('me', { user: aUser('PATIENT'), entries: {}, call: aCall({ status: 'ACTIVE' }) }, 'v2')
    await open('/account')
    expect(app.router.state.location.pathname).toBe('/patient/schedule/s1')
  })
})
