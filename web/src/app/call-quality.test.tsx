import { act, fireEvent, screen, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { aCall, anEntry, aSchedule, byId } from '../domain/testing'
import type { QualityReport, ReportedCall } from '../domain/types'
import { callNumbers } from '../rtc/browser'
import type { Measurement } from '../rtc/quality'
import type { CallSession } from '../rtc/session'
import { aUser, renderSignedIn } from './testing/render-app'

const look: Measurement = {
  ms: 10_000,
  kbpsIn: 1,
  kbpsOut: 1,
  lossInPercent: 0.4,
  freezes: 1,
  frozenShare: 0.1,
  isRelayed: true,
  codecs: {},
}
const numbers = { seconds: 10, freezes: 1, frozenMs: 1000, lossInPermille: 4, relayed: true, reconnects: 0 }

/** This tab has taken part in that call. */
function talked(callId: string): void {
  const session = {
    callId,
    state: { phase: 'connected' },
    subscribe: () => () => {},
    health: {
      onMeasured: (listener: (measured: Measurement) => void) => {
        listener(look)
        return () => {}
      },
    },
  }
  callNumbers.follow(session as unknown as CallSession)
}

const ended = (id: string) => {
  const now = 1_000_000
  return aCall({ id, entryId: 'e7', status: 'ENDED', answeredAt: now - 20_000, endedAt: now - 5000 })
}
const room = { schedule: aSchedule(), doctorPresent: true, line: {} }

function openWaitingRoom(callId: string, answers = {}) {
  const me = { user: aUser('PATIENT'), entries: byId(anEntry(7, { status: 'DONE' })), lastCall: ended(callId) }
  return renderSignedIn('PATIENT', '/patient/schedule/s1', { me, 'schedule:s1': room }, answers)
}

const question = () => screen.queryByRole('region', { name: 'How was the connection?' })

beforeEach(() => localStorage.clear())

test('after a call the numbers are sent by one tap, and asked for no more', async () => {
  talked('c1')
  const report = { ...numbers, from: 'PATIENT', reportedAt: 1_000_000 }
  const app = await openWaitingRoom('c1', { 'PUT /api/calls/c1/quality': { status: 200, body: { report } } })
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Send the numbers' })))
  expect(app.asked).toEqual([{ what: 'PUT /api/calls/c1/quality', body: numbers }])
  expect(question()).toBeNull()
})

test('numbers that were refused stay to be sent, and say why', async () => {
  talked('c2')
  const refused = { code: 'call_over', title: 'x' }
  await openWaitingRoom('c2', { 'PUT /api/calls/c2/quality': { status: 409, body: refused } })
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Send the numbers' })))
  expect(within(question() as HTMLElement).getByRole('alert').textContent).toContain('The call is over.')
})

test('whoever does not want to is not asked again', async () => {
  talked('c3')
  const app = await openWaitingRoom('c3')
  fireEvent.click(screen.getByRole('button', { name: 'No, thanks' }))
  expect(question()).toBeNull()
  expect(app.asked).toEqual([])
})

test('nothing is asked of a call that this tab took no part in', async () => {
  talked('c4')
  await openWaitingRoom('c5')
  expect(question()).toBeNull()
})

const report = (from: QualityReport['from'], over: Partial<QualityReport> = {}): QualityReport => ({
  ...numbers,
  from,
  reportedAt: 1_000_000,
  ...over,
})

async function openPractice(calls: ReportedCall[]) {
  const done = anEntry(7, { status: 'DONE', lastOutcome: 'ENDED', patient: { id: 'p1', name: 'Budi' } })
  const me = { user: aUser('DOCTOR'), entries: {} }
  const state = { schedule: aSchedule(), entries: byId(done) }
  const answers = { 'GET /api/queue/e7/calls': { status: 200, body: { calls } } }
  const app = await renderSignedIn('DOCTOR', '/doctor/practice/s1', { me, 'practice:s1': state }, answers)
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Connection of no. 7 Budi' })))
  return { app, dialog: within(screen.getByRole('dialog', { name: 'Connection' })) }
}

const rowsOf = (region: HTMLElement) =>
  Object.fromEntries(
    within(region)
      .getAllByRole('term')
      .map((term) => [term.textContent, term.nextElementSibling?.textContent]),
  )

test('the doctor reads both sides, in plain words, and reads again by a button', async () => {
  const patients = report('PATIENT', {
    seconds: 725,
    freezes: 3,
    frozenMs: 4200,
    lossOutPermille: 12,
    roundTripMs: 48,
    relayed: false,
    reconnects: 2,
  })
  const { app, dialog } = await openPractice([{ call: ended('c1'), reports: [report('DOCTOR'), patients] }])
  expect(rowsOf(dialog.getByRole('region', { name: 'At your end' }))).toEqual({
    'With sound and picture': '0:10',
    'The picture stood still': 'once, 1 sec',
    'Lost on the way in': '0.4%',
    'Lost on the way out': 'Not told by that browser',
    'There and back': 'Not told by that browser',
    Path: 'Through a relay',
    Reconnected: 'never',
  })
  expect(rowsOf(dialog.getByRole('region', { name: 'At the patient’s end' }))).toMatchObject({
    'With sound and picture': '12:05',
    'The picture stood still': '3 times, 4.2 sec in all',
    'Lost on the way out': '1.2%',
    'There and back': '48 ms',
    Path: 'Direct',
    Reconnected: '2 times',
  })
  await act(async () => fireEvent.click(dialog.getByRole('button', { name: 'Read again' })))
  expect(app.asked.filter(({ what }) => what === 'GET /api/queue/e7/calls')).toHaveLength(2)
})

test('of several calls each has its own; one that nobody answered has no connection to tell of', async () => {
  const { answeredAt: _, ...missed } = ended('c2')
  const { dialog } = await openPractice([
    { call: { ...missed, status: 'MISSED' }, reports: [] },
    { call: ended('c1'), reports: [report('DOCTOR')] },
    { call: ended('c0'), reports: [] },
  ])
  const calls = dialog.getAllByRole('region', { name: /^Call of / })
  expect(calls.map((call) => within(call).queryByRole('region', { name: 'At your end' }) !== null)).toEqual([
    true,
    false,
  ])
  expect(dialog.getByText('Nobody has sent numbers of this call.')).toBeDefined()
})
