import { describe, expect, it } from 'vitest'
import {
  type Conclusion,
  ConnectionTest,
  type ConnectionTestDeps,
  conclude,
  type DirectFinding,
  RELAYS_MOST,
  type RelayFinding,
  relaysOf,
} from './connection-test'

const secret = { username: 'u', credential: 'c' }
const three = ['turn:t.example?transport=udp', 'turn:t.example?transport=tcp', 'turns:t.example:443?transport=tcp']
const found = (urls: string[]): Awaited<ReturnType<ConnectionTestDeps['fetchServers']>> => ({
  ok: true,
  status: 200,
  data: { iceServers: [{ urls: ['stun:t.example'] }, ...(urls.length > 0 ? [{ urls, ...secret }] : [])] },
})
const refused = (status: number | undefined, retryAfterSeconds?: number) => ({
  ok: false as const,
  problem: {
    code: 'x',
    title: 'x',
    ...(status !== undefined && { status }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  },
})

/** A test on a network where all is well but for what is given. */
function arrange(deps: Partial<ConnectionTestDeps> = {}) {
  const tried: string[] = []
  const test = new ConnectionTest({
    isOnline: () => true,
    fetchServers: async () => found(three),
    roundTrip: async () => 30,
    findDirect: async () => 'wide',
    tryRelay: async ({ urls }) => {
      tried.push(String(urls))
      return { finding: 'through', ms: 12 }
    },
    ...deps,
  })
  return { test, tried }
}

const signs = ({ state }: ConnectionTest) => state.steps.map(({ kind, sign }) => `${kind} ${sign}`)

describe('the connection test', () => {
  it('tries one step after another, and each way to the relay by itself', async () => {
    const { test, tried } = arrange()
    const seen: string[] = []
    test.subscribe(() => seen.push(signs(test).join(', ')))
    await test.run()
    expect(seen[0]).toBe('page waiting, live waiting, direct waiting, relay waiting')
    expect(seen).toContain('page good, live working, direct waiting, relay waiting')
    expect(test.state).toEqual({
      status: 'done',
      conclusion: 'everything',
      steps: [
        { kind: 'page', sign: 'good', finding: 'online' },
        { kind: 'live', sign: 'good', finding: 'open', ms: 30 },
        { kind: 'direct', sign: 'good', finding: 'wide' },
        { kind: 'relay', sign: 'good', finding: 'through', transport: 'UDP', ms: 12 },
        { kind: 'relay', sign: 'good', finding: 'through', transport: 'TCP', ms: 12 },
        { kind: 'relay', sign: 'good', finding: 'through', transport: 'TLS', ms: 12 },
      ],
    })
    expect(tried).toEqual(three)
  })

  it.each<[string, Partial<ConnectionTestDeps>, object]>([
    ['this device is offline', { isOnline: () => false }, { finding: 'offline' }],
    ['the sign-in has ended', { fetchServers: async () => refused(401) }, { finding: 'signed_out' }],
    ['nobody answers', { fetchServers: async () => refused(undefined) }, { finding: 'no_answer' }],
    ['the server fails', { fetchServers: async () => refused(503) }, { finding: 'no_answer' }],
    ['it was run too often', { fetchServers: async () => refused(429, 700) }, { finding: 'too_many', minutes: 12 }],
    ['and nobody says until when', { fetchServers: async () => refused(429) }, { finding: 'too_many', minutes: 1 }],
  ])('stops at its first step when %s', async (_, deps, expected) => {
    const { test, tried } = arrange(deps)
    await test.run()
    expect(test.state.steps[0]).toEqual({ kind: 'page', sign: 'bad', ...expected })
    expect(signs(test).slice(1)).toEqual(['live waiting', 'direct waiting', 'relay waiting'])
    expect(test.state.conclusion).toBe('stopped')
    expect(tried).toEqual([])
  })

  it('stops where the live connection does not open', async () => {
    const { test, tried } = arrange({ roundTrip: async () => undefined })
    await test.run()
    expect(signs(test)).toEqual(['page good', 'live bad', 'direct waiting', 'relay waiting'])
    expect(test.state.conclusion).toBe('stopped')
    expect(tried).toEqual([])
  })

  it('says that there is no relay', async () => {
    const { test } = arrange({ fetchServers: async () => found([]) })
    await test.run()
    expect(test.state.steps[3]).toEqual({ kind: 'relay', sign: 'limited', finding: 'missing' })
    expect(test.state.conclusion).toBe('no_relay')
  })

  it('takes what the browser will not even try for unreachable', async () => {
    const { test } = arrange({ tryRelay: () => Promise.reject(new Error('InvalidAccessError')) })
    await test.run()
    expect(signs(test).slice(3)).toEqual(['relay bad', 'relay bad', 'relay bad'])
  })

  it('runs once at a time, and from the beginning when run again', async () => {
    let asked = 0
    const { test } = arrange({
      fetchServers: async () => {
        asked++
        return asked === 1 ? refused(503) : found(three)
      },
    })
    await Promise.all([test.run(), test.run()])
    expect(asked).toBe(1)
    await test.run()
    expect(test.state.conclusion).toBe('everything')
  })
})

describe('the relays of a list', () => {
  it('are its TURN URIs, each by itself and with its credentials', () => {
    const servers = [{ urls: 'stun:a.example' }, { urls: ['turn:a.example', 'TURNS:a.example'], ...secret }]
    expect(relaysOf(servers)).toEqual([
      { transport: 'UDP', server: { urls: ['turn:a.example'], ...secret } },
      { transport: 'TLS', server: { urls: ['TURNS:a.example'], ...secret } },
    ])
  })

  it('are no more than the bound', () => {
    const urls = Array.from({ length: RELAYS_MOST + 1 }, (_, i) => `turn:${i}.example`)
    expect(relaysOf([{ urls }])).toHaveLength(RELAYS_MOST)
  })
})

/** The steps of a network: how far a direct path reaches, and how the relay does by UDP, TCP and TLS. */
function steps(direct: DirectFinding, ...relays: (RelayFinding | 'missing')[]) {
  return [
    { kind: 'page', sign: 'good' } as const,
    { kind: 'live', sign: 'good' } as const,
    { kind: 'direct', sign: direct === 'none' ? 'limited' : 'good', finding: direct } as const,
    ...relays.map((finding, i) => ({
      kind: 'relay' as const,
      sign: finding === 'through' ? ('good' as const) : finding === 'missing' ? ('limited' as const) : ('bad' as const),
      finding,
      transport: (['UDP', 'TCP', 'TLS'] as const)[i] ?? 'UDP',
    })),
  ]
}

describe('what the steps mean', () => {
  it.each<[Conclusion, ReturnType<typeof steps>]>([
    ['everything', steps('wide', 'through', 'through', 'through')],
    ['everything', steps('none', 'through')],
    ['not_udp', steps('wide', 'unreachable', 'through', 'through')],
    ['not_udp', steps('none', 'silent', 'unreachable', 'through')],
    ['not_all', steps('wide', 'through', 'unreachable', 'through')],
    ['direct_alone', steps('local', 'unreachable', 'unreachable', 'unreachable')],
    ['no_relay', steps('local', 'missing')],
    ['refused', steps('wide', 'refused', 'refused', 'refused')],
    ['refused', steps('none', 'refused', 'unreachable', 'unreachable')],
    ['nothing', steps('none', 'unreachable', 'unreachable', 'silent')],
    ['nothing', steps('none', 'missing')],
  ])('%s', (conclusion, found) => {
    expect(conclude(found)).toBe(conclusion)
  })
})
