import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { aSchedule, byId } from '../domain/testing'
import type { Schedule } from '../domain/types'
import { type Answers, renderSignedIn } from './testing/render-app'

const hour = 3_600_000
// The virtual clock of the tests starts at this instant.
const now = 1_000_000

function upcoming(over: Partial<Schedule> = {}): Schedule {
  return aSchedule({ status: 'UPCOMING', startsAt: now + hour, endsAt: now + 3 * hour, ...over })
}

function open(answers: Answers, ...schedules: Schedule[]) {
  return renderSignedIn('DOCTOR', '/doctor', { directory: { schedules: byId(...schedules) } }, answers)
}

test('without a schedule the page says what to do', async () => {
  await open({})
  expect(screen.getByText('No schedule yet')).toBeDefined()
  expect(screen.getAllByRole('button', { name: 'New schedule' })).toHaveLength(1)
})

describe('a new schedule', () => {
  test('is sent with instants, and what was left empty is left out', async () => {
    const app = await open({ 'POST /api/schedules': { status: 201, body: { schedule: upcoming() } } })
    fireEvent.click(screen.getByRole('button', { name: 'New schedule' }))
    const dialog = screen.getByRole('dialog')
    const type = (label: string, value: string) =>
      fireEvent.change(within(dialog).getByLabelText(label), { target: { value } })
    type('Date', '2099-05-04')
    type('Start time', '09:00')
    type('End time', '12:30')
    type('Places', '12')
    await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Create schedule' })))
    const startsAt = new Date(2099, 4, 4, 9).getTime()
    expect(app.asked).toEqual([
      { what: 'POST /api/schedules', body: { startsAt, endsAt: startsAt + 3.5 * hour, capacity: 12 } },
    ])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test('that cannot be is refused at its field before anybody is asked', async () => {
    const app = await open({})
    fireEvent.click(screen.getByRole('button', { name: 'New schedule' }))
    fireEvent.change(screen.getByLabelText('Places'), { target: { value: '0' } })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Create schedule' })))
    expect(screen.getByText('Please give a whole number from 1, or nothing.')).toBeDefined()
    expect(app.asked).toEqual([])
  })
})

describe('starting', () => {
  test('leads to the practice room', async () => {
    const app = await open({ 'POST /api/schedules/s1/start': { status: 200, body: {} } }, upcoming())
    fireEvent.click(screen.getByRole('button', { name: /^Start the practice/ }))
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Start without the check' })))
    expect(app.router.state.location.pathname).toBe('/doctor/practice/s1')
  })

  test('while another practice is open says so and stays', async () => {
    const refusal = { status: 409, body: { code: 'already_online', title: 'x' } }
    const app = await open({ 'POST /api/schedules/s1/start': refusal }, upcoming())
    fireEvent.click(screen.getByRole('button', { name: /^Start the practice/ }))
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Start without the check' })))
    expect(screen.getByRole('alert').textContent).toContain('Another practice of yours is still open')
    expect(app.router.state.location.pathname).toBe('/doctor')
  })
})

test('the numbers of a finished practice are read when they are opened, not before', async () => {
  const summary = { seen: 3, waiting: 0, noShows: 1, missed: 2, declined: 0, left: 0, durations: [240, 400, 420] }
  const app = await open(
    { 'GET /api/schedules/s1/summary': { status: 200, body: { summary: { ...summary, medianDurationSeconds: 400 } } } },
    aSchedule({ status: 'COMPLETED', startsAt: now - 3 * hour, endsAt: now - hour, completedAt: now - hour }),
  )
  expect(app.asked).toEqual([])
  await act(async () => fireEvent.click(screen.getByRole('button', { name: /^Summary of/ })))
  const plot = screen.getByRole('img')
  expect(plot.getAttribute('aria-label')).toBe('0 to 5 minutes: 1 consultation. 5 to 10 minutes: 2 consultations')
  expect(screen.getByText('No-shows').textContent).toBe('No-shows 1')
})
