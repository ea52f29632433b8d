import { createHash, createHmac } from 'node:crypto'

/** Messages of STUN (RFC 8489) as far as a TURN client (RFC 8656) needs them. */

export const method = { allocate: 0x003, createPermission: 0x008 } as const
export const attribute = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedTransport: 0x0019,
} as const

const cookie = 0x2112a442
const headerBytes = 20
const integrityBytes = 24

export type Attributes = [type: number, value: Buffer][]

/** The key of the long-term mechanism. */
export const longTermKey = (username: string, realm: string, password: string): Buffer =>
  createHash('md5').update(`${username}:${realm}:${password}`).digest()

/** A request; with `key` it ends with its MESSAGE-INTEGRITY. */
export function encodeRequest(name: number, transaction: Buffer, attributes: Attributes, key?: Buffer): Buffer {
  const body = Buffer.concat(attributes.map(([type, value]) => encodeAttribute(type, value)))
  if (!key) return Buffer.concat([header(name, body.length, transaction), body])
  // The length that is sealed counts the seal as well.
  const sealed = Buffer.concat([header(name, body.length + integrityBytes, transaction), body])
  const seal = createHmac('sha1', key).update(sealed).digest()
  return Buffer.concat([sealed, encodeAttribute(attribute.messageIntegrity, seal)])
}

function header(name: number, length: number, transaction: Buffer): Buffer {
  const start = Buffer.alloc(8)
  start.writeUInt16BE(name, 0)
  start.writeUInt16BE(length, 2)
  start.writeUInt32BE(cookie, 4)
  return Buffer.concat([start, transaction])
}

function encodeAttribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4)
  padded.writeUInt16BE(type, 0)
  padded.writeUInt16BE(value.length, 2)
  value.copy(padded, 4)
  return padded
}

export interface Response {
  transaction: Buffer
  /** 0 for success, otherwise the number of ERROR-CODE. */
  error: number
  get(type: number): Buffer | undefined
}

export function decodeResponse(datagram: Buffer): Response {
  const attributes = new Map<number, Buffer>()
  for (let at = headerBytes; at + 4 <= datagram.length; ) {
    const length = datagram.readUInt16BE(at + 2)
    attributes.set(datagram.readUInt16BE(at), datagram.subarray(at + 4, at + 4 + length))
    at += 4 + Math.ceil(length / 4) * 4
  }
  const code = attributes.get(attribute.errorCode)
  return {
    transaction: datagram.subarray(8, headerBytes),
    error: code ? (code[2] ?? 0) * 100 + (code[3] ?? 0) : 0,
    get: (type) => attributes.get(type),
  }
}

/** An IPv4 address and a port, veiled as XOR-PEER-ADDRESS wants them. */
export function veiledAddress(address: string, port: number): Buffer {
  const value = Buffer.alloc(8)
  value.writeUInt8(1, 1)
  value.writeUInt16BE(port ^ (cookie >>> 16), 2)
  const number = Buffer.from(address.split('.').map(Number)).readUInt32BE()
  value.writeUInt32BE((number ^ cookie) >>> 0, 4)
  return value
}
