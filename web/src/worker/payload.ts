/** How a ring ended, as the server tells it to devices. */
export type RingOutcome = 'ANSWERED' | 'DECLINED' | 'MISSED' | 'CANCELLED'

/** A call rings. Title and body come in the language of the account. */
export interface RingPush {
  readonly kind: 'ring'
  readonly call: string
  /** By the server's clock. */
  readonly expiresAt: number
  /** The token of this ring's receipts from this device. */
  readonly receipt: string
  readonly title: string
  readonly body: string
}

export interface RingOverPush {
  readonly kind: 'ring_over'
  readonly call: string
  readonly outcome: RingOutcome
}

/** Something to read: a test, the patient's place in a line, or the doctor's line to all who wait. */
export type NewsPush =
  | { readonly kind: 'test'; readonly receipt: string; readonly title: string; readonly body: string }
  | { readonly kind: 'place' | 'notice'; readonly schedule: string; readonly title: string; readonly body: string }

export type Push = RingPush | RingOverPush | NewsPush

const outcomes: readonly RingOutcome[] = ['ANSWERED', 'DECLINED', 'MISSED', 'CANCELLED']

export function asOutcome(value: unknown): RingOutcome | undefined {
  return outcomes.find((outcome) => outcome === value)
}

type Fields = Record<string, unknown>

/** A field that a push cannot do without. */
class Missing extends Error {}

function text(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw new Missing(name)
  return value
}

function instant(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Missing(name)
  return value
}

function words(fields: Fields): { title: string; body: string } {
  return { title: text(fields, 'title'), body: text(fields, 'body') }
}

function read(fields: Fields): Push | undefined {
  const { kind } = fields
  switch (kind) {
    case 'ring': {
      const receipt = text(fields, 'receipt')
      return { kind, call: text(fields, 'call'), expiresAt: instant(fields, 'expiresAt'), receipt, ...words(fields) }
    }
    case 'ring_over': {
      const outcome = asOutcome(fields.outcome)
      return outcome && { kind, call: text(fields, 'call'), outcome }
    }
    case 'test':
      return { kind, receipt: text(fields, 'receipt'), ...words(fields) }
    case 'place':
    case 'notice':
      return { kind, schedule: text(fields, 'schedule'), ...words(fields) }
    default:
      return undefined
  }
}

/** Reads a push message's JSON (docs/PROTOCOL.md, Web Push); undefined when this version does not know it. */
export function parsePush(json: string | undefined): Push | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '')
    return typeof value === 'object' && value !== null ? read(value as Fields) : undefined
  } catch {
    return undefined
  }
}
