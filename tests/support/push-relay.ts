import { createDecipheriv, createECDH, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, CDPSession } from '@playwright/test'
import { Happenings } from './happenings.ts'

/** A message as the relay took it from the application server, decrypted. */
export interface Relayed {
  headers: Record<string, string>
  payload: Record<string, unknown>
  /** By this machine's clock. */
  at: number
}

/**
 * A push service for one Chromium, whose own cannot be reached from here. Its pages subscribe at it as at any other; what
 * the server pushes is decrypted here and handed to the browser's service worker by the DevTools protocol.
 */
export class PushRelay {
  readonly messages = new Happenings<Relayed>()
  readonly #keys = createECDH('prime256v1')
  readonly #auth = randomBytes(16)
  readonly #id = randomUUID()
  readonly #http = createServer((request, response) => void this.#post(request, response))
  #deliver: ((data: string) => Promise<void>) | undefined

  static async start(): Promise<PushRelay> {
    const relay = new PushRelay()
    relay.#keys.generateKeys()
    await new Promise<void>((resolve) => relay.#http.listen(0, '127.0.0.1', resolve))
    return relay
  }

  /** What a page's subscribe() gives, as the server takes it. */
  get subscription() {
    const { port } = this.#http.address() as AddressInfo
    const keys = { p256dh: this.#keys.getPublicKey('base64url'), auth: this.#auth.toString('base64url') }
    return { endpoint: `http://127.0.0.1:${port}/push/${this.#id}`, expirationTime: null, keys }
  }

  /** Lets every page of this profile subscribe here. */
  async serve(profile: BrowserContext): Promise<void> {
    await profile.addInitScript(subscribeElsewhere, this.subscription)
  }

  /**
   * Hands every message over from now on. `page` may show anything, also nothing: what it takes is a page of the
   * profile, not one of the app.
   */
  async handOver(session: CDPSession, origin: string): Promise<void> {
    let registrationId: string | undefined
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const one of registrations) if (one.scopeURL.startsWith(origin)) registrationId = one.registrationId
    })
    await session.send('ServiceWorker.enable')
    this.#deliver = async (data) => {
      if (registrationId === undefined) throw new Error('there is no service worker to push to')
      await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
    }
  }

  /** The first message of that kind from the `from`th on. */
  untilPushed(kind: string, from = 0): Promise<Relayed> {
    return this.messages.until(({ payload }) => payload['kind'] === kind, `${kind} is pushed`, { from })
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  async #post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = this.#decrypt(Buffer.concat(chunks))
    response.writeHead(201, { Location: '/message/1' }).end()
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    this.messages.add({ headers, payload: JSON.parse(text), at: Date.now() })
    await this.#deliver?.(text)
  }

  /** RFC 8291 over one record of RFC 8188. */
  #decrypt(message: Buffer): string {
    const salt = message.subarray(0, 16)
    const theirKey = message.subarray(21, 21 + message.readUInt8(20))
    const sealed = message.subarray(21 + theirKey.length)
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#keys.getPublicKey(), theirKey])
    const input = derive(this.#keys.computeSecret(theirKey), this.#auth, info, 32)
    const key = derive(input, salt, 'Content-Encoding: aes128gcm\0', 16)
    const nonce = derive(input, salt, 'Content-Encoding: nonce\0', 12)
    const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16))
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
    return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8')
  }
}

function derive(input: Buffer, salt: Buffer, info: string | Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', input, salt, info, length))
}

/** Runs in the page before its own scripts: subscribe() gives this subscription, also after a reload. */
function subscribeElsewhere(subscription: PushRelay['subscription']): void {
  const mark = 'test.subscribed'
  const made = {
    endpoint: subscription.endpoint,
    toJSON: () => subscription,
    unsubscribe: async () => {
      localStorage.removeItem(mark)
      return true
    },
  }
  Object.assign(PushManager.prototype, {
    subscribe: async () => {
      localStorage.setItem(mark, 'yes')
      return made
    },
    getSubscription: async () => (localStorage.getItem(mark) === null ? null : made),
  })
}
