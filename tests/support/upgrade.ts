import type { WebSocket } from 'ws'

/** The upgrade was answered with plain HTTP. */
export class UpgradeRefused extends Error {
  readonly status: number
  readonly body: string

  constructor(status: number, body: string) {
    super(`the upgrade was refused with ${status}: ${body}`)
    this.status = status
    this.body = body
  }
}

/** Settles when the server has answered the upgrade; rejects with UpgradeRefused when it stayed plain HTTP. */
export function upgraded(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('unexpected-response', (_, reply) => {
      let body = ''
      reply.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
      reply.on('end', () => {
        reject(new UpgradeRefused(reply.statusCode ?? 0, body))
        socket.terminate()
      })
    })
    socket.once('error', reject)
  })
}
