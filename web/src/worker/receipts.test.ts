import { describe, expect, it } from 'vitest'
import { VirtualTime } from '../live/testing/virtual-time'
import { makeTell, RECEIPT_LIMIT_MS } from './receipts'

function tellOver(reply: () => Response | Promise<Response>) {
  const time = new VirtualTime()
  const sent: { path: string; init: RequestInit }[] = []
  const fetch = (async (path: string, init: RequestInit) => {
    sent.push({ path, init })
    const aborted = new Promise<never>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
    })
    return Promise.race([reply(), aborted])
  }) as typeof globalThis.fetch
  return { tell: makeTell({ fetch, setTimer: time.setTimer }), time, sent }
}

const json =
  (body: object, status = 200) =>
  () =>
    new Response(JSON.stringify(body), { status })

describe('a receipt', () => {
  it('goes out without cookies, and even if the worker ends', async () => {
    const { tell, sent } = tellOver(json({ status: 'RINGING', expiresAt: 30, serverAt: 10 }))
    expect(await tell('t1', 'shown')).toEqual({ status: 'RINGING', expiresAt: 30, serverAt: 10 })
    expect(sent[0]?.path).toBe('/api/push/receipts')
    expect(sent[0]?.init).toMatchObject({ method: 'POST', keepalive: true, credentials: 'omit' })
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ token: 't1', event: 'shown' })
  })

  it('brings the outcome once there is one', async () => {
    const { tell } = tellOver(json({ status: 'ACTIVE', expiresAt: 30, serverAt: 10, outcome: 'ANSWERED' }))
    expect(await tell('t1', 'shown')).toMatchObject({ status: 'ACTIVE', outcome: 'ANSWERED' })
  })

  it.each([
    ['its token is not known', json({ code: 'not_found' }, 404), 'unknown'],
    ['the server cannot take it', json({ code: 'try_again' }, 503), 'unreachable'],
    ['the answer is no JSON', () => new Response('<html>'), 'unreachable'],
    ['there is no network', () => Promise.reject(new TypeError('Failed to fetch')), 'unreachable'],
  ] as const)('%s', async (_, reply, said) => {
    expect(await tellOver(reply).tell('t1', 'shown')).toBe(said)
  })

  it('that nobody answers is given up', async () => {
    const { tell, time } = tellOver(() => new Promise(() => {}))
    const said = tell('t1', 'delivered')
    await time.pass(RECEIPT_LIMIT_MS)
    expect(await said).toBe('unreachable')
  })
})
