import { act, fireEvent, screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { aCall, anEntry, byId } from '../domain/testing'
import type { Call, MeState } from '../domain/types'
import { aUser, renderSignedIn } from './testing/render-app'

/** Where Web Audio ends; jsdom has none. The page keeps one context for life, so all tests share this one. */
const speaker = {
  state: 'running' as AudioContextState,
  onstatechange: null as (() => void) | null,
  playing: 0,
  /** The browser lets a page sound that asks just now. */
  resumes: false,
  become(state: AudioContextState) {
    speaker.state = state
    speaker.onstatechange?.()
  },
}

class FakeAudioContext {
  destination = {}
  get state() {
    return speaker.state
  }
  set onstatechange(listener: () => void) {
    speaker.onstatechange = listener
  }
  createAnalyser() {
    const getFloatTimeDomainData = (samples: Float32Array) => samples.fill(speaker.playing > 0 ? 0.4 : 0)
    return { fftSize: 0, connect() {}, getFloatTimeDomainData }
  }
  createGain() {
    return { gain: { value: 1 }, connect() {} }
  }
  createBufferSource() {
    const begin = () => {
      speaker.playing++
    }
    const end = () => {
      speaker.playing--
    }
    return { connect() {}, disconnect() {}, start: begin, stop: end }
  }
  decodeAudioData = async (bytes: ArrayBuffer) => bytes
  resume = async () => {
    if (speaker.resumes) speaker.become('running')
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'requestAnimationFrame'] })
  vi.stubGlobal('AudioContext', FakeAudioContext)
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  speaker.become('running')
  speaker.resumes = false
  localStorage.clear()
  return () => {
    vi.useRealTimers()
  }
})

const ringtone = { 'GET /sounds/ringtone.wav': { status: 200, body: {} } }
const entry = anEntry(7, { status: 'RINGING' })

function me(over: Partial<MeState>): MeState {
  return { user: aUser('PATIENT'), entries: byId(entry), ...over }
}

/** A patient on a page of the app when the doctor presses Call. */
async function ringing({ path = '/patient', answers = {}, call: over = {} as Partial<Call> } = {}) {
  const app = await renderSignedIn('PATIENT', path, {}, { ...ringtone, ...answers })
  const now = app.server.time.now()
  const call = aCall({ entryId: 'e7', invitedAt: now, expiresAt: now + 30_000, ...over })
  app.push('me', me({ call }), 'v2')
  // Longer than the election of the one sounding page, and one look at the level.
  await wait(700)
  return { ...app, call }
}

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const dialog = () => screen.getByRole('alertdialog', { name: 'Incoming call' })
const press = (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name })))

describe('an incoming call', () => {
  test('says who calls and how long it rings, and really sounds', async () => {
    const app = await ringing()
    expect(within(dialog()).getByText('Dr. Sari Wulandari')).toBeDefined()
    expect(within(dialog()).getByRole('timer').textContent).toBe('30 seconds left')
    expect(app.server.socket.sentOp('ringing')).toEqual([{ op: 'ringing', call: 'c1', audible: true }])
    expect(Number(dialog().dataset.level)).toBeCloseTo(0.4)
    expect(speaker.playing).toBe(1)
  })

  test('does not go away by Escape, and waits with no button pressed by a stray Enter', async () => {
    await ringing()
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' })
    await wait(500)
    expect(document.activeElement).toBe(dialog())
  })

  test('is silent from Confirm on, tells which page answered, and opens the call', async () => {
    const app = await ringing({ answers: { 'POST /api/calls/c1/accept': { status: 200, body: {} } } })
    await press('Confirm')
    const connection = app.live.connectionId
    expect(connection).toBeDefined()
    expect(app.asked).toContainEqual({ what: 'POST /api/calls/c1/accept', body: { connection } })
    expect(app.router.state.location.pathname).toBe('/call/c1')
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(speaker.playing).toBe(0)
  })

  test('rings on and says why when Confirm does not reach the server', async () => {
    const app = await ringing()
    await press('Confirm')
    await wait(500)
    expect(within(dialog()).getByRole('alert').textContent).toMatch(/cannot be reached/)
    expect(speaker.playing).toBe(1)
    expect(app.router.state.location.pathname).toBe('/patient')
  })

  test('answered a moment earlier elsewhere offers to take it here', async () => {
    const answers = { 'POST /api/calls/c1/accept': { status: 409, body: { code: 'answered_elsewhere' } } }
    const app = await ringing({ answers })
    await press('Confirm')
    expect(screen.getByText('Answered on another device')).toBeDefined()
    await press('Use this device instead')
    expect(app.router.state.location.pathname).toBe('/call/c1')
  })

  test('declined stays until the server has heard it', async () => {
    const app = await ringing({ answers: { 'POST /api/calls/c1/decline': { status: 200, body: {} } } })
    await press('Decline')
    expect(dialog()).toBeDefined()
    expect(app.asked.at(-1)?.what).toBe('POST /api/calls/c1/decline')
    app.push('me', me({ lastCall: { ...app.call, status: 'DECLINED' } }), 'v3')
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(screen.getByText('Call declined')).toBeDefined()
    expect(speaker.playing).toBe(0)
  })

  test('declined on another device says so', async () => {
    const app = await ringing()
    app.push('me', me({ lastCall: { ...app.call, status: 'DECLINED' } }), 'v3')
    expect(screen.getByText('Declined on another device')).toBeDefined()
    expect(speaker.playing).toBe(0)
  })

  test('missed before the app was opened is told then, once', async () => {
    const lastCall = aCall({ entryId: 'e7', status: 'MISSED', endedAt: Date.UTC(2026, 10, 23, 3, 1) })
    const state = me({ lastCall, entries: byId({ ...entry, status: 'NOT_READY', lastOutcome: 'MISSED' }) })
    const app = await renderSignedIn('PATIENT', '/patient', { me: state }, ringtone)
    expect(screen.getByRole('alert').textContent).toMatch(/^Missed call at /)
    expect(screen.getByRole('button', { name: 'I am ready again' })).toBeDefined()
    await press('Dismiss')
    app.push('me', { ...state }, 'v2')
    expect(screen.queryByText(/^Missed call at /)).toBeNull()
  })

  test('missed tells when, and one tap leads back to ready', async () => {
    const answers = { 'PUT /api/queue/e7/readiness': { status: 200, body: {} } }
    const app = await ringing({ answers })
    const lastCall: Call = { ...app.call, status: 'MISSED', endedAt: app.call.expiresAt }
    app.push('me', me({ lastCall, entries: byId({ ...entry, status: 'NOT_READY' }) }), 'v3')
    expect(screen.getByRole('alert').textContent).toMatch(/^Missed call at /)
    await press('I am ready again')
    expect(app.asked).toContainEqual({ what: 'PUT /api/queue/e7/readiness', body: { ready: true } })
    app.push('me', me({ lastCall, entries: byId({ ...entry, status: 'READY' }) }), 'v4')
    expect(screen.queryByText(/^Missed call at /)).toBeNull()
  })

  test('is silenced on this device only', async () => {
    const app = await ringing()
    await press('Silence')
    expect(speaker.playing).toBe(0)
    expect(within(dialog()).getByText(/Silent on this device/)).toBeDefined()
    expect(app.asked.filter(({ what }) => what.startsWith('POST'))).toEqual([])
  })

  test('with sound blocked covers the screen, tells the doctor, and leaves the answer on top', async () => {
    speaker.become('suspended')
    const app = await ringing()
    await wait(500)
    expect(app.server.socket.sentOp('ringing')).toEqual([{ op: 'ringing', call: 'c1', audible: false }])
    const tap = screen.getByRole('button', { name: /^Tap to switch sound on/ })
    expect(tap.className).toMatch(/absolute inset-0 z-10/)
    for (const name of ['Confirm', 'Decline']) {
      const answer = screen.getByRole('button', { name })
      expect(tap.contains(answer)).toBe(false)
      expect(answer.closest('.z-20')).not.toBeNull()
    }
    await act(async () => fireEvent.click(tap))
    await act(async () => speaker.become('running'))
    expect(app.server.socket.sentOp('ringing').at(-1)).toEqual({ op: 'ringing', call: 'c1', audible: true })
    expect(screen.queryByRole('button', { name: /^Tap to switch sound on/ })).toBeNull()
    expect(speaker.playing).toBe(1)
  })

  test('on a device without a loudspeaker gives way after one tap', async () => {
    speaker.become('suspended')
    await ringing()
    await wait(500)
    await act(async () => fireEvent.click(screen.getByRole('button', { name: /^Tap to switch sound on/ })))
    await wait(500)
    expect(screen.queryByRole('button', { name: /^Tap to switch sound on/ })).toBeNull()
    expect(within(dialog()).getByRole('status').textContent).toMatch(/any tap tries again/)
    expect(within(dialog()).getByRole('timer')).toBeDefined()
  })

  test.each(['pointerUp', 'click', 'keyDown'] as const)('with sound blocked sounds after any %s', async (tap) => {
    speaker.become('suspended')
    await ringing()
    await wait(500)
    speaker.resumes = true
    await act(async () => fireEvent[tap](document.body))
    expect(speaker.playing).toBe(1)
    expect(dialog().dataset.ringer).toBe('sounding')
  })

  test('whose time runs out while offline stops ringing and says that the outcome is not known', async () => {
    const app = await ringing()
    act(() => app.server.socket.die())
    await wait(31_000)
    expect(screen.queryByText('The call stopped ringing')).toBeNull()
    await wait(2_000)
    expect(screen.getByText('The call stopped ringing')).toBeDefined()
    expect(speaker.playing).toBe(0)
  })

  test('is told by the waiting room itself when that is open', async () => {
    const app = await ringing({ path: '/patient/schedule/s1' })
    app.push('me', me({ lastCall: { ...app.call, status: 'DECLINED' } }), 'v3')
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(screen.queryByText('Call declined')).toBeNull()
  })

  test('is no incoming call for the doctor', async () => {
    const app = await renderSignedIn('DOCTOR', '/doctor', {}, ringtone)
    app.push('me', { user: aUser('DOCTOR'), entries: {}, call: aCall() }, 'v2')
    await wait(500)
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })
})
