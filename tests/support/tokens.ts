import { createHmac } from 'node:crypto'
import { inDatabase } from './data.ts'
import type { Server } from './server.ts'

const encoded = (value: object | Buffer) =>
  Buffer.from(Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString('base64url')

/** The key of the server's access tokens. */
export function tokenKey(server: Server): string {
  const row = inDatabase(server, (db) => db.prepare("SELECT value FROM secrets WHERE name = 'access_tokens'").get())
  return String(row?.['value'])
}

/** The claims of a token, which anybody can read. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>
}

/** A JWT (RFC 7519) signed with HMAC-SHA-256. */
export function signed(claims: object, key: string): string {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${text}.${encoded(createHmac('sha256', key).update(text).digest())}`
}
