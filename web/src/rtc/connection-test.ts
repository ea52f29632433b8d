import type { Result } from '../live/http'
import { Observable } from './observable'

/** How a step went. `limited`: calls work all the same, in a narrower way. */
export type Sign = 'waiting' | 'working' | 'good' | 'limited' | 'bad'

/** How a relay is reached: the URIs of RFC 7065 with their transport. */
export type Transport = 'UDP' | 'TCP' | 'TLS'

/** `through`: a message came through. `refused`: it does not take the credentials. `silent`: it answered, and nothing came through. */
export type RelayFinding = 'through' | 'unreachable' | 'refused' | 'silent'

/** `wide`: an address that the internet sees. `local`: addresses of this network alone. */
export type DirectFinding = 'wide' | 'local' | 'none'

export type TestStep =
  | { readonly kind: 'page'; readonly sign: Sign; readonly finding?: PageFinding; readonly minutes?: number }
  | { readonly kind: 'live'; readonly sign: Sign; readonly finding?: 'open' | 'closed'; readonly ms?: number }
  | { readonly kind: 'direct'; readonly sign: Sign; readonly finding?: DirectFinding }
  /** Absent `transport`: nobody set up a relay, or it is not known yet. */
  | {
      readonly kind: 'relay'
      readonly sign: Sign
      readonly finding?: RelayFinding | 'missing'
      readonly transport?: Transport
      readonly ms?: number
    }

export type PageFinding = 'online' | 'offline' | 'signed_out' | 'too_many' | 'no_answer'

/**
 * What it means for calls. `stopped`: the first steps failed and nothing more was tried. `everything`. `not_udp`: only by
 * TCP or TLS. `not_all`: by UDP, and not by every other way. `direct_alone`: no relay works; `no_relay`: there is none.
 * `refused`: no relay takes the credentials. `nothing`: no path at all.
 */
export type Conclusion =
  | 'stopped'
  | 'everything'
  | 'not_udp'
  | 'not_all'
  | 'direct_alone'
  | 'no_relay'
  | 'refused'
  | 'nothing'

export interface ConnectionTestState {
  readonly status: 'idle' | 'running' | 'done'
  readonly steps: readonly TestStep[]
  /** When done. */
  readonly conclusion?: Conclusion
}

export interface ConnectionTestDeps {
  isOnline(): boolean
  /** GET /api/ice-test: credentials for a minute, a few times an hour. */
  fetchServers(): Promise<Result<{ iceServers: readonly RTCIceServer[] }>>
  /** Milliseconds that the live connection takes for an answer; undefined when there is none in time. */
  roundTrip(): Promise<number | undefined>
  /** Looks for paths without a relay; settles in time. */
  findDirect(servers: readonly RTCIceServer[]): Promise<DirectFinding>
  /** Sends a message through this one relay; settles in time. */
  tryRelay(server: RTCIceServer): Promise<{ readonly finding: RelayFinding; readonly ms?: number }>
}

const start: readonly TestStep[] = (['page', 'live', 'direct', 'relay'] as const).map((kind) => ({
  kind,
  sign: 'waiting',
}))

/** Tries what a call needs, step by step, and says which step fails. Camera and microphone are tried elsewhere. */
export class ConnectionTest extends Observable<ConnectionTestState> {
  readonly #deps: ConnectionTestDeps

  constructor(deps: ConnectionTestDeps) {
    super({ status: 'idle', steps: [] })
    this.#deps = deps
  }

  /** Settles when all is known. Does nothing while it runs. */
  async run(): Promise<void> {
    if (this.state.status === 'running') return
    this.change({ status: 'running', steps: start, conclusion: undefined })
    const servers = await this.#tryPage()
    if (servers !== undefined && (await this.#tryLive())) {
      const relays = relaysOf(servers)
      // Side by side: the credentials last a minute, and each way takes its time to fail.
      await Promise.all([this.#tryDirect(servers), ...this.#tryRelays(relays)])
    }
    this.change({ status: 'done', conclusion: conclude(this.state.steps) })
  }

  async #tryPage(): Promise<readonly RTCIceServer[] | undefined> {
    this.#note(0, { kind: 'page', sign: 'working' })
    const result = this.#deps.isOnline() ? await this.#deps.fetchServers() : undefined
    this.#note(0, pageStep(result))
    return result?.ok ? result.data.iceServers : undefined
  }

  async #tryLive(): Promise<boolean> {
    this.#note(1, { kind: 'live', sign: 'working' })
    const ms = await this.#deps.roundTrip()
    this.#note(
      1,
      ms === undefined
        ? { kind: 'live', sign: 'bad', finding: 'closed' }
        : { kind: 'live', sign: 'good', finding: 'open', ms },
    )
    return ms !== undefined
  }

  async #tryDirect(servers: readonly RTCIceServer[]): Promise<void> {
    this.#note(2, { kind: 'direct', sign: 'working' })
    const finding = await this.#deps.findDirect(servers)
    this.#note(2, { kind: 'direct', sign: finding === 'none' ? 'limited' : 'good', finding })
  }

  #tryRelays(relays: readonly Relay[]): Promise<void>[] {
    if (relays.length === 0) this.#note(3, { kind: 'relay', sign: 'limited', finding: 'missing' })
    return relays.map(async ({ transport, server }, i) => {
      this.#note(3 + i, { kind: 'relay', sign: 'working', transport })
      // A URI or credentials that the browser does not take at all lead nowhere either.
      const outcome = await this.#deps.tryRelay(server).catch(() => ({ finding: 'unreachable' as const }))
      this.#note(3 + i, { kind: 'relay', sign: outcome.finding === 'through' ? 'good' : 'bad', transport, ...outcome })
    })
  }

  #note(at: number, step: TestStep): void {
    const steps = [...this.state.steps]
    steps[at] = step
    this.change({ steps })
  }
}

function pageStep(result: Result<unknown> | undefined): TestStep {
  const bad = (finding: PageFinding): TestStep => ({ kind: 'page', sign: 'bad', finding })
  if (result === undefined) return bad('offline')
  if (result.ok) return { kind: 'page', sign: 'good', finding: 'online' }
  const { status, retryAfterSeconds } = result.problem
  if (status === 401) return bad('signed_out')
  if (status !== 429) return bad('no_answer')
  return {
    kind: 'page',
    sign: 'bad',
    finding: 'too_many',
    minutes: Math.max(1, Math.ceil((retryAfterSeconds ?? 0) / 60)),
  }
}

export interface Relay {
  readonly transport: Transport
  /** With this one URI. */
  readonly server: RTCIceServer
}

/** Most relays that are tried: a list from outside may be any length. */
export const RELAYS_MOST = 6

/** Each URI of a relay by itself, in the server's order. */
export function relaysOf(servers: readonly RTCIceServer[]): readonly Relay[] {
  const all = servers.flatMap(({ urls, ...rest }) =>
    [urls].flat().flatMap((uri): Relay[] => {
      const transport = transportOf(uri)
      return transport === undefined ? [] : [{ transport, server: { ...rest, urls: [uri] } }]
    }),
  )
  return all.slice(0, RELAYS_MOST)
}

function transportOf(uri: string): Transport | undefined {
  if (/^turns:/i.test(uri)) return 'TLS'
  if (!/^turn:/i.test(uri)) return undefined
  return /[?&]transport=tcp\b/i.test(uri) ? 'TCP' : 'UDP'
}

/** What the steps together mean for calls. */
export function conclude(steps: readonly TestStep[]): Conclusion {
  if (steps.some(({ kind, sign }) => sign === 'bad' && kind !== 'relay')) return 'stopped'
  const direct = steps.some(({ kind, sign }) => kind === 'direct' && sign === 'good')
  const relays = steps.filter((step) => step.kind === 'relay')
  const works = relays.filter(({ sign }) => sign === 'good')
  if (works.length === 0) return withoutRelay(relays, direct)
  if (works.length === relays.length) return 'everything'
  const isByUdp = works.some(({ transport }) => transport === 'UDP')
  const udpFailed = relays.some(({ transport, sign }) => transport === 'UDP' && sign === 'bad')
  return udpFailed && !isByUdp ? 'not_udp' : 'not_all'
}

function withoutRelay(relays: readonly Extract<TestStep, { kind: 'relay' }>[], direct: boolean): Conclusion {
  if (relays.some(({ finding }) => finding === 'refused')) return 'refused'
  if (!direct) return 'nothing'
  return relays.some(({ finding }) => finding === 'missing') ? 'no_relay' : 'direct_alone'
}
