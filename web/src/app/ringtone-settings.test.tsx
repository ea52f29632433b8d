import { act, fireEvent, screen } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ringtoneSettings, sound } from '../rtc/browser'
import type { RingtoneState } from '../rtc/ringtone-settings'
import { renderSignedIn } from './testing/render-app'

const heard = { playing: 0, volume: 1, allowed: true }

beforeEach(() => {
  Object.assign(heard, { playing: 0, volume: 1, allowed: true })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  vi.spyOn(sound, 'play').mockImplementation(() => {
    heard.playing++
    return { started: Promise.resolve(true), stop: () => void heard.playing-- }
  })
  vi.spyOn(sound, 'unlock').mockImplementation(async () => heard.allowed)
  vi.spyOn(sound, 'setRingtoneVolume').mockImplementation((volume) => {
    heard.volume = volume
  })
  return () => {
    vi.useRealTimers()
    ringtoneSettings.setVolume(1)
  }
})

const sessions = { 'GET /api/me/sessions': { status: 200, body: { sessions: [] } } }
const open = (role: 'PATIENT' | 'DOCTOR' = 'PATIENT') => renderSignedIn(role, '/account', {}, sessions)
const press = (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name })))

/** A browser that can choose a loudspeaker and knows these. */
function knows(state: Partial<RingtoneState>) {
  vi.spyOn(ringtoneSettings, 'canChooseOutput', 'get').mockReturnValue(true)
  vi.spyOn(ringtoneSettings, 'listOutputs').mockReturnValue()
  const known = { volume: 1, output: '', outputs: [], outputGone: false, ...state }
  vi.spyOn(ringtoneSettings, 'state', 'get').mockReturnValue(known)
}

describe('the ringtone on the account page', () => {
  test('is tried with a tap, stops by another, and by itself', async () => {
    await open()
    await press('Play the ringtone')
    expect(heard.playing).toBe(1)
    expect(screen.getByText(/^Loud enough\?/)).toBeDefined()
    await press('Stop')
    expect(heard.playing).toBe(0)
    await press('Play the ringtone')
    await act(() => vi.advanceTimersByTimeAsync(10_000))
    expect(heard.playing).toBe(0)
    expect(screen.getByRole('button', { name: 'Play the ringtone' })).toBeDefined()
  })

  test('says when the browser keeps it back', async () => {
    heard.allowed = false
    await open()
    await press('Play the ringtone')
    expect(screen.getByText(/did not let the sound out/)).toBeDefined()
  })

  test('can be turned down to a fifth and no further, and remembers it', async () => {
    await open()
    const volume = screen.getByRole('slider', { name: 'Volume' })
    expect(volume.getAttribute('min')).toBe('20')
    fireEvent.change(volume, { target: { value: '0' } })
    expect(heard.volume).toBe(0.2)
    fireEvent.change(volume, { target: { value: '65' } })
    expect(heard.volume).toBe(0.65)
    expect(screen.getByText('65 %')).toBeDefined()
    expect(JSON.parse(localStorage.getItem('praktik.ringtone') ?? '')).toEqual({ volume: 0.65, output: '' })
  })

  test('has no loudspeaker to choose where the browser cannot', async () => {
    await open()
    expect(screen.queryByText('Loudspeaker of the ringtone')).toBeNull()
    expect(screen.queryByText(/names its loudspeakers/)).toBeNull()
  })

  test('says what it takes before the browser names its loudspeakers', async () => {
    knows({})
    await open()
    expect(screen.getByText(/names its loudspeakers once/)).toBeDefined()
  })

  test('lets a loudspeaker be chosen, and says when the chosen one is away', async () => {
    knows({ output: 'attic', outputs: [{ id: 'k1', label: 'Kitchen' }], outputGone: true })
    await open()
    expect(screen.getByRole('combobox', { name: 'Loudspeaker of the ringtone' }).textContent).toContain(
      'The chosen one, not connected',
    )
    expect(screen.getByText(/plays where the system plays until it is back/)).toBeDefined()
  })

  test('is not there for a doctor, who is never rung', async () => {
    await open('DOCTOR')
    expect(screen.queryByRole('heading', { name: 'Ringtone' })).toBeNull()
  })
})
