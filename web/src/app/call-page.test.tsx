import { act, fireEvent, screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { showToast } from '../components/ui/toast'
import { aCall, anEntry, aSchedule, byId } from '../domain/testing'
import type { Call, CallState, Role } from '../domain/types'
import { isOwnCall, markOwnCall } from '../rtc/own-call'
import { type Answers, aUser, renderSignedIn } from './testing/render-app'

/** As much of a browser's media as a page without devices touches. */
class FakeMediaStream {
  getTracks = () => []
  getAudioTracks = () => []
  getVideoTracks = () => []
}

/** A machine without camera and microphone. */
class NoDevicesButScreens extends EventTarget {
  getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))
  getDisplayMedia = async () => new FakeMediaStream()
  enumerateDevices = async () => []
  getSupportedConstraints = () => ({})
}

class IdleObserver {
  observe() {}
  disconnect() {}
}

beforeEach(() => {
  vi.stubGlobal('MediaStream', FakeMediaStream)
  vi.stubGlobal('ResizeObserver', IdleObserver)
})

const active = (over: Partial<Call> = {}) =>
  aCall({ status: 'ACTIVE', answeredAt: Date.UTC(2026, 10, 23, 3, 0, 9), ...over })
const stateOf = (call: Call, attached: Partial<Record<'doctor' | 'patient', boolean>> = {}): CallState => ({
  call,
  doctor: { attached: attached.doctor ?? false },
  patient: { attached: attached.patient ?? false },
})

async function open(role: Role, call: Call, { state = stateOf(call), answers = {} as Answers } = {}) {
  const live = call.status === 'ACTIVE' || call.status === 'RINGING'
  const me = { user: aUser(role), entries: {}, ...(live && { call }) }
  const practice = {
    schedule: aSchedule(),
    entries: byId(
      anEntry(1, { status: 'IN_CALL', patient: { id: 'p1', name: 'Budi Santoso' } }),
      anEntry(2, { status: 'READY', patient: { id: 'p2', name: 'Siti Rahma' } }),
      anEntry(3, { status: 'LEFT', patient: { id: 'p3', name: 'Joko' } }),
    ),
  }
  const room = { schedule: aSchedule(), doctorPresent: true, line: {} }
  const topics = { me, 'call:c1': state, 'practice:s1': practice, 'schedule:s1': room }
  const app = await renderSignedIn(role, '/call/c1', topics, answers)
  await app.answerWatches()
  const over = async (ended: Call) => {
    app.push('me', { user: aUser(role), entries: {}, lastCall: ended }, 'v2')
    app.push('call:c1', stateOf(ended), 'v2')
    await app.answerWatches()
  }
  return { ...app, over, path: () => app.router.state.location.pathname }
}

const press = (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name })))

describe('the preview', () => {
  test('attaches nothing before Join, and says whether the other side is there', async () => {
    const app = await open('PATIENT', active())
    expect(screen.getByText('Dr. Sari Wulandari is preparing camera and microphone.')).toBeDefined()
    expect(app.server.socket.sentOp('attach')).toEqual([])
    app.push('call:c1', stateOf(active(), { doctor: true }), 'v2')
    expect(screen.getByText('Dr. Sari Wulandari is in the call.')).toBeDefined()
  })

  test('says why there is no camera, and lets join without', async () => {
    const app = await open('PATIENT', active())
    expect(screen.getByRole('alert').textContent).toMatch(/cannot be used here/)
    await press('Join without microphone')
    expect(app.server.socket.sentOp('attach')).toEqual([{ op: 'attach', call: 'c1' }])
  })

  test('says that joining takes the call from another device', async () => {
    await open('PATIENT', active(), { state: stateOf(active(), { patient: true }) })
    expect(screen.getByText(/Joining here moves it/)).toBeDefined()
  })
})

test('what was told about the ring before does not lie over the call', async () => {
  const app = await open('PATIENT', active())
  await act(() => app.router.navigate('/account'))
  act(() => showToast('No. 1 Budi Santoso declined the call.'))
  expect(screen.getByText('No. 1 Budi Santoso declined the call.')).toBeDefined()
  await act(() => app.router.navigate('/call/c1'))
  expect(screen.queryByText('No. 1 Budi Santoso declined the call.')).toBeNull()
})

describe('the room', () => {
  test('shows the doctor who waits, and the patient nothing of it', async () => {
    const app = await open('DOCTOR', active())
    await press('Join without microphone')
    await app.answerWatches()
    const queue = within(screen.getByRole('complementary', { name: 'Queue' }))
    expect(queue.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['2Siti RahmaReady'])
  })

  test('lets the doctor notice who turns ready, until that is over', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const app = await open('DOCTOR', active())
    await press('Join without microphone')
    await app.answerWatches()
    const entries = (status: 'NOT_READY' | 'READY') => ({
      schedule: aSchedule(),
      entries: byId(anEntry(7, { status, patient: { id: 'p7', name: 'Wayan Putra' } })),
    })
    app.push('practice:s1', entries('NOT_READY'), 'v2')
    expect(screen.queryByText('No. 7 is ready')).toBeNull()
    app.push('practice:s1', entries('READY'), 'v3')
    expect(screen.getByText('No. 7 is ready')).toBeDefined()
    act(() => void vi.advanceTimersByTime(10_000))
    expect(screen.queryByText('No. 7 is ready')).toBeNull()
    vi.useRealTimers()
  })

  test("hides the names of those who wait while the patient sees the doctor's screen", async () => {
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { mediaDevices: new NoDevicesButScreens() }))
    const app = await open('DOCTOR', active())
    await press('Join without microphone')
    await app.answerWatches()
    const names = () => screen.getByRole('complementary', { name: 'Queue' }).textContent
    expect(names()).toContain('Siti Rahma')
    await press('Share screen')
    expect(names()).toContain('Names are hidden')
    expect(names()).not.toContain('Siti Rahma')
    await press('Stop')
    expect(names()).toContain('Siti Rahma')
  })

  test('has no queue for the patient', async () => {
    await open('PATIENT', active())
    await press('Join without microphone')
    expect(screen.queryByText('Queue')).toBeNull()
  })

  test('given to another device lets go, and takes it back by one tap', async () => {
    const app = await open('PATIENT', active())
    await press('Join without microphone')
    act(() => app.server.socket.push({ op: 'detached', call: 'c1', reason: 'taken_over' }))
    expect(screen.getByText('The call has moved to another device')).toBeDefined()
    await press('Use this device instead')
    expect(app.server.socket.sentOp('attach')).toHaveLength(2)
  })
})

describe('the end', () => {
  const ended = active({ status: 'ENDED', endedAt: Date.UTC(2026, 10, 23, 3, 12, 10), endReason: 'HUNG_UP' })

  test.each([
    ['DOCTOR', '/doctor/practice/s1'],
    ['PATIENT', '/patient/schedule/s1'],
  ] as const)('by the other side leads the %s back, with how long it was', async (role, path) => {
    const app = await open(role, active())
    await press('Join without microphone')
    await app.over(ended)
    expect(app.path()).toBe(path)
    expect(screen.getByText(/It lasted 12:01/)).toBeDefined()
  })

  test('by oneself leads back as soon as the server knows', async () => {
    const answers = { 'POST /api/calls/c1/end': { status: 200, body: { call: ended } } }
    const app = await open('DOCTOR', active(), { answers })
    await press('Join without microphone')
    await press('End call')
    expect(app.path()).toBe('/doctor/practice/s1')
  })

  test('that the server does not hear of says so, and can be told again', async () => {
    const app = await open('PATIENT', active())
    await press('Join without microphone')
    await press('End call')
    expect(screen.getByText('The server could not be told')).toBeDefined()
    await press('End call again')
    expect(app.asked.filter(({ what }) => what === 'POST /api/calls/c1/end')).toHaveLength(2)
    await app.over(ended)
    expect(app.path()).toBe('/patient/schedule/s1')
  })

  test('long ago is told to who opens the page now', async () => {
    const app = await open('PATIENT', { ...ended, endReason: 'CONNECTION_LOST' })
    expect(screen.getByText(/connection was lost for too long/)).toBeDefined()
    expect(app.path()).toBe('/call/c1')
  })

  test('of a call that is somebody else’s is a call that is not there', async () => {
    const app = await renderSignedIn('PATIENT', '/call/c9')
    act(() => app.server.socket.push({ op: 'gone', topic: 'call:c9', code: 'not_found' }))
    expect(screen.getByText('This call is not here')).toBeDefined()
  })
})

describe('where the call fails, the clinic’s contact is given', () => {
  const answers = { 'GET /api/config': { status: 200, body: { contact: '+62 21 555 0100' } } }
  const contact = () => screen.queryByText(/\+62 21 555 0100/)

  test('when there is no such call', async () => {
    const app = await renderSignedIn('PATIENT', '/call/c9', {}, answers)
    act(() => app.server.socket.push({ op: 'gone', topic: 'call:c9', code: 'not_found' }))
    expect(contact()).not.toBeNull()
  })

  test('when the connection was lost, and not when somebody hung up', async () => {
    const over = active({ status: 'ENDED', endedAt: Date.UTC(2026, 10, 23, 3, 9) })
    const app = await open('PATIENT', { ...over, endReason: 'CONNECTION_LOST' }, { answers })
    expect(contact()).not.toBeNull()
    app.push('call:c1', stateOf({ ...over, endReason: 'HUNG_UP' }), 'v2')
    expect(contact()).toBeNull()
  })

  test('when camera and microphone cannot be used', async () => {
    await open('PATIENT', active(), { answers })
    expect(within(screen.getByRole('alert')).getByText(/\+62 21 555 0100/)).toBeDefined()
  })

  test('when the server cannot be told of the end', async () => {
    await open('PATIENT', active(), { answers })
    await press('Join without microphone')
    await press('End call')
    expect(contact()).not.toBeNull()
  })
})

describe('the doctor’s page that pressed Call', () => {
  const onHome = (call: Call) =>
    renderSignedIn('DOCTOR', '/doctor', { me: { user: aUser('DOCTOR'), entries: {}, call }, 'call:c1': stateOf(call) })

  beforeEach(() => sessionStorage.clear())

  test('opens the call by itself when it is answered', async () => {
    markOwnCall('c1')
    const app = await onHome(active())
    expect(app.router.state.location.pathname).toBe('/call/c1')
  })

  test('opens it also when the reply that names the call comes last', async () => {
    const app = await onHome(active())
    expect(app.router.state.location.pathname).toBe('/doctor')
    act(() => markOwnCall('c1'))
    expect(app.router.state.location.pathname).toBe('/call/c1')
  })

  test('is the only one: another page stays and shows the way', async () => {
    const app = await onHome(active())
    expect(isOwnCall('c1')).toBe(false)
    expect(app.router.state.location.pathname).toBe('/doctor')
    expect(screen.getByRole('link', { name: 'Return to call' }).getAttribute('href')).toBe('/call/c1')
  })

  test('may be left, and does not open the call a second time', async () => {
    markOwnCall('c1')
    const app = await onHome(active())
    await act(() => app.router.navigate('/doctor'))
    app.push('me', { user: aUser('DOCTOR'), entries: {}, call: active() }, 'v2')
    expect(app.router.state.location.pathname).toBe('/doctor')
  })
})
