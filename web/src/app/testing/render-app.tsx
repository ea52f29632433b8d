import { act, render } from '@testing-library/react'
import { createMemoryRouter } from 'react-router'
import { vi } from 'vitest'
import type { Role, User } from '../../domain/types'
import { LiveClient } from '../../live/client'
import { api } from '../../live/http'
import type { Json } from '../../live/merge-patch'
import { FakeServer } from '../../live/testing/fake-server'
import { FakePushBrowser } from '../../push/testing/fake-browser'
import { App } from '../app'
import { routes } from '../routes'

export function aUser(role: Role): User {
  const name = role === 'DOCTOR' ? 'Dr. Sari Wulandari' : 'Budi Santoso'
  return { id: role === 'DOCTOR' ? 'd1' : 'p1', role, email: 'user@example.org', name, locale: 'en' }
}

/** What the api was asked over HTTP, as "METHOD path", with the body. */
export interface Asked {
  what: string
  body: unknown
}

/** Answers by "METHOD path"; anything else is a network failure. What every page reads at its start need not be named. */
export type Answers = Record<string, { status: number; body?: unknown; headers?: Record<string, string> }>

function stubFetch(answers: Answers): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const what = `${init.method ?? 'GET'} ${path}`
    if (path.startsWith('/api/') && path !== '/api/config')
      asked.push({ what, body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined })
    const known: Answers = { 'GET /api/config': { status: 200, body: {} }, ...answers }
    const answer = known[what]
    if (answer === undefined) throw new TypeError(`no answer for ${what}`)
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
      status: answer.status,
      headers: { 'Content-Type': 'application/json', ...answer.headers },
    })
  })
  return asked
}

/** The whole app at a path, with a server that a test plays, in a browser without push unless one with it is given. */
export function renderApp(
  path: string,
  topics: Record<string, unknown> = {},
  answers: Answers = {},
  browser = new FakePushBrowser(),
) {
  const server = new FakeServer()
  const asked = stubFetch(answers)
  const live = new LiveClient(server.deps)
  const router = createMemoryRouter(routes, { initialEntries: [path] })
  const parts = browser.parts(api)
  live.start()
  render(<App live={live} push={parts} router={router} />)

  const push = (topic: string, state: unknown, version = 'v1') =>
    act(() => server.socket.push({ op: 'state', topic, version, serverAt: server.time.now(), state: state as Json }))
  /** Answers every watch that has not been answered, and those that follow from it. */
  const answerWatches = async () => {
    const answered = new Set<string>()
    for (let found = true; found; ) {
      found = false
      await act(async () => {})
      for (const { topic } of server.socket.sentOp('watch')) {
        if (answered.has(topic) || !(topic in topics)) continue
        answered.add(topic)
        found = true
        push(topic, topics[topic])
      }
    }
  }
  /** The connection opens and the given topics arrive. */
  const connect = async () => {
    act(() => void server.welcome())
    await answerWatches()
  }
  return { server, live, router, browser, ...parts, answers, asked, push, connect, answerWatches }
}

/** renderApp for somebody who is signed in. */
export async function renderSignedIn(
  role: Role,
  path: string,
  topics: Record<string, unknown> = {},
  answers: Answers = {},
  browser?: FakePushBrowser,
) {
  const app = renderApp(
    path,
    { me: { user: aUser(role), entries: {} }, directory: { schedules: {} }, ...topics },
    answers,
    browser,
  )
  await app.connect()
  return app
}
