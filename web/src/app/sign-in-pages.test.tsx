import { act, fireEvent, screen } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Answers, renderApp, renderSignedIn } from './testing/render-app'

const config = { 'GET /api/config': { status: 200, body: { contact: '+62 21 555', demo: true } } }
const account = { email: 'doctor@demo.praktik', password: 'praktik-demo', role: 'DOCTOR', name: 'Dr. Sari' }

beforeEach(() => localStorage.removeItem('praktik.signedIn'))

async function open(path: string, answers: Answers) {
  const app = renderApp(path, {}, { ...config, ...answers })
  app.server.refreshOutcome = 'signed_out'
  await act(async () => app.server.socket.die(4401))
  return app
}

async function typeCredentials() {
  fireEvent.change(screen.getByLabelText('E-mail address'), { target: { value: 'a@example.org' } })
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'secret sentence' } })
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Sign in' })))
}

function commands(app: Awaited<ReturnType<typeof open>>) {
  return app.asked.filter(({ what }) => !what.startsWith('GET'))
}

describe('signing in', () => {
  test('sends what was typed and then connects', async () => {
    const app = await open('/sign-in', { 'POST /api/auth/login': { status: 200, body: { user: {} } } })
    await typeCredentials()
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

  test('too often tells when to try again', async () => {
    await open('/sign-in', {
      'POST /api/auth/login': {
        status: 429,
        body: { code: 'too_many', title: 'x' },
        headers: { 'Retry-After': '150' },
      },
    })
    await typeCredentials()
    expect(screen.getByRole('alert').textContent).toBe('Too many attempts. Try again in 3 minutes.')
  })

  test('with nothing typed names what is missing and asks nobody', async () => {
    const app = await open('/sign-in', {})
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Sign in' })))
    expect(screen.getByText('Please enter your e-mail address.')).toBeDefined()
    expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).toBe('true')
    expect(commands(app)).toEqual([])
  })
})

describe('the second step', () => {
  const required = { status: 401, body: { code: 'otp_required', title: 'x' } }
  const code = () => screen.getByLabelText<HTMLInputElement>('Code with 6 digits')

  async function typeCode(field: HTMLInputElement, otp: string) {
    fireEvent.change(field, { target: { value: otp } })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Sign in' })))
  }

  test('asks for the code of the app and sends it with what was typed before', async () => {
    const app = await open('/sign-in', { 'POST /api/auth/login': required })
    await typeCredentials()
    expect(screen.getByRole('heading', { name: 'One more step' })).toBeDefined()
    expect(screen.queryByRole('alert'), 'to be asked is no failure').toBeNull()
    expect(code().autocomplete).toBe('one-time-code')
    expect(code().inputMode).toBe('numeric')
    app.answers['POST /api/auth/login'] = { status: 200, body: { user: {} } }
    await typeCode(code(), ' 123456 ')
    expect(commands(app)[1]?.body).toEqual({ email: 'a@example.org', password: 'secret sentence', otp: '123456' })
    expect(app.server.sockets).toHaveLength(2)
  })

  test('a wrong code is told at its field, and does not renew a sign-in that is none', async () => {
    const app = await open('/sign-in', { 'POST /api/auth/login': required })
    await typeCredentials()
    app.answers['POST /api/auth/login'] = { status: 401, body: { code: 'otp_wrong', title: 'x' } }
    await typeCode(code(), '000000')
    expect(code().getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText(/^This code is not right/)).toBeDefined()
    expect(commands(app).map(({ what }) => what)).toEqual(['POST /api/auth/login', 'POST /api/auth/login'])
  })

  test('a recovery code goes the same way, from a keyboard with letters', async () => {
    const app = await open('/sign-in', { 'POST /api/auth/login': required })
    await typeCredentials()
    fireEvent.click(screen.getByRole('button', { name: /use a recovery code/ }))
    const field = screen.getByLabelText<HTMLInputElement>('Recovery code')
    expect(field.inputMode).toBe('text')
    await typeCode(field, 'abcd-efgh')
    expect(commands(app)[1]?.body).toMatchObject({ otp: 'abcd-efgh' })
  })

  test('what was wrong with a code is not said of a recovery code that nobody typed yet', async () => {
    const app = await open('/sign-in', { 'POST /api/auth/login': required })
    await typeCredentials()
    app.answers['POST /api/auth/login'] = { status: 401, body: { code: 'otp_wrong', title: 'x' } }
    await typeCode(code(), '123456')
    expect(screen.getByText(/^This code is not right/)).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: /use a recovery code/ }))
    expect(screen.queryByText(/none of your recovery codes/)).toBeNull()
    await typeCode(screen.getByLabelText('Recovery code'), 'abcd-efgh')
    expect(screen.getByText(/none of your recovery codes/)).toBeDefined()
  })

  test('a password that was changed meanwhile leads back to the first step', async () => {
    const app = await open('/sign-in', { 'POST /api/auth/login': required })
    await typeCredentials()
    app.answers['POST /api/auth/login'] = { status: 401, body: { code: 'invalid_credentials', title: 'x' } }
    await typeCode(code(), '123456')
    expect(screen.getByRole('alert').textContent).toBe('E-mail address or password is wrong.')
    expect(screen.getByLabelText('Password')).toBeDefined()
  })
})

describe('why nobody is signed in', () => {
  const signedIn = () => localStorage.setItem('praktik.signedIn', 'yes')

  test('a browser that comes back to an ended sign-in says so', async () => {
    signedIn()
    await open('/sign-in', {})
    expect(screen.getByText('You were signed out, because this device was not used for a while.')).toBeDefined()
  })

  test('a sign-in that ends while a page is open was ended from elsewhere', async () => {
    const app = await renderSignedIn('PATIENT', '/patient')
    app.server.refreshOutcome = 'signed_out'
    await act(async () => app.server.socket.die(4401))
    expect(screen.getByText(/^You were signed out: this sign-in was ended from elsewhere/)).toBeDefined()
  })

  test('whoever signed out is told nothing', async () => {
    signedIn()
    const app = await renderSignedIn('PATIENT', '/patient', {}, { 'POST /api/auth/logout': { status: 204 } })
    await act(() => app.router.navigate('/sign-out', { state: { asked: true } }))
    expect(app.router.state.location.pathname).toBe('/sign-in')
    expect(screen.queryByText(/^You were signed out/)).toBeNull()
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

    fireEvent.click(screen.getByRole('checkbox', { name: /^I have read this/ }))
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Create account' })))
    expect(commands(app)).toHaveLength(1)
    expect(commands(app)[0]?.body).toMatchObject({ consentVersion: 'praktik-1' })
    expect(screen.getByLabelText('E-mail address').getAttribute('aria-invalid')).toBe('true')
  })

  test("shows the clinic's own text, and records agreement to that", async () => {
    const consent = { version: '0123456789ab', text: { en: 'We keep very little.\n\nAsk us.' } }
    const app = await open('/register', {
      'GET /api/config': { status: 200, body: { consent } },
      'POST /api/auth/register': { status: 201, body: { user: {} } },
    })
    const text = screen.getByRole('region', { name: 'What this clinic keeps about you' })
    expect(text.textContent).toBe('We keep very little.Ask us.')
    fireEvent.change(screen.getByLabelText('Full name'), { target: { value: 'Budi' } })
    fireEvent.change(screen.getByLabelText('E-mail address'), { target: { value: 'budi@example.org' } })
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'a long sentence' } })
    fireEvent.click(screen.getByRole('checkbox', { name: /^I have read this/ }))
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Create account' })))
    expect(commands(app)[0]?.body).toMatchObject({ consentVersion: '0123456789ab' })
  })
})

test('the language can be switched before signing in', async () => {
  await open('/sign-in', {})
  fireEvent.click(screen.getByRole('button', { name: 'Indonesia' }))
  expect(screen.getByRole('heading', { name: 'Selamat datang kembali' })).toBeDefined()
  expect(document.documentElement.lang).toBe('id')
  fireEvent.click(screen.getByRole('button', { name: 'English' }))
})
