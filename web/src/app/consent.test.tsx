import { act, fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { aCall } from '../domain/testing'
import { aUser, renderSignedIn } from './testing/render-app'

const consent = { version: '0123456789ab', text: { en: 'A new text.' } }
const answers = {
  'GET /api/config': { status: 200, body: { consent } },
  'PATCH /api/me': { status: 200, body: {} },
}
const due = { user: { ...aUser('PATIENT'), consentDue: true }, entries: {} }

function open(me: object = due) {
  return renderSignedIn('PATIENT', '/patient', { me }, answers)
}

async function press(name: string): Promise<void> {
  await act(async () => fireEvent.click(screen.getByRole('button', { name })))
}

test('a new text is asked about, and what was shown is recorded', async () => {
  const app = await open()
  await press('Read it')
  expect(screen.getByRole('dialog').textContent).toContain('A new text.')
  await press('I agree')
  expect(app.asked.filter(({ what }) => what.startsWith('PATCH'))).toEqual([
    { what: 'PATCH /api/me', body: { consentVersion: '0123456789ab' } },
  ])
  app.push('me', { user: aUser('PATIENT'), entries: {} }, 'v2')
  expect(screen.queryByText(/^The clinic's text about your data has changed/)).toBeNull()
})

test('it can wait', async () => {
  const app = await open()
  await press('Read it')
  await press('Later')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.getByRole('button', { name: 'Read it' })).toBeDefined()
  expect(app.asked.some(({ what }) => what.startsWith('PATCH'))).toBe(false)
})

test('a call puts the question away until it is over', async () => {
  const app = await open()
  await press('Read it')
  app.push('me', { ...due, call: aCall({ status: 'ACTIVE' }) }, 'v2')
  expect(screen.queryByText('A new text.')).toBeNull()
  expect(screen.queryByText(/text about your data has changed/)).toBeNull()
  app.push('me', due, 'v3')
  expect(screen.getByText(/text about your data has changed/)).toBeDefined()
})

test('who has agreed is asked nothing', async () => {
  await open({ user: aUser('PATIENT'), entries: {} })
  expect(screen.queryByRole('button', { name: 'Read it' })).toBeNull()
})
