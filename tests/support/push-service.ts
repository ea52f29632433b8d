import assert from 'node:assert/strict'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expectAnswer } from './answers.ts'
import { openPractice } from './clinic.ts'
import { within } from './clock.ts'
import type { Client } from './http.ts'
import { atLeast } from './lists.ts'
import type { Server as PraktikServer } from './server.ts'

/** What `web-push-testing` is used for: an independent push service that checks VAPID and decrypts what it gets. */
interface Judge {
  subscriptions: Record<string, unknown>
  subscribe(options: object): Promise<{ clientHash: string; keys: { p256dh: string; auth: string } }>
  expireSubscription(clientHash: string): void
  handleNotification(clientHash: string, headers: Record<string, string | undefined>, body: Buffer): Promise<void>
  getNotifications(question: { clientHash: string }): { messages: string[] }
}
const { PushApiModel } = createRequire(import.meta.url)('web-push-testing/src/PushApiModel.js') as {
  PushApiModel: new () => Judge
}

/** A push message as it arrived and could be read. */
export interface Pushed {
  headers: IncomingHttpHeaders
  payload: Record<string, unknown> & { kind: string }
  /** By this machine's clock. */
  at: number
}

/** Of so many seconds, a few may have passed before it was sent. */
export function expectLife({ headers }: Pushed, seconds: number): void {
  const left = Number(headers['ttl'])
  assert.ok(left <= seconds && left > seconds - 10, `TTL ${left}, of ${seconds}`)
}

/** How the push service answers in place of taking the message. */
export interface Answering {
  status?: number
  headers?: Record<string, string>
  /** Before it answers. */
  delayMs?: number
}

/** One browser's subscription, as its `PushSubscription.toJSON()` shows it. */
export interface BrowserSubscription {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

/** A push service on loopback. */
export class PushService {
  readonly #judge = new PushApiModel()
  readonly #server: Server
  readonly #devices = new Map<string, PushDevice>()

  private constructor() {
    this.#server = createServer((request, reply) => void this.#serve(request, reply))
  }

  static async start(): Promise<PushService> {
    const service = new PushService()
    await new Promise<void>((listening) => service.#server.listen(0, '127.0.0.1', listening))
    return service
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** A browser subscribes with the application server's key. */
  async subscribe(applicationServerKey: string): Promise<PushDevice> {
    const { clientHash, keys } = await this.#judge.subscribe({ userVisibleOnly: 'true', applicationServerKey })
    const device = new PushDevice(this.#judge, clientHash, { endpoint: `${this.origin}/notify/${clientHash}`, keys })
    this.#devices.set(clientHash, device)
    return device
  }

  /** A new browser of this person, subscribed and known to the server. */
  async subscribed(client: Client): Promise<PushDevice & { id: string }> {
    const device = await this.subscribe(await pushKey(client))
    return Object.assign(device, { id: await device.register(client) })
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #serve(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const device = this.#devices.get((request.url ?? '').replace('/notify/', ''))
    const { status, headers } = device ? await device.take(request.headers, Buffer.concat(chunks)) : { status: 404 }
    reply.writeHead(status ?? 500, headers).end()
  }
}

/** One subscription of a push service, and all that came for it. */
export class PushDevice {
  readonly subscription: BrowserSubscription
  /** Every attempt, answered in whatever way. */
  readonly attempts: { at: number; headers: IncomingHttpHeaders }[] = []
  /** What was taken. */
  readonly received: Pushed[] = []
  readonly #judge: Judge
  readonly #hash: string
  readonly #answers: Answering[] = []
  #always: Answering | undefined
  #listeners: (() => void)[] = []

  constructor(judge: Judge, hash: string, subscription: BrowserSubscription) {
    this.#judge = judge
    this.#hash = hash
    this.subscription = subscription
  }

  /** The next attempts are answered so, one after the other. */
  answerNext(...answers: Answering[]): void {
    this.#answers.push(...answers)
  }

  /** All further attempts are answered so; undefined: as a push service does that works. */
  answerAlways(answering: Answering | undefined): void {
    this.#always = answering
  }

  /** The user takes the permission back: from now on the push service answers 410. */
  expire(): void {
    this.#judge.expireSubscription(this.#hash)
  }

  /** Posts the subscription as the page does that made it; gives its id. */
  async register(client: Client, status = 201): Promise<string> {
    const answer = await client.post('/api/push/subscriptions', this.subscription)
    return expectAnswer<{ subscription: { id: string } }>(answer, status).subscription.id
  }

  /** The newest message of the kind (and call), as soon as it has come. */
  message(kind: string, call?: string, timeoutMs = 5000): Promise<Pushed> {
    const fits = ({ payload }: Pushed) => payload.kind === kind && (call === undefined || payload['call'] === call)
    return this.until(() => this.received.findLast(fits), `a push of ${kind}`, timeoutMs)
  }

  attempt(count: number, timeoutMs = 5000): Promise<unknown> {
    return this.until(() => this.attempts[count - 1], `attempt ${count}`, timeoutMs)
  }

  async until<T>(look: () => T | undefined, what: string, timeoutMs: number): Promise<T> {
    const found = new Promise<T>((resolve) => {
      const listener = () => {
        const value = look()
        if (value === undefined) return
        this.#listeners = this.#listeners.filter((other) => other !== listener)
        resolve(value)
      }
      this.#listeners.push(listener)
      listener()
    })
    return within(timeoutMs, `${what}; the push service saw ${this.#seen()}`, found)
  }

  /** Called by the service: what the attempt is answered with. */
  async take(headers: IncomingHttpHeaders, body: Buffer): Promise<Answering> {
    this.attempts.push({ at: Date.now(), headers })
    this.#tell()
    const answering = this.#answers.shift() ?? this.#always ?? {}
    if (answering.delayMs !== undefined) await pause(answering.delayMs)
    if (answering.status !== undefined) return answering
    return { status: await this.#judged(headers, body) }
  }

  async #judged(headers: IncomingHttpHeaders, body: Buffer): Promise<number> {
    const { authorization, ttl } = headers
    const encoding = headers['content-encoding']
    try {
      await this.#judge.handleNotification(this.#hash, { encoding, authorization, ttl: String(ttl) }, body)
    } catch (error) {
      return (error as Error).name === 'SubscriptionExpiredError' ? 410 : 400
    }
    const text = this.#judge.getNotifications({ clientHash: this.#hash }).messages.at(-1)
    assert.ok(text !== undefined)
    this.received.push({ headers, payload: JSON.parse(text) as Pushed['payload'], at: Date.now() })
    this.#tell()
    return 201
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  #seen(): string {
    return `${this.attempts.length} attempts and took ${this.received.map(({ payload }) => payload.kind).join() || 'none'}`
  }
}

/** The key that browsers subscribe with. */
export async function pushKey(client: Client): Promise<string> {
  return expectAnswer<{ publicKey: string }>(await client.get('/api/push/key'), 200).publicKey
}

/** A practice with one READY patient, who has no page open and one browser that takes pushes. */
export async function reachable(server: PraktikServer, service: PushService) {
  const practice = await openPractice(server)
  const [{ patient, entry }] = atLeast(1, practice.waiting)
  return { ...practice, patient, entry, device: await service.subscribed(patient.http) }
}
