import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** An authenticator app (RFC 6238), written apart from the server's. Gives each one-time password once, as the server takes it. */
export class Authenticator {
  readonly #secret: Buffer
  #lastStep = 0

  /** `base32` as the server gives it, or in groups as a screen shows it. */
  constructor(base32: string) {
    const letters = base32.replaceAll(' ', '')
    assert.match(letters, /^[A-Z2-7]{32}$/)
    this.#secret = fromBase32(letters)
  }

  /** The password of the present step, or of the next one when that was given already: the server takes both. */
  next(): string {
    const present = Math.floor(Date.now() / 30_000)
    this.#lastStep = Math.max(present, this.#lastStep + 1)
    assert.ok(this.#lastStep <= present + 1, 'more passwords than the server takes within these 30 seconds')
    return this.at(this.#lastStep)
  }

  at(step: number): string {
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(step))
    const mac = createHmac('sha1', this.#secret).update(counter).digest()
    const offset = (mac[mac.length - 1] ?? 0) & 15
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
  }
}
