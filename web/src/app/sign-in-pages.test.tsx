import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { type Answers, renderApp } from './testing/render-app'

const config = { 'GET /api/config': { status: 200, body: { contact: '+62 21 555', demo: true } } }
const account = { email: 'doctor@demo.praktik', password: 'praktik-demo', role: 'DOCTOR', name: 'Dr. Sari' }

async function open(path: string, answers: Answers) {
  const app = renderApp(path, {}, { ...config, ...answers })
  app.server.refreshOutcome = 'signed_out'
  await act(async () => app.server.socket.die(4401))
  return app
}

function commands(app: Awaited<ReturnType<typeof open>>) {
  return app.asked.filter(({ what }) => !what.startsWith('GET'))
}

describe('signing in', () => {
  test('sends what was typed and then connects', async () => {
    const app = await open('/sign-in', { 'POST /api/auth/login': { status: 200, body: { user: {} } } })
    fireEvent.change(screen.getByLabelText('E-mail address'), { target: { value: 'a@example.org' } })
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'secret sentence' } })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Sign in' })))
    expect(commands(app)).toEqual([
      { what: 'POST /api/auth/login', body: { email: 'a@example.org', password: 'secret sentence' } },
    ])
    expect(app.server.sockets).toHaveLength(2)
  })

  test('with a wrong password says so, and does not say which of the two is wrong', async () => {
    await open('/sign-in', {
      'POST /api/auth/login': { status: 401, body: { code: 'invalid_credentials', title: 'x' } },
    })
    fireEvent.change(screen.getByLabelText('E-mail address'), { target: { value: 'a@example.org' } })
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'wrong' } })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Sign in' })))
    expect(screen.getByRole('alert').textContent).toBe('E-mail address or password is wrong.')
  })

  test('with nothing typed names what is missing and asks nobody', async () => {
    const app = await open('/sign-in', {})
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Sign in' })))
    expect(screen.getByText('Please enter your e-mail address.')).toBeDefined()
    expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).toBe('true')
    expect(commands(app)).toEqual([])
  })
})

describe('demo accounts', () => {
  test('fill the form and sign in with one tap', async () => {
    const app = await open('/sign-in', {
      'GET /api/demo': { status: 200, body: { accounts: [account] } },
      'POST /api/auth/login': { status: 200, body: { user: {} } },
    })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: /^Sign in as Dr. Sari/ })))
    expect(commands(app)[0]?.body).toEqual({ email: account.email, password: account.password })
  })

  test('are not shown where the server has none', async () => {
    await open('/sign-in', { 'GET /api/demo': { status: 404, body: { code: 'not_found', title: 'x' } } })
    expect(screen.queryByText('Try it with a demo account')).toBeNull()
    expect(screen.getByText('Questions? Contact the clinic: +62 21 555')).toBeDefined()
  })
})

describe('registering', () => {
  test('needs consent, and shows what the server refuses beside its field', async () => {
    const refusal = {
      code: 'invalid',
      title: 'x',
      errors: [{ field: 'email', code: 'invalid', title: 'no address' }],
    }
    const app = await open('/register', { 'POST /api/auth/register': { status: 422, body: refusal } })
    fireEvent.change(screen.getByLabelText('Full name'), { target: { value: 'Budi' } })
    fireEvent.change(screen.getByLabelText('E-mail address'), { target: { value: 'nonsense' } })
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'a long sentence' } })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Create account' })))
    expect(commands(app)).toEqual([])
    expect(screen.getByText(/^Please agree first/)).toBeDefined()

    fireEvent.click(screen.getByRole('checkbox', { name: /^I agree/ }))
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Create account' })))
    expect(commands(app)).toHaveLength(1)
    expect(screen.getByLabelText('E-mail address').getAttribute('aria-invalid')).toBe('true')
  })
})

test('the language can be switched before signing in', async () => {
  await open('/sign-in', {})
  fireEvent.click(screen.getByRole('button', { name: 'Indonesia' }))
  expect(screen.getByRole('heading', { name: 'Selamat datang kembali' })).toBeDefined()
  expect(document.documentElement.lang).toBe('id')
  fireEvent.click(screen.getByRole('button', { name: 'English' }))
})
