import { connect, type Socket } from 'node:net'
import { within } from './clock.ts'

/** A connection whose bytes a test writes itself, for what no HTTP library would send. */
export class RawConnection {
  readonly #socket: Socket
  #received = ''
  #answers = 0
  readonly #ended: Promise<void>

  private constructor(socket: Socket, stays: boolean) {
    this.#socket = socket
    socket.setEncoding('latin1')
    // Each write is a segment of its own.
    socket.setNoDelay()
    socket.on('data', (text: string) => {
      this.#received += text
    })
    // A server that gives up on us may reset the connection; what it said before is what counts.
    socket.on('error', () => undefined)
    if (!stays) socket.once('end', () => socket.end())
    this.#ended = new Promise((resolve) => socket.once('close', () => resolve()))
  }

  /** @param stays whether it keeps its own side open when the server has said goodbye */
  static open(port: number, stays = false): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
      socket.once('error', reject)
      socket.once('connect', () => resolve(new RawConnection(socket, stays)))
    })
  }

  write(text: string): void {
    this.#socket.write(text, 'latin1')
  }

  /** The status of the first answer that was not asked about yet. */
  async nextStatus(milliseconds: number): Promise<number> {
    const index = this.#answers++
    const found = () => statuses(this.#received)[index]
    await within(
      milliseconds,
      `answer ${index + 1} comes on this connection`,
      new Promise<void>((resolve) => {
        const look = () => {
          if (found() === undefined) return
          this.#socket.off('data', look)
          resolve()
        }
        this.#socket.on('data', look)
        look()
      }),
    )
    return found() ?? 0
  }

  /** Everything that the server said until it closed the connection. */
  async untilClosed(milliseconds: number, reason: string): Promise<string> {
    await within(milliseconds, reason, this.#ended)
    return this.#received
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** The status of each answer in what a server said on one connection. */
export const statuses = (said: string): number[] =>
  [...said.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
