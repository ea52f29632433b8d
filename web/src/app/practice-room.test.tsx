import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { aCall, anEntry, aSchedule, byId } from '../domain/testing'
import type { Entry, PracticeState, Receipts } from '../domain/types'
import { renderSignedIn } from './testing/render-app'

function patient(number: number, name: string, over: Partial<Entry> = {}): Entry {
  return anEntry(number, { patient: { id: `p${number}`, name }, reachability: 'LIVE', ...over })
}

const ani = patient(10, 'Ani', { status: 'READY', lastOutcome: 'MISSED', missedCalls: 2 })
const budi = patient(9, 'Budi')
const citra = patient(11, 'Citra', { status: 'READY', reason: 'Headache' })
const dedi = patient(3, 'Dedi', { status: 'DONE', lastOutcome: 'ENDED' })

function practice(over: Partial<PracticeState> = {}): PracticeState {
  return { schedule: aSchedule(), entries: byId(ani, budi, citra, dedi), ...over }
}

function open(state: PracticeState, answers = {}) {
  return renderSignedIn('DOCTOR', '/doctor/practice/s1', { 'practice:s1': state }, answers)
}

const called = { status: 201, body: { call: aCall({ entryId: 'e10' }) } }

describe('the queue', () => {
  test('stands in the order of its numbers, whoever is ready', async () => {
    await open(practice())
    const rows = within(screen.getByRole('list', { name: 'Queue' })).getAllByRole('listitem')
    expect(rows.map((row) => row.textContent?.match(/Ani|Budi|Citra/)?.[0])).toEqual(['Budi', 'Ani', 'Citra'])
  })

  test('tells readiness, reason and the last outcome', async () => {
    await open(practice())
    expect(screen.getByText('Missed 2×')).toBeDefined()
    expect(screen.getAllByText('Headache').length).toBeGreaterThan(0)
    expect(screen.getByText('3 waiting · 2 ready')).toBeDefined()
  })

  test('refuses to call who is not ready, and says why', async () => {
    await open(practice())
    const button = screen.getByRole('button', { name: 'Call no. 9 Budi' })
    expect(button).toHaveProperty('disabled', true)
    const why = document.getElementById(button.getAttribute('aria-describedby') ?? '')
    expect(why?.textContent).toContain('Not ready yet')
  })
})

describe('calling', () => {
  test('the one primary action rings the lowest number that is ready', async () => {
    const app = await open(practice(), { 'POST /api/queue/e10/call': called })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Call next: no. 10 Ani' })))
    expect(app.asked).toEqual([{ what: 'POST /api/queue/e10/call', body: undefined }])
    expect(sessionStorage.getItem('praktik.called')).toBe('c1')
  })

  test('a refusal is told in words', async () => {
    await open(practice(), { 'POST /api/queue/e10/call': { status: 409, body: { code: 'not_ready', title: 'x' } } })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Call next: no. 10 Ani' })))
    expect(screen.getByRole('alert').textContent).toContain('This patient is not ready.')
  })

  test('calling again puts the entry back and rings', async () => {
    const app = await open(practice(), {
      'POST /api/queue/e3/requeue': { status: 200, body: { entry: dedi } },
      'POST /api/queue/e3/call': called,
    })
    fireEvent.click(screen.getByText('Through (1)'))
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Call no. 3 Dedi again' })))
    expect(app.asked.map(({ what }) => what)).toEqual(['POST /api/queue/e3/requeue', 'POST /api/queue/e3/call'])
  })

  test('while it rings, the screen shows time, receipts and the way to cancel', async () => {
    const app = await open(practice())
    const now = app.server.time.now()
    const call = aCall({ entryId: 'e10', patient: { id: 'p10', name: 'Ani' }, invitedAt: now, expiresAt: now + 30_000 })
    app.push(
      'practice:s1',
      practice({ call, receipts: { sent: true, delivered: true, ringing: false, audible: false } }),
      'v2',
    )
    expect(screen.getByText('Ringing no. 10 Ani')).toBeDefined()
    expect(screen.getByText('30 seconds left')).toBeDefined()
    expect(screen.getByRole('listitem', { name: 'Delivered: yes' })).toBeDefined()
    expect(screen.getByRole('listitem', { name: 'With sound: not yet' })).toBeDefined()
    expect(screen.getByRole('button', { name: 'Cancel call' })).toBeDefined()
    expect(screen.queryByRole('button', { name: /^Call next/ })).toBeNull()
    expect(screen.getByRole('button', { name: 'Call no. 11 Citra' })).toHaveProperty('disabled', true)
  })
})

describe('a ring that does not get through', () => {
  const none = { sent: false, delivered: false, ringing: false, audible: false }

  /** The practice room while Ani is rung, and her device stands as the receipts say. */
  async function ring(receipts: Receipts, ani: Entry) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    const entries = byId({ ...ani, status: 'RINGING' as const }, citra)
    const app = await open(practice({ entries }))
    const invitedAt = app.server.time.now()
    const call = aCall({
      entryId: 'e10',
      patient: { id: 'p10', name: 'Ani' },
      invitedAt,
      expiresAt: invitedAt + 30_000,
    })
    app.push('practice:s1', practice({ entries, call, receipts }), 'v2')
    const pass = async (ms: number) => {
      await app.server.time.pass(ms)
      await act(() => vi.advanceTimersByTimeAsync(ms))
    }
    return { ...app, pass }
  }
  afterEach(() => void vi.useRealTimers())

  test('says after three seconds that it reached nobody, and gives the phone number', async () => {
    const app = await ring(
      { ...none, sent: true },
      patient(10, 'Ani', { patient: { id: 'p10', name: 'Ani', phone: '+62 811' } }),
    )
    await app.pass(2500)
    expect(screen.queryByText('This ring has reached no device yet')).toBeNull()
    await app.pass(750)
    const trouble = screen.getByText('This ring has reached no device yet')
    expect(trouble.closest('[role=status]')?.textContent).toContain('you can also phone')
    expect(screen.getByRole('link', { name: 'Phone +62 811' }).getAttribute('href')).toBe('tel:+62 811')
  })

  test('takes that back as soon as a device has it', async () => {
    const app = await ring(none, patient(10, 'Ani'))
    await app.pass(3250)
    expect(screen.getByText(/No phone number is known/)).toBeDefined()
    const { call } = app.live.peek<PracticeState>('practice:s1').state ?? {}
    const receipts = { sent: true, delivered: true, ringing: true, audible: true }
    app.push('practice:s1', practice({ receipts, ...(call && { call }) }), 'v3')
    expect(screen.queryByText('This ring has reached no device yet')).toBeNull()
  })

  test.each([
    ['LIVE', /until somebody taps the screen/],
    ['PUSH', /shown as a notification/],
  ] as const)('is shown without a sound, reached %s', async (reachability, words) => {
    const app = await ring(
      { sent: true, delivered: true, ringing: true, audible: false },
      patient(10, 'Ani', { reachability }),
    )
    await app.pass(2750)
    expect(screen.queryByText('Shown, but no sound yet')).toBeNull()
    await app.pass(500)
    expect(screen.getByText('Shown, but no sound yet')).toBeDefined()
    expect(screen.getByText(words)).toBeDefined()
  })
})

test.each([
  ['PUSH', 'By notification', /A notification rings/],
  ['NONE', 'Not reachable', /A ring would reach nobody/],
] as const)(
  'reached %s, the next patient’s row and the button say what that means',
  async (reachability, word, means) => {
    await open(practice({ entries: byId(patient(10, 'Ani', { status: 'READY', reachability })) }))
    expect(screen.getByText(word)).toBeDefined()
    expect(within(screen.getByRole('region', { name: 'Next patient' })).getByText(means)).toBeDefined()
  },
)

test.each([
  ['MISSED', 'No. 10 Ani did not answer.'],
  ['DECLINED', 'No. 10 Ani declined the call.'],
] as const)('a ring that was %s is told to the doctor', async (lastOutcome, sentence) => {
  const app = await open(practice({ entries: byId({ ...ani, status: 'RINGING' }) }))
  app.push('practice:s1', practice({ entries: byId({ ...ani, status: 'NOT_READY', lastOutcome }) }), 'v2')
  expect(screen.getAllByText(sentence).length).toBeGreaterThan(0)
})

test('completing asks first and names how many wait', async () => {
  const app = await open(practice(), { 'POST /api/schedules/s1/complete': { status: 200, body: {} } })
  fireEvent.click(screen.getByRole('button', { name: 'Complete practice' }))
  const dialog = screen.getByRole('alertdialog')
  expect(dialog.textContent).toContain('3 patients still wait')
  expect(app.asked).toEqual([])
  await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Complete practice' })))
  expect(app.asked).toEqual([{ what: 'POST /api/schedules/s1/complete', body: undefined }])
})

test('a practice that is not mine is not shown', async () => {
  const app = await renderSignedIn('DOCTOR', '/doctor/practice/s1')
  act(() => app.server.socket.push({ op: 'gone', topic: 'practice:s1', code: 'not_found' }))
  expect(screen.getByText('This practice is not here')).toBeDefined()
})
