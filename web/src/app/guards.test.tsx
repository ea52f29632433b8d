import { act, screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { aUser, renderApp, renderSignedIn } from './testing/render-app'

/** The server says that nobody is signed in, and a renewal does not help. */
async function refuse(app: ReturnType<typeof renderApp>): Promise<void> {
  app.server.refreshOutcome = 'signed_out'
  await act(async () => app.server.socket.die(4401))
}

describe('nobody is signed in', () => {
  test.each(['/', '/doctor', '/patient/schedule/s1', '/account', '/call/c1'])(
    '%s leads to the sign-in',
    async (path) => {
      const app = renderApp(path)
      await refuse(app)
      expect(app.router.state.location.pathname).toBe('/sign-in')
      expect(screen.getByRole('heading', { name: 'Welcome back' })).toBeDefined()
    },
  )

  test('the sign-in returns to the page that was wanted', async () => {
    const app = renderApp('/patient/schedule/s1?x=1', { me: { user: aUser('PATIENT'), entries: {} } })
    await refuse(app)
    act(() => app.live.start())
    await app.connect()
    const { pathname, search } = app.router.state.location
    expect(pathname + search).toBe('/patient/schedule/s1?x=1')
  })

  test('a page nobody knows is named as such', async () => {
    renderApp('/nowhere')
    expect(screen.getByRole('heading', { name: 'There is nothing here' })).toBeDefined()
  })
})

describe('a page of the other role is not reachable', () => {
  test.each([
    ['DOCTOR', '/patient', '/doctor'],
    ['DOCTOR', '/patient/schedule/s1', '/doctor'],
    ['PATIENT', '/doctor', '/patient'],
    ['PATIENT', '/doctor/practice/s1', '/patient'],
    ['DOCTOR', '/', '/doctor'],
    ['PATIENT', '/', '/patient'],
    ['PATIENT', '/sign-in', '/patient'],
    ['DOCTOR', '/register', '/doctor'],
  ] as const)('%s at %s is led to %s', async (role, path, home) => {
    const app = await renderSignedIn(role, path)
    expect(app.router.state.location.pathname).toBe(home)
  })
})

describe('the connection', () => {
  test('before the first state the page waits, and says so when the server cannot be reached', async () => {
    const app = renderApp('/doctor')
    expect(screen.getByText('Connecting…')).toBeDefined()
    act(() => app.server.socket.die())
    expect(screen.getByText('The practice cannot be reached')).toBeDefined()
  })

  test('a loss is told with its time, what is known stays on the screen, and it goes by itself', async () => {
    const app = await renderSignedIn('PATIENT', '/patient')
    await app.server.time.pass(6_000)
    act(() => app.server.socket.die())
    act(() => app.server.socket.die())
    expect(screen.getByText(/^You are offline since \d/)).toBeDefined()
    expect(screen.getByText(/Your number is safe/)).toBeDefined()
    expect(screen.getByRole('heading', { level: 1, name: 'Doctors' })).toBeDefined()
    await act(async () => {
      await app.server.time.pass(500)
      app.server.welcome()
    })
    expect(screen.queryByText(/^You are offline/)).toBeNull()
  })

  test('the end of the sign-in leads to the sign-in page at once', async () => {
    const app = await renderSignedIn('PATIENT', '/patient')
    await refuse(app)
    expect(app.router.state.location.pathname).toBe('/sign-in')
  })
})
