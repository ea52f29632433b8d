import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A push service on loopback that takes every message and throws it away. */
export class PushSink {
  readonly #server: Server
  taken = 0

  private constructor() {
    this.#server = createServer((request, reply) => {
      this.taken++
      request.resume()
      reply.writeHead(201).end()
    })
  }

  static async start(): Promise<PushSink> {
    const sink = new PushSink()
    await new Promise<void>((listening) => sink.#server.listen(0, '127.0.0.1', listening))
    return sink
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
