import { describe, expect, it } from 'vitest'
import { renewSubscription } from './renewal'

const subscriptionAt = (endpoint: string) => ({ toJSON: () => ({ endpoint }) })

/** A server whose answers are statuses by "METHOD path", in order. */
function server(answers: Record<string, number[]>) {
  const asked: [what: string, body: unknown][] = []
  const fetch = (async (path: string, init: RequestInit = {}) => {
    const what = `${init.method ?? 'GET'} ${path}`
    asked.push([what, init.body === undefined ? undefined : JSON.parse(String(init.body))])
    const status = answers[what]?.shift()
    if (status === undefined) throw new TypeError('Failed to fetch')
    return new Response(status === 204 ? null : JSON.stringify({ publicKey: 'key' }), { status })
  }) as typeof globalThis.fetch
  return { fetch, asked }
}

const post = 'POST /api/push/subscriptions'

describe('a subscription that the push service ended', () => {
  it('is replaced by the one that the browser made', async () => {
    const { fetch, asked } = server({ [post]: [201] })
    await renewSubscription(subscriptionAt('new'), { fetch, subscribe: () => Promise.reject(new Error('not wanted')) })
    expect(asked).toEqual([[post, { endpoint: 'new' }]])
  })

  it('is replaced by one under the server’s key where the browser made none', async () => {
    const { fetch, asked } = server({ 'GET /api/push/key': [200], [post]: [201] })
    await renewSubscription(undefined, { fetch, subscribe: async (key) => subscriptionAt(`under ${key}`) })
    expect(asked.at(-1)).toEqual([post, { endpoint: 'under key' }])
  })

  it('is told after the sign-in was renewed', async () => {
    const { fetch, asked } = server({ [post]: [401, 201], 'POST /api/auth/refresh': [204] })
    await renewSubscription(subscriptionAt('new'), { fetch, subscribe: async () => subscriptionAt('x') })
    expect(asked.map(([what]) => what)).toEqual([post, 'POST /api/auth/refresh', post])
  })

  it('is left alone when nobody is signed in, or nothing can be reached', async () => {
    const signedOut = server({ [post]: [401], 'POST /api/auth/refresh': [401] })
    await renewSubscription(subscriptionAt('new'), {
      fetch: signedOut.fetch,
      subscribe: async () => subscriptionAt('x'),
    })
    expect(signedOut.asked).toHaveLength(2)
    await renewSubscription(undefined, { fetch: server({}).fetch, subscribe: async () => subscriptionAt('x') })
  })
})
