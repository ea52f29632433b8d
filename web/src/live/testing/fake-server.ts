import type { ClientFrame, ServerFrame } from '../frames'
import type { LinkDeps, Socket } from '../link'
import type { RefreshOutcome } from '../refresh'
import { VirtualTime } from './virtual-time'

/** The server's end of one socket, moved by a test. */
export class FakeSocket implements Socket {
  onmessage: Socket['onmessage'] = null
  onclose: Socket['onclose'] = null
  readonly sent: ClientFrame[] = []
  closedByPage = false

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame)
  }

  close(): void {
    this.closedByPage = true
  }

  /** The server sends a frame. */
  push(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }

  hello(connection: string, serverAt: number): void {
    this.push({ op: 'hello', protocol: 1, connection, serverAt, heartbeatSeconds: 20 })
  }

  /** The server or the network ends the connection. */
  die(code = 1006): void {
    this.onclose?.({ code })
  }

  sentOp<Op extends ClientFrame['op']>(op: Op): Extract<ClientFrame, { op: Op }>[] {
    return this.sent.filter((frame): frame is Extract<ClientFrame, { op: Op }> => frame.op === op)
  }
}

/** Everything that a Link or LiveClient needs, under a test's control. */
export class FakeServer {
  readonly time = new VirtualTime()
  readonly sockets: FakeSocket[] = []
  refreshes = 0
  refreshOutcome: RefreshOutcome = 'refreshed'
  /** What the dice show; 0 makes every wait the shortest possible. */
  dice = 0

  readonly deps: LinkDeps = {
    openSocket: () => {
      const socket = new FakeSocket()
      this.sockets.push(socket)
      return socket
    },
    refresh: async () => {
      this.refreshes += 1
      return this.refreshOutcome
    },
    now: this.time.now,
    setTimer: this.time.setTimer,
    random: () => this.dice,
  }

  /** The newest socket that the page opened. */
  get socket(): FakeSocket {
    const newest = this.sockets.at(-1)
    if (newest === undefined) throw new Error('the page has opened no socket')
    return newest
  }

  /** Accepts the newest socket. */
  welcome(connection = `c${this.sockets.length}`): FakeSocket {
    this.socket.hello(connection, this.time.now())
    return this.socket
  }
}
