import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { Happenings } from './happenings.ts'

/** A message as the push service took it from the application server. */
export interface PushedMessage {
  endpoint: string
  headers: Record<string, string>
  /** Encrypted. */
  bytes: number
  /** By this machine's clock. */
  at: number
  /** The browser was connected and has it. */
  handedOver: boolean
}

interface Registration {
  channelID: string
  browser: string
}

/**
 * Mozilla's push service as Firefox knows it, on loopback: the browser's side is the autopush protocol over a WebSocket
 * (https://mozilla-push-service.readthedocs.io/en/latest/design/), the application server's side is RFC 8030's POST.
 * It keeps nothing for a browser that is away.
 */
export class AutopushService {
  readonly messages = new Happenings<PushedMessage>()
  readonly #http = createServer((request, response) => void this.#post(request, response))
  readonly #sockets = new WebSocketServer({ server: this.#http })
  readonly #browsers = new Map<string, WebSocket>()
  readonly #registrations = new Map<string, Registration>()

  static async start(): Promise<AutopushService> {
    const service = new AutopushService()
    service.#sockets.on('connection', (socket) => service.#connect(socket))
    await new Promise<void>((resolve) => service.#http.listen(0, '127.0.0.1', resolve))
    return service
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  /** For Firefox's `dom.push.serverURL`. */
  get serverUrl(): string {
    return `ws://127.0.0.1:${this.port}/`
  }

  /** How many subscriptions browsers hold here. */
  get subscriptions(): number {
    return this.#registrations.size
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  #connect(socket: WebSocket): void {
    let browser = ''
    const send = (message: object) => socket.send(JSON.stringify(message))
    socket.on('close', () => {
      if (this.#browsers.get(browser) === socket) this.#browsers.delete(browser)
    })
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString())
      switch (message.messageType) {
        case 'hello':
          browser = message.uaid || randomUUID().replaceAll('-', '')
          this.#browsers.set(browser, socket)
          return send({ messageType: 'hello', uaid: browser, status: 200, use_webpush: true, broadcasts: {} })
        case 'register':
          return send(this.#register(message.channelID, browser))
        case 'unregister':
          this.#forget(message.channelID)
          return send({ messageType: 'unregister', channelID: message.channelID, status: 200 })
        case 'ping':
        case undefined:
          // The protocol's ping is an empty object, and so is its answer.
          return send({})
      }
    })
  }

  #register(channelID: string, browser: string): object {
    const id = randomUUID()
    this.#registrations.set(id, { channelID, browser })
    const pushEndpoint = `http://127.0.0.1:${this.port}/wpush/${id}`
    return { messageType: 'register', channelID, status: 200, pushEndpoint }
  }

  #forget(channelID: string): void {
    for (const [id, one] of this.#registrations) if (one.channelID === channelID) this.#registrations.delete(id)
  }

  async #post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const registration = this.#registrations.get(request.url?.replace('/wpush/', '') ?? '')
    if (request.method !== 'POST' || !registration) {
      response.writeHead(410).end()
      return
    }
    const socket = this.#browsers.get(registration.browser)
    const version = randomUUID()
    const payload = {
      data: body.toString('base64url'),
      headers: { encoding: request.headers['content-encoding'] ?? '' },
    }
    const { channelID } = registration
    const notification = { messageType: 'notification', channelID, version, ...(body.length > 0 && payload) }
    socket?.send(JSON.stringify(notification))
    response.writeHead(201, { Location: `http://127.0.0.1:${this.port}/message/${version}` }).end()
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    this.messages.add({
      endpoint: request.url ?? '',
      headers,
      bytes: body.length,
      at: Date.now(),
      handedOver: socket !== undefined,
    })
  }
}
