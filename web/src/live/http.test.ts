import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Api, makeApi } from './http'
import { makeRefresh, type RefreshDeps } from './refresh'
import { settle } from './testing/virtual-time'

type Answer = () => Response | Promise<Response>

function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return () =>
    new Response(status === 204 ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json', ...headers },
    })
}

/** Answers in the order given and keeps what was asked. */
function scripted(...answers: Answer[]) {
  const asked: string[] = []
  const fetch = vi.fn(async (path: RequestInfo | URL, init?: RequestInit) => {
    asked.push(`${init?.method ?? 'GET'} ${String(path)}`)
    const answer = answers.shift()
    if (answer === undefined) throw new Error(`nobody expected ${String(path)}`)
    return answer()
  })
  return { fetch: fetch as unknown as typeof globalThis.fetch, asked, mock: fetch }
}

const unauthorized = json(401, { code: 'unauthorized', title: 'Sign in' })

describe('a command', () => {
  test('that succeeds gives status and data', async () => {
    const { fetch, mock } = scripted(json(201, { entry: { number: 3 } }))
    const api = makeApi({ fetch, refresh: async () => 'refreshed' })
    expect(await api.post('/api/x', { a: 1 })).toEqual({ ok: true, status: 201, data: { entry: { number: 3 } } })
    expect(mock.mock.calls[0]?.[1]).toMatchObject({ body: '{"a":1}', headers: { 'Content-Type': 'application/json' } })
  })

  test('without a body sends none and no Content-Type', async () => {
    const { fetch, mock } = scripted(json(204, undefined))
    const api = makeApi({ fetch, refresh: async () => 'refreshed' })
    expect(await api.del('/api/x')).toEqual({ ok: true, status: 204, data: undefined })
    expect(mock.mock.calls[0]?.[1]).toEqual({ method: 'DELETE', credentials: 'same-origin' })
  })

  test('sends text composed, however it was typed', async () => {
    const { fetch, mock } = scripted(json(204, undefined))
    await makeApi({ fetch, refresh: async () => 'refreshed' }).post('/api/x', { password: 'cafe\u0301 au lait' })
    expect(mock.mock.calls[0]?.[1]?.body).toBe('{"password":"caf\u00e9 au lait"}')
  })

  test('can be taken back, and then nobody answered', async () => {
    const question = new AbortController()
    const fetch = (_: unknown, init?: RequestInit) =>
      new Promise<Response>((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error())))
    const api = makeApi({ fetch: fetch as typeof globalThis.fetch, refresh: async () => 'refreshed' })
    const answer = api.get('/api/x', question.signal)
    question.abort()
    expect(await answer).toEqual({ ok: false, problem: { code: 'network', title: '' } })
  })

  test('that is refused gives the problem with its fields, current object and reference', async () => {
    const body = {
      code: 'queue_full',
      title: 'Full',
      requestId: 'r1',
      errors: [{ field: 'reason', code: 'too_long', title: 'Long' }],
      current: { id: 's' },
    }
    const { fetch } = scripted(json(409, body, { 'Retry-After': '7' }))
    const api = makeApi({ fetch, refresh: async () => 'refreshed' })
    expect(await api.post('/api/x')).toEqual({ ok: false, problem: { ...body, status: 409, retryAfterSeconds: 7 } })
  })

  test('that is answered with something else is a bad answer', async () => {
    const { fetch } = scripted(() => new Response('<html>', { status: 502 }))
    const api = makeApi({ fetch, refresh: async () => 'refreshed' })
    expect(await api.get('/api/x')).toMatchObject({ ok: false, problem: { code: 'bad_answer', status: 502 } })
  })

  test('whose answer is no JSON gives the text', async () => {
    const { fetch } = scripted(() => new Response('BEGIN:VCALENDAR', { headers: { 'Content-Type': 'text/calendar' } }))
    const api = makeApi({ fetch, refresh: async () => 'refreshed' })
    expect(await api.get('/api/x')).toMatchObject({ ok: true, data: 'BEGIN:VCALENDAR' })
  })

  test('that nobody answers is a network problem', async () => {
    const { fetch } = scripted(() => Promise.reject(new TypeError('no route')))
    const api = makeApi({ fetch, refresh: async () => 'refreshed' })
    expect(await api.get('/api/x')).toMatchObject({ ok: false, problem: { code: 'network' } })
  })
})

describe('a sign-in that ran out', () => {
  let refreshes: number
  const refreshedApi = (fetch: typeof globalThis.fetch): Api =>
    makeApi({
      fetch,
      refresh: async () => {
        refreshes += 1
        return 'refreshed'
      },
    })
  beforeEach(() => {
    refreshes = 0
  })

  test('is renewed and the command repeated', async () => {
    const { fetch, asked } = scripted(unauthorized, json(200, { fine: true }))
    expect(await refreshedApi(fetch).put('/api/x', {})).toMatchObject({ ok: true, data: { fine: true } })
    expect(asked).toEqual(['PUT /api/x', 'PUT /api/x'])
  })

  test('is renewed only once for a command', async () => {
    const { fetch } = scripted(unauthorized, unauthorized)
    expect(await refreshedApi(fetch).get('/api/x')).toMatchObject({ ok: false, problem: { status: 401 } })
    expect(refreshes).toBe(1)
  })

  test('is not what a wrong password means', async () => {
    const { fetch } = scripted(json(401, { code: 'invalid_credentials', title: 'Wrong' }))
    await refreshedApi(fetch).post('/api/auth/login', {})
    expect(refreshes).toBe(0)
  })

  test('that cannot be renewed because nobody answers is a network problem', async () => {
    const { fetch } = scripted(unauthorized)
    const api = makeApi({ fetch, refresh: async () => 'unreachable' })
    expect(await api.get('/api/x')).toMatchObject({ ok: false, problem: { code: 'network' } })
  })
})

describe('refresh', () => {
  /** Grants one holder at a time, as the browser does for all its tabs. */
  function oneLock(): NonNullable<RefreshDeps['locks']> {
    let last: Promise<unknown> = Promise.resolve()
    const request = (_: string, work: () => Promise<unknown>) => {
      const mine = last.then(work)
      last = mine
      return mine
    }
    return { request } as NonNullable<RefreshDeps['locks']>
  }

  function memory(): NonNullable<RefreshDeps['storage']> {
    const values = new Map<string, string>()
    return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) }
  }

  test('calls that overlap share one request', async () => {
    const { fetch, asked } = scripted(json(204, undefined))
    const refresh = makeRefresh({ fetch, now: () => 1 })
    expect(await Promise.all([refresh(), refresh(), refresh()])).toEqual(['refreshed', 'refreshed', 'refreshed'])
    expect(asked).toEqual(['POST /api/auth/refresh'])
  })

  test('tabs that overlap share one request', async () => {
    const { fetch, asked } = scripted(json(204, undefined))
    const shared = { fetch, locks: oneLock(), storage: memory(), now: () => 5 }
    const outcomes = await Promise.all([makeRefresh(shared)(), makeRefresh(shared)()])
    expect(outcomes).toEqual(['refreshed', 'refreshed'])
    expect(asked).toHaveLength(1)
  })

  test('a later call asks again', async () => {
    const { fetch, asked } = scripted(json(204, undefined), json(204, undefined))
    let now = 5
    const refresh = makeRefresh({ fetch, locks: oneLock(), storage: memory(), now: () => now })
    await refresh()
    await settle()
    now = 6
    await refresh()
    expect(asked).toHaveLength(2)
  })

  test.each([
    ['401', json(401, { code: 'unauthorized' }), 'signed_out'],
    ['503', json(503, { code: 'try_again' }), 'unreachable'],
    ['429', json(429, { code: 'too_many_requests' }), 'unreachable'],
    ['no answer', () => Promise.reject(new TypeError('no route')), 'unreachable'],
  ] as const)('answered with %s', async (_, answer, outcome) => {
    const { fetch } = scripted(answer as Answer)
    expect(await makeRefresh({ fetch, now: () => 1 })()).toBe(outcome)
  })
})
