/**
 * What two pages say on the data channel `chat` (number 1), each a JSON object:
 * `{page, number, text}`: a message, `number` counts those of that page from 1;
 * `{page, received}`: the other page has every message of `page` up to that number.
 */
export type ChatFrame =
  | { readonly page: string; readonly number: number; readonly text: string }
  | { readonly page: string; readonly received: number }

/** The longest message, in UTF-16 units. */
export const MESSAGE_LENGTH = 2000
/** The longest name of a page, in UTF-16 units. */
export const PAGE_LENGTH = 64
/** The longest frame, in UTF-16 units: a message in which every unit is written as an escape, and room for the rest. */
export const FRAME_LENGTH = 6 * MESSAGE_LENGTH + 512

/** What was said, if it is one of the two; it comes from another browser and may be anything. */
export function readChatFrame(data: unknown): ChatFrame | undefined {
  if (typeof data !== 'string' || data.length > FRAME_LENGTH) return undefined
  const { page, number, text, received } = parse(data)
  if (typeof page !== 'string' || page === '' || page.length > PAGE_LENGTH) return undefined
  if (isCount(received)) return { page, received }
  if (!isCount(number) || typeof text !== 'string' || text === '' || text.length > MESSAGE_LENGTH) return undefined
  return { page, number, text }
}

function parse(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}
