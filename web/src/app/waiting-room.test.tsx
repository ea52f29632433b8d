import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aCall, anEntry, aSchedule, byId } from '../domain/testing'
import type { Call, Entry, ScheduleState } from '../domain/types'
import { aUser, renderSignedIn } from './testing/render-app'

function room(over: Partial<ScheduleState> = {}): ScheduleState {
  return { schedule: aSchedule(), doctorPresent: true, serving: 4, line: { '5': 1, '6': 1, '7': 1 }, ...over }
}

function open(entry: Entry | undefined, state = room(), answers = {}, lastCall?: Call) {
  const entries = entry === undefined ? {} : byId(entry)
  const me = { user: aUser('PATIENT'), entries, ...(lastCall && { lastCall }) }
  return renderSignedIn('PATIENT', '/patient/schedule/s1', { me, 'schedule:s1': state }, answers)
}

/** The value that stands under a label in the room's facts. */
function fact(label: string): string | null | undefined {
  return screen.getByText(label).parentElement?.querySelector('dd')?.textContent
}

describe('my place', () => {
  test('shows who is served and how many are ahead', async () => {
    await open(anEntry(7))
    expect(fact('Now serving')).toBe('4')
    expect(fact('Ahead of you')).toBe('2')
    expect(screen.getByText('2 patients are ahead of you.')).toBeDefined()
  })

  test('guesses no wait without data, and a band with it', async () => {
    const app = await open(anEntry(7))
    expect(screen.queryByText('Likely wait')).toBeNull()
    app.push('schedule:s1', room({ pace: { fromMinutes: 5, toMinutes: 8 } }), 'v2')
    expect(fact('Likely wait')).toBe('10–24 min')
  })

  test('a doctor who stepped out and a line from the practice are told', async () => {
    await open(anEntry(7), room({ doctorPresent: false, schedule: aSchedule({ notice: '15 minutes late' }) }))
    expect(screen.getByText('The doctor has stepped out for a moment')).toBeDefined()
    expect(screen.getByText('15 minutes late')).toBeDefined()
  })
})

describe('readiness', () => {
  const put = { 'PUT /api/queue/e7/readiness': { status: 200, body: { entry: anEntry(7) } } }

  test('the switch tells the server, and shows only what comes back', async () => {
    const app = await open(anEntry(7), room(), put)
    const readiness = screen.getByRole('switch', { name: /I am ready/ })
    await act(async () => fireEvent.click(readiness))
    expect(app.asked).toEqual([{ what: 'PUT /api/queue/e7/readiness', body: { ready: true } }])
    expect(readiness.getAttribute('aria-checked')).toBe('false')
    app.push('me', { user: aUser('PATIENT'), entries: byId(anEntry(7, { status: 'READY' })) }, 'v2')
    expect(readiness.getAttribute('aria-checked')).toBe('true')
    expect(screen.getByText('Only this page can ring, and its sound is off')).toBeDefined()
  })

  test('keeps the screen on for as long as the page may ring', async () => {
    let held = 0
    const request = async () => {
      held++
      return { release: async () => void held-- }
    }
    Object.defineProperty(navigator, 'wakeLock', { value: { request }, configurable: true })
    onTestFinished(() => void Reflect.deleteProperty(navigator, 'wakeLock'))
    const app = await open(anEntry(7))
    expect(held).toBe(0)
    const become = async (status: Entry['status'], version: string) => {
      await act(async () => app.push('me', { user: aUser('PATIENT'), entries: byId(anEntry(7, { status })) }, version))
    }
    await become('READY', 'v2')
    expect(held).toBe(1)
    await become('RINGING', 'v3')
    expect(held).toBe(1)
    await become('NOT_READY', 'v4')
    expect(held).toBe(0)
  })

  test('after a missed call one tap leads back to ready', async () => {
    const at = Date.UTC(2026, 10, 23, 7, 2)
    const missed = aCall({ entryId: 'e7', status: 'MISSED', endedAt: at })
    const app = await open(anEntry(7, { lastOutcome: 'MISSED', missedCalls: 1 }), room(), put, missed)
    expect(screen.getByText(/^You missed the call at \d/)).toBeDefined()
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'I am ready again' })))
    expect(app.asked).toEqual([{ what: 'PUT /api/queue/e7/readiness', body: { ready: true } }])
  })
})

test('leaving asks first and names the number', async () => {
  const app = await open(anEntry(7), room(), { 'DELETE /api/queue/e7': { status: 204 } })
  fireEvent.click(screen.getByRole('button', { name: 'Leave the queue' }))
  const dialog = screen.getByRole('alertdialog')
  expect(dialog.textContent).toContain('Number 7 is given up')
  expect(app.asked).toEqual([])
  await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Leave the queue' })))
  expect(app.asked).toEqual([{ what: 'DELETE /api/queue/e7', body: undefined }])
})

test.each(['RINGING', 'IN_CALL'] as const)('nobody can leave while %s', async (status) => {
  await open(anEntry(7, { status }))
  expect(screen.queryByRole('button', { name: 'Leave the queue' })).toBeNull()
})

test('a patient without a number takes one, with a reason for the doctor', async () => {
  const app = await open(undefined, room(), {
    'POST /api/schedules/s1/queue': { status: 201, body: { entry: anEntry(8) } },
  })
  fireEvent.click(screen.getByRole('button', { name: 'Take a number' }))
  const dialog = screen.getByRole('dialog')
  fireEvent.change(within(dialog).getByLabelText('Why do you come?'), { target: { value: ' Headache ' } })
  await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Take a number' })))
  expect(app.asked).toEqual([{ what: 'POST /api/schedules/s1/queue', body: { reason: 'Headache' } }])
})

test.each([
  ['DONE', 'Your consultation is over'],
  ['LEFT', 'You left the queue'],
  ['NOT_SEEN', 'You were not seen this time'],
] as const)('%s is told: %s', async (status, title) => {
  await open(anEntry(7, { status }))
  expect(screen.getByText(title)).toBeDefined()
})
