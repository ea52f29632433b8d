import { describe, expect, it } from 'vitest'
import { AppWorker } from './app-worker'

class FakeWorker extends EventTarget {
  readonly told: unknown[] = []
  state: ServiceWorkerState = 'installing'

  postMessage(message: unknown): void {
    this.told.push(message)
  }

  become(state: ServiceWorkerState): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null
  waiting: FakeWorker | null = null
  active: FakeWorker | null = new FakeWorker()
  looks = 0

  async update(): Promise<void> {
    this.looks += 1
  }

  /** A new version was found and is fetched; it waits as long as the old one is in use. */
  bring(): FakeWorker {
    const worker = new FakeWorker()
    this.installing = worker
    this.dispatchEvent(new Event('updatefound'))
    this.installing = null
    this.waiting = worker
    worker.become('installed')
    return worker
  }
}

async function started(registration = new FakeRegistration()) {
  let reloads = 0
  const container = { register: async () => registration as unknown as ServiceWorkerRegistration }
  const worker = new AppWorker({ container, reload: () => reloads++ })
  await worker.start()
  return { worker, registration, reloads: () => reloads }
}

describe('a new version', () => {
  it('is offered when it is there, takes over when it is wanted, and the page loads again', async () => {
    const { worker, registration, reloads } = await started()
    expect(worker.state.hasUpdate).toBe(false)
    const update = registration.bring()
    expect(worker.state.hasUpdate).toBe(true)
    expect(update.told).toEqual([])
    worker.takeUpdate()
    expect(update.told).toEqual([{ type: 'skip_waiting' }])
    expect(reloads()).toBe(0)
    update.become('activated')
    expect(reloads()).toBe(1)
  })

  it('that waited already when the page was opened is offered', async () => {
    const registration = new FakeRegistration()
    registration.bring()
    expect((await started(registration)).worker.state.hasUpdate).toBe(true)
  })

  it('is not the first version there is', async () => {
    const registration = new FakeRegistration()
    registration.active = null
    const { worker } = await started(registration)
    registration.bring()
    expect(worker.state.hasUpdate).toBe(false)
  })

  it('is not taken while a call rings or is active', async () => {
    const { worker, registration, reloads } = await started()
    const update = registration.bring()
    worker.setBusy(true)
    worker.takeUpdate()
    expect([update.told, reloads()]).toEqual([[], 0])
  })

  it('does not reload a page on which a call began since the tap', async () => {
    const { worker, registration, reloads } = await started()
    const update = registration.bring()
    worker.takeUpdate()
    worker.setBusy(true)
    update.become('activated')
    expect(reloads()).toBe(0)
    expect(worker.state.hasUpdate).toBe(true)
  })

  it('that another tab took leaves this page alone until it is wanted here', async () => {
    const { worker, registration, reloads } = await started()
    const update = registration.bring()
    registration.waiting = null
    registration.active = update
    update.become('activated')
    expect([reloads(), worker.state.hasUpdate]).toEqual([0, true])
    worker.takeUpdate()
    expect(reloads()).toBe(1)
  })

  it('is looked for when somebody says so', async () => {
    const { worker, registration } = await started()
    worker.lookForUpdate()
    expect(registration.looks).toBe(1)
  })
})

it.each([
  ['no service workers', undefined],
  ['a browser that refuses', { register: () => Promise.reject(new DOMException('', 'SecurityError')) }],
])('%s: the app works without', async (_, container) => {
  const worker = new AppWorker({ container, reload: () => {} })
  await worker.start()
  worker.lookForUpdate()
  expect(worker.state.hasUpdate).toBe(false)
})
