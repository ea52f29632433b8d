import { act, fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { anEntry, aSchedule, byId } from '../domain/testing'
import type { Entry, Schedule } from '../domain/types'
import { aUser, renderSignedIn } from './testing/render-app'

function open(entries: Entry[], schedules: Schedule[], answers = {}) {
  const me = { user: aUser('PATIENT'), entries: byId(...entries) }
  return renderSignedIn('PATIENT', '/patient', { me, directory: { schedules: byId(...schedules) } }, answers)
}

test('without any practice the page says what will happen', async () => {
  await open([], [])
  expect(screen.getByText('No practice is planned right now')).toBeDefined()
  expect(screen.queryByText('My numbers')).toBeNull()
})

test('taking a number without a reason sends no body and leads to the waiting room', async () => {
  const app = await open([], [aSchedule()], {
    'POST /api/schedules/s1/queue': { status: 201, body: { entry: anEntry(1) } },
  })
  fireEvent.click(screen.getByRole('button', { name: /^Take a number/ }))
  const dialog = screen.getByRole('dialog')
  await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Take a number' })))
  expect(app.asked).toEqual([{ what: 'POST /api/schedules/s1/queue', body: undefined }])
  expect(app.router.state.location.pathname).toBe('/patient/schedule/s1')
})

test('a number that I have leads to its waiting room', async () => {
  const app = await open([anEntry(7, { status: 'READY' })], [aSchedule()])
  const mine = screen.getByRole('link', { name: /Number ?7.*Ready/ })
  expect(screen.queryByRole('button', { name: /^Take a number/ })).toBeNull()
  await act(async () => fireEvent.click(mine))
  expect(app.router.state.location.pathname).toBe('/patient/schedule/s1')
})

test('a number that was left can be taken anew, a full practice cannot be joined', async () => {
  await open(
    [anEntry(7, { status: 'LEFT' })],
    [aSchedule(), aSchedule({ id: 's2', status: 'UPCOMING', capacity: 2, waiting: 2 })],
  )
  const buttons = screen.getAllByRole('button', { name: /^Take a number/ })
  expect(buttons.map((button) => (button as HTMLButtonElement).disabled)).toEqual([false, true])
  expect(screen.getByText('Full')).toBeDefined()
})

test('a status change is on the screen as soon as it is pushed', async () => {
  const app = await open([], [aSchedule({ status: 'UPCOMING' })])
  expect(screen.getByText('Upcoming')).toBeDefined()
  app.push('directory', { schedules: byId(aSchedule({ waiting: 4 })) }, 'v2')
  expect(screen.getByText('Open now')).toBeDefined()
  expect(screen.getByText('4 waiting')).toBeDefined()
})
