import type { Json } from './merge-patch'

/** What the server sends over the socket (docs/PROTOCOL.md, "WebSocket"). */
export interface ServerFrames {
  hello: { op: 'hello'; protocol: number; connection: string; serverAt: number; heartbeatSeconds: number }
  state: { op: 'state'; topic: string; version: string; serverAt: number; state: Json }
  current: { op: 'current'; topic: string; version: string; serverAt: number }
  patch: { op: 'patch'; topic: string; base: string; version: string; serverAt: number; patch: Json }
  gone: { op: 'gone'; topic: string; code: string }
  attached: { op: 'attached'; call: string; polite: boolean; page: string; peer?: string }
  detached: { op: 'detached'; call: string; reason: 'taken_over' | 'call_over' }
  peer: { op: 'peer'; call: string; present: boolean; page: string }
  signal: { op: 'signal'; call: string; data: Record<string, unknown> }
  pong: { op: 'pong'; id: number; serverAt: number }
  error: { op: 'error'; code: string; title: string; re?: string }
}

export type ServerOp = keyof ServerFrames
export type ServerFrame = ServerFrames[ServerOp]

/** What a page sends. */
export type ClientFrame =
  | { op: 'watch'; topic: string; version?: string }
  | { op: 'unwatch'; topic: string }
  | { op: 'attach'; call: string }
  | { op: 'signal'; call: string; to?: string; data: Record<string, unknown> }
  | { op: 'ringing'; call: string; audible: boolean }
  | { op: 'ping'; id: number }

/** Reads one text frame; what is no JSON object with an `op` is undefined. Unknown ops pass, for later versions. */
export function parseFrame(text: unknown): ServerFrame | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const frame: unknown = JSON.parse(text)
    const isFrame = typeof frame === 'object' && frame !== null && typeof (frame as { op?: unknown }).op === 'string'
    return isFrame ? (frame as ServerFrame) : undefined
  } catch {
    return undefined
  }
}
