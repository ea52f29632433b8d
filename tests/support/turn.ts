import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { within } from './clock.ts'
import {
  type Attributes,
  attribute,
  decodeResponse,
  encodeRequest,
  longTermKey,
  method,
  type Response,
  veiledAddress,
} from './stun.ts'

export interface TurnUser {
  username: string
  credential: string
}

const udp = Buffer.from([17, 0, 0, 0])

/** A client of a TURN server over UDP, as a browser is one. Close it. */
export class TurnClient {
  readonly #socket: Socket
  readonly #user: TurnUser
  #realm = Buffer.alloc(0)
  #nonce = Buffer.alloc(0)

  private constructor(socket: Socket, user: TurnUser) {
    this.#socket = socket
    this.#user = user
  }

  static async open(port: number, user: TurnUser): Promise<TurnClient> {
    const socket = createSocket('udp4')
    socket.connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new TurnClient(socket, user)
  }

  /** Asks for a relay: without a credential for realm and nonce, then with it. 0, or the number of the refusal. */
  async allocate(): Promise<number> {
    const wanted: Attributes = [[attribute.requestedTransport, udp]]
    const challenge = await this.#ask(encode(method.allocate, wanted))
    if (challenge.error !== 401) throw new Error(`a stranger's Allocate was answered ${challenge.error}`)
    this.#take(challenge)
    const answer = await this.#askSigned(method.allocate, wanted)
    if (answer.error === 0 && !answer.get(attribute.xorRelayedAddress)) throw new Error('an Allocate without a relay')
    return answer.error
  }

  /** Asks whether the relay may send to this IPv4 address. 0, or the number of the refusal. */
  async permit(address: string): Promise<number> {
    const answer = await this.#askSigned(method.createPermission, [
      [attribute.xorPeerAddress, veiledAddress(address, 9)],
    ])
    return answer.error
  }

  close(): void {
    this.#socket.close()
  }

  #take(challenge: Response): void {
    this.#realm = Buffer.from(challenge.get(attribute.realm) ?? '')
    this.#nonce = Buffer.from(challenge.get(attribute.nonce) ?? '')
  }

  /** Once more with the new nonce where the old one is stale (438), as RFC 8489 §9.2.5 has it. */
  async #askSigned(name: number, attributes: Attributes): Promise<Response> {
    const answer = await this.#askOnce(name, attributes)
    if (answer.error !== 438) return answer
    this.#take(answer)
    return this.#askOnce(name, attributes)
  }

  #askOnce(name: number, attributes: Attributes): Promise<Response> {
    const { username, credential } = this.#user
    const signed: Attributes = [
      ...attributes,
      [attribute.username, Buffer.from(username)],
      [attribute.realm, this.#realm],
      [attribute.nonce, this.#nonce],
    ]
    return this.#ask(encode(name, signed, longTermKey(username, this.#realm.toString(), credential)))
  }

  async #ask({ transaction, request }: Encoded): Promise<Response> {
    const answered = new Promise<Response>((resolve, reject) => {
      const read = (datagram: Buffer) => {
        const response = decodeResponse(datagram)
        if (!response.transaction.equals(transaction)) return
        this.#socket.off('message', read)
        this.#socket.off('error', reject)
        resolve(response)
      }
      this.#socket.on('message', read)
      this.#socket.once('error', reject)
    })
    this.#socket.send(request)
    return within(5000, 'the TURN server answers', answered)
  }
}

interface Encoded {
  transaction: Buffer
  request: Buffer
}

function encode(name: number, attributes: Attributes, key?: Buffer): Encoded {
  const transaction = randomBytes(12)
  return { transaction, request: encodeRequest(name, transaction, attributes, key) }
}

/** What a TURN server on this port says to somebody who wants a relay: 0, or the number of the refusal. */
export async function allocateAt(port: number, user: TurnUser): Promise<number> {
  const client = await TurnClient.open(port, user)
  try {
    return await client.allocate()
  } finally {
    client.close()
  }
}
