import { describe, expect, it } from 'vitest'
import { settle } from '../live/testing/virtual-time'
import { LOOK_LIMIT_MS, PushDevice, SUBSCRIBE_LIMIT_MS, TEST_LIMIT_MS } from './push-device'
import { FakePushApi } from './testing/fake-api'
import { FakePushBrowser, FakeSubscription } from './testing/fake-browser'

function makeDevice(over: Partial<FakePushBrowser> = {}, server = new FakePushApi()) {
  const browser = Object.assign(new FakePushBrowser(), { support: 'yes' }, over)
  const device = new PushDevice(browser.deps(server))
  const seen: string[] = []
  device.subscribe(() => {
    const { status, step, cause } = device.state
    seen.push([status, step ?? cause].filter(Boolean).join(' '))
  })
  return { device, browser, server, seen }
}

/** A device on which the test push arrived. */
async function armed(over: Partial<FakePushBrowser> = {}) {
  const made = makeDevice(over)
  await made.device.begin('p1')
  const arming = made.device.arm()
  await settle()
  made.browser.testArrives()
  await arming
  made.seen.length = 0
  made.server.asked.length = 0
  return made
}

/** The same browser after a reload, perhaps with somebody else signed in. */
async function reload({ browser, server }: Awaited<ReturnType<typeof armed>>, userId = 'p1') {
  const device = new PushDevice(browser.deps(server))
  await device.begin(userId)
  return device
}

describe('arming', () => {
  it('asks, subscribes, sends a test push and is armed when it arrives', async () => {
    const { device, browser, server, seen } = makeDevice()
    await device.begin('p1')
    const arming = device.arm()
    await settle()
    expect(device.state.status).toBe('arming')
    browser.testArrives()
    await arming
    expect(seen).toEqual(['arming permission', 'arming subscribing', 'arming testing', 'armed'])
    expect(device.state.provedAt).toBe(browser.time.now())
    expect(server.asked).toEqual(['GET /api/push/key', 'POST /api/push/subscriptions', 'POST /api/push/test'])
    expect([...server.subscriptions.values()]).toEqual(['https://push.example/1'])
  })

  it('asks nobody who has answered before', async () => {
    const { browser } = await armed({ permission: 'granted' })
    expect(browser.questions).toBe(0)
  })

  it('keeps nothing at the server when the test push does not arrive in time', async () => {
    const { device, browser, server } = makeDevice()
    await device.begin('p1')
    const arming = device.arm()
    await browser.time.pass(TEST_LIMIT_MS - 1)
    expect(device.state).toEqual({ status: 'arming', step: 'testing' })
    await browser.time.pass(1)
    await arming
    expect(device.state).toEqual({ status: 'failed', cause: 'not_arrived' })
    expect(server.subscriptions.size).toBe(0)
    expect(browser.subscription?.isLive).toBe(false)
    expect(browser.waitsForTest).toBe(false)
    expect(browser.storage.size).toBe(0)
  })

  it('gives up a subscribe() that never settles, and takes back one that settles afterwards', async () => {
    const { device, browser, server } = makeDevice({ subscribing: 'hangs' })
    await device.begin('p1')
    const arming = device.arm()
    await browser.time.pass(SUBSCRIBE_LIMIT_MS)
    await arming
    expect(device.state).toEqual({ status: 'failed', cause: 'subscribing' })
    const late = new FakeSubscription('late')
    browser.settleLate(late)
    await settle()
    expect(late.isLive).toBe(false)
    expect(server.subscriptions.size).toBe(0)
  })

  it('says that the browser could not subscribe', async () => {
    const { device } = makeDevice({ subscribing: 'fails' })
    await device.begin('p1')
    await device.arm()
    expect(device.state).toEqual({ status: 'failed', cause: 'subscribing' })
  })

  it('says that the server could not be reached, at whatever step', async () => {
    for (const step of ['GET /api/push/key', 'POST /api/push/subscriptions', 'POST /api/push/test']) {
      const { device, browser, server } = makeDevice()
      await device.begin('p1')
      const { get, post } = server
      const failing = (method: string, ask: typeof get) => (path: string, body?: unknown) => {
        server.isReachable = `${method} ${path}` !== step
        return (ask as typeof post)(path, body)
      }
      Object.assign(server, { get: failing('GET', get), post: failing('POST', post) })
      await device.arm()
      expect(device.state, step).toEqual({ status: 'failed', cause: 'server' })
      expect(await browser.getSubscription(), step).toBeNull()
    }
  })

  it.each([
    ['denied', { status: 'denied' }],
    ['default', { status: 'failed', cause: 'dismissed' }],
  ] as const)('the browser’s question answered with "%s" ends there', async (answer, state) => {
    const { device, server } = makeDevice({ answer })
    await device.begin('p1')
    await device.arm()
    expect(device.state).toEqual(state)
    expect(server.asked).toEqual([])
  })

  it('can be tried again after it failed', async () => {
    const { device, browser } = makeDevice({ subscribing: 'fails' })
    await device.begin('p1')
    await device.arm()
    browser.subscribing = 'works'
    const arming = device.arm()
    await settle()
    browser.testArrives()
    await arming
    expect(device.state.status).toBe('armed')
  })

  it('that is interrupted by signing out arms nobody', async () => {
    const { device, browser } = makeDevice()
    await device.begin('p1')
    const arming = device.arm()
    await settle()
    await device.forget()
    browser.testArrives()
    await arming
    expect(device.state.status).toBe('off')
    expect(browser.storage.size).toBe(0)
    expect(browser.subscription?.isLive).toBe(false)
  })

  it('is not disturbed by another page that opens meanwhile', async () => {
    const made = makeDevice()
    await made.device.begin('p1')
    const arming = made.device.arm()
    await settle()
    const other = new PushDevice(made.browser.deps(made.server))
    const begun = other.begin('p1')
    await settle()
    expect(made.browser.subscription?.isLive).toBe(true)
    made.browser.testArrives()
    await Promise.all([arming, begun])
    expect([made.device.state.status, other.state.status]).toEqual(['armed', 'armed'])
  })

  it('that is interrupted while the browser subscribes leaves no subscription behind', async () => {
    const { device, browser } = makeDevice({ subscribing: 'hangs' })
    await device.begin('p1')
    const arming = device.arm()
    await settle()
    await device.forget()
    const late = new FakeSubscription('late')
    browser.settleLate(late)
    await arming
    expect(late.isLive).toBe(false)
    expect(device.state.status).toBe('off')
  })

  it('happens once, however often it is asked for', async () => {
    const { device, server } = makeDevice()
    await device.begin('p1')
    void device.arm()
    void device.arm()
    await settle()
    expect(server.asked.filter((what) => what.endsWith('/test'))).toHaveLength(1)
  })
})

describe('how things stand when somebody signs in', () => {
  it.each([
    ['a browser without push', { support: 'no' }, 'unsupported'],
    ['an iPhone’s browser', { support: 'needs_install' }, 'needs_install'],
    ['notifications are forbidden', { permission: 'denied' }, 'denied'],
    ['nobody was asked', { permission: 'default' }, 'off'],
    ['allowed, with no subscription', { permission: 'granted' }, 'off'],
  ] as const)('%s', async (_, over, status) => {
    const { device, server } = makeDevice(over)
    await device.begin('p1')
    expect(device.state).toEqual({ status })
    expect(server.asked).toEqual([])
  })

  it('a browser that never says what it has is not waited for', async () => {
    const { device, browser } = makeDevice({ permission: 'granted', looking: 'hangs' })
    const begun = device.begin('p1')
    await browser.time.pass(LOOK_LIMIT_MS)
    await begun
    expect(device.state).toEqual({ status: 'off' })
  })

  it('what was proved before still holds after a reload, and the server is told of it once', async () => {
    const before = await armed()
    const { provedAt } = before.device.state
    await before.browser.time.pass(60_000)
    const device = await reload(before)
    expect(device.state).toEqual({ status: 'armed', provedAt })
    expect(before.server.asked).toEqual(['POST /api/push/subscriptions'])
  })

  it('a subscription that the server had lost is not armed, and is taken back', async () => {
    const before = await armed()
    before.server.subscriptions.clear()
    const device = await reload(before)
    expect(device.state).toEqual({ status: 'off' })
    expect(before.server.subscriptions.size).toBe(0)
    expect(before.browser.subscription?.isLive).toBe(false)
  })

  it('what was proved for somebody else does not count, and the server never hears of it', async () => {
    const before = await armed()
    const device = await reload(before, 'p2')
    expect(device.state).toEqual({ status: 'off' })
    expect(before.server.asked).toEqual([])
    expect(before.browser.subscription?.isLive).toBe(false)
  })

  it('a subscription that was never proved is taken back', async () => {
    const subscription = new FakeSubscription('https://push.example/old')
    const { device, server } = makeDevice({ permission: 'granted', subscription })
    await device.begin('p1')
    expect(device.state).toEqual({ status: 'off' })
    expect(subscription.isLive).toBe(false)
    expect(server.asked).toEqual([])
  })

  it('a subscription other than the proved one is taken back', async () => {
    const before = await armed()
    before.browser.subscription = new FakeSubscription('https://push.example/renewed')
    const device = await reload(before)
    expect(device.state).toEqual({ status: 'off' })
    expect(before.server.asked).toEqual([])
    expect(before.browser.subscription.isLive).toBe(false)
  })

  it('a server that cannot be asked makes no promise, and keeps what was proved for the next time', async () => {
    const before = await armed()
    before.server.isReachable = false
    const device = await reload(before)
    expect(device.state).toEqual({ status: 'failed', cause: 'server' })
    before.server.isReachable = true
    await device.begin('p1')
    expect(device.state.status).toBe('armed')
  })

  it('a proof that something else wrote is none', async () => {
    const before = await armed()
    for (const nonsense of ['{', '7', '{"userId":"p1"}']) {
      before.browser.storage.set('praktik.push', nonsense)
      before.browser.subscription = new FakeSubscription('https://push.example/1')
      expect((await reload(before)).state, nonsense).toEqual({ status: 'off' })
    }
  })
})

describe('no more', () => {
  it('switched off, neither the server nor the browser keeps it', async () => {
    const { device, server, browser } = await armed()
    await device.disarm()
    expect(device.state).toEqual({ status: 'off' })
    expect(server.subscriptions.size).toBe(0)
    expect(browser.subscription?.isLive).toBe(false)
    expect(browser.storage.size).toBe(0)
  })

  it('signed out, the browser’s goes; the server’s went with the sign-in', async () => {
    const { device, server, browser } = await armed()
    browser.notes = 2
    await device.forget()
    expect(browser.notes).toBe(0)
    expect(server.asked).toEqual([])
    expect(browser.subscription?.isLive).toBe(false)
    expect(browser.storage.size).toBe(0)
  })
})
