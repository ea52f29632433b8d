import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import type { Session } from '../domain/types'
import { type Answers, renderSignedIn } from './testing/render-app'

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36'
const phone = 'Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile Safari/537.36'

function session(id: string, over: Partial<Session> = {}): Session {
  return { id, createdAt: 1, lastSeenAt: 2, expiresAt: 3, userAgent: chrome, current: false, ...over }
}

const sessions = {
  'GET /api/me/second-factor': { status: 200, body: { secondFactor: { enabled: false, required: false } } },
  'GET /api/me/sessions': {
    status: 200,
    body: { sessions: [session('here', { current: true }), session('phone', { userAgent: phone })] },
  },
}

async function open(answers: Answers = {}) {
  const app = await renderSignedIn('PATIENT', '/account', {}, { ...sessions, ...answers })
  app.asked.length = 0
  return app
}

async function press(name: string | RegExp): Promise<void> {
  await act(async () => fireEvent.click(screen.getByRole('button', { name })))
}

test('only what was changed is sent', async () => {
  const app = await open({ 'PATCH /api/me': { status: 200, body: {} } })
  expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true)
  fireEvent.change(screen.getByLabelText('Phone'), { target: { value: '+62 21 555' } })
  await press('Save')
  expect(app.asked).toEqual([{ what: 'PATCH /api/me', body: { phone: '+62 21 555' } }])
})

test('this device cannot be signed out here, another one can, and the list is read again', async () => {
  const app = await open({ 'DELETE /api/me/sessions/phone': { status: 204 } })
  expect(screen.getByText('This device')).toBeDefined()
  expect(screen.getAllByRole('button', { name: /^Sign out Chrome/ })).toHaveLength(1)
  await press('Sign out Chrome on Android')
  expect(app.asked.map(({ what }) => what)).toEqual(['DELETE /api/me/sessions/phone', 'GET /api/me/sessions'])
})

test('a wrong current password is told at its field', async () => {
  const errors = [{ field: 'password.currentPassword', code: 'wrong', title: 'x' }]
  await open({ 'PATCH /api/me': { status: 422, body: { code: 'invalid', title: 'x', errors } } })
  fireEvent.change(screen.getByLabelText('Current password'), { target: { value: 'guess' } })
  fireEvent.change(screen.getByLabelText('New password'), { target: { value: 'a long sentence' } })
  await press('Change password')
  expect(screen.getByText('This is not your current password.')).toBeDefined()
})

test('signing out ends the sign-in on the server and shows nothing any more', async () => {
  const app = await open({ 'POST /api/auth/logout': { status: 204 } })
  await act(() => app.router.navigate('/sign-out', { state: { asked: true } }))
  expect(app.asked[0]?.what).toBe('POST /api/auth/logout')
  expect(app.router.state.location.pathname).toBe('/sign-in')
  expect(app.live.peek('me')).toEqual({ status: 'loading' })
})

test('a bare link to signing out asks first', async () => {
  const app = await open({ 'POST /api/auth/logout': { status: 204 } })
  await act(() => app.router.navigate('/sign-out'))
  expect(app.asked).toEqual([])
  expect(screen.getByText('Sign out on this device?')).toBeDefined()
})

test('signing out that does not reach the server says so', async () => {
  const app = await open()
  await act(() => app.router.navigate('/sign-out', { state: { asked: true } }))
  expect(screen.getByText(/You are still signed in/)).toBeDefined()
  expect(app.router.state.location.pathname).toBe('/sign-out')
})

test('the own data come as a file', async () => {
  const made: Blob[] = []
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: (blob: Blob) => made.push(blob), revokeObjectURL: () => {} }),
  )
  await open({ 'GET /api/me/export': { status: 200, body: { user: { name: 'Budi' } } } })
  await press('Download my data')
  expect(JSON.parse((await made[0]?.text()) ?? '')).toEqual({ user: { name: 'Budi' } })
})

describe('deleting the account', () => {
  async function erase(): Promise<void> {
    await press('Delete my account')
    const dialog = within(screen.getByRole('dialog'))
    const submit = () => dialog.getByRole('button', { name: 'Delete my account' })
    fireEvent.change(dialog.getByLabelText('Current password'), { target: { value: 'a long sentence' } })
    expect(submit(), 'a second word is needed').toHaveProperty('disabled', true)
    fireEvent.click(dialog.getByRole('checkbox', { name: /^I understand/ }))
    await act(async () => fireEvent.click(submit()))
  }

  test('takes the password and a second word, and ends at a sign-in page that says so', async () => {
    const app = await open({ 'POST /api/me/erase': { status: 204 } })
    await erase()
    expect(app.asked[0]).toEqual({ what: 'POST /api/me/erase', body: { password: 'a long sentence' } })
    expect(app.router.state.location.pathname).toBe('/sign-in')
    expect(screen.getByText('Your account is deleted.')).toBeDefined()
    expect(app.live.peek('me')).toEqual({ status: 'loading' })
  })

  test.each([
    [409, 'in_call', /while a call rings or goes on/],
    [409, 'practice_online', /Your practice is open/],
  ])('%i %s is told, and nothing is signed out', async (status, code, words) => {
    const app = await open({ 'POST /api/me/erase': { status, body: { code, title: 'x' } } })
    await erase()
    expect(screen.getByRole('alert').textContent).toMatch(words)
    expect(app.router.state.location.pathname).toBe('/account')
  })
})
