import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { LinkHealthState } from '../../rtc/link-health'
import { Observable } from '../../rtc/observable'
import type { Measurement } from '../../rtc/quality'
import { ConnectionHealth } from './connection-health'

class SetHealth extends Observable<LinkHealthState> {
  constructor() {
    super({})
  }
  set(state: { [K in keyof LinkHealthState]?: LinkHealthState[K] | undefined }): void {
    act(() => this.change(state))
  }
}

function show(): SetHealth {
  const health = new SetHealth()
  render(<ConnectionHealth health={health} callId="c1" />)
  return health
}

const measured: Measurement = {
  ms: 1000,
  kbpsIn: 912.4,
  kbpsOut: 640,
  lossInPercent: 1.26,
  freezes: 0,
  frozenShare: 0,
  roundTripMs: 47.8,
  isRelayed: true,
  codecs: { audio: 'opus', video: 'VP8' },
}
const good = { level: 'good' } as const
const lossy = { level: 'unstable', cause: 'loss' } as const

const word = () => screen.queryByRole('button', { name: /^Connection: / })?.textContent
const news = () => screen.getByRole('status').textContent
const openDetails = () => {
  fireEvent.click(screen.getByRole('button', { name: /^Connection: / }))
  return within(screen.getByRole('dialog', { name: 'Connection' }))
}
const rowsOf = (details: ReturnType<typeof openDetails>) =>
  Object.fromEntries(
    details.getAllByRole('term').map((term) => [term.textContent, term.nextElementSibling?.textContent]),
  )

describe('the connection in a word', () => {
  test('is not there before anything is known, nor while nothing flows', () => {
    const health = show()
    expect(word()).toBeUndefined()
    health.set({ verdict: good })
    expect(word()).toBe('Good')
    health.set({ verdict: undefined })
    expect(word()).toBeUndefined()
  })

  test('is told aloud when it changes for the worse, and when that passed; not before', () => {
    const health = show()
    health.set({ verdict: good })
    expect(news()).toBe('')
    health.set({ verdict: lossy })
    expect(news()).toBe('Connection: Unstable. Parts of sound and picture get lost on the way.')
    health.set({ verdict: good })
    expect(news()).toBe('Connection: Good. Sound and picture come through well.')
  })
})

describe('the details', () => {
  test('tell why, and the numbers', () => {
    const health = show()
    health.set({ verdict: lossy, measured: { ...measured, lossOutPercent: 4 } })
    const details = openDetails()
    expect(details.getByText('Parts of sound and picture get lost on the way.')).toBeDefined()
    expect(rowsOf(details)).toEqual({
      Path: 'Through a relay, which sees nothing',
      'There and back': '48 ms',
      Receiving: '912 kb/s',
      Sending: '640 kb/s',
      'Lost on the way here': '1.3%',
      'Lost on the way there': '4%',
      'Coded as': 'opus, VP8',
    })
  })

  test('say what this browser does not tell', () => {
    const health = show()
    const { isRelayed: _, roundTripMs: __, ...rest } = measured
    health.set({ verdict: good, measured: { ...rest, codecs: {} } })
    const rows = rowsOf(openDetails())
    for (const name of ['Path', 'There and back', 'Lost on the way there', 'Coded as']) {
      expect(rows[name], name).toBe('Not told by this browser')
    }
  })

  test('stay open, without numbers, when the connection is interrupted', () => {
    const health = show()
    health.set({ verdict: good, measured })
    const details = openDetails()
    health.set({ verdict: undefined, measured: undefined })
    expect(details.getByText('No sound or picture flows at the moment.')).toBeDefined()
    expect(details.queryByText('Receiving')).toBeNull()
  })

  test('show the security code, and read it out digit by digit', () => {
    const health = show()
    health.set({ verdict: good, measured })
    const code = within(openDetails().getByRole('region', { name: 'Security code' }))
    expect(code.getByText('There is no code at the moment.')).toBeDefined()
    health.set({ securityCode: ['20974', '59107', '26354', '59711'] })
    expect(code.getByText('20974 59107 26354 59711').getAttribute('aria-hidden')).toBe('true')
    expect(code.getByText('2 0 9 7 4, 5 9 1 0 7, 2 6 3 5 4, 5 9 7 1 1')).toBeDefined()
  })
})
