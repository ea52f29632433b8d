/** A stretch of a text; with an address when it can be opened. */
export interface TextPart {
  /** Where it begins. */
  readonly at: number
  readonly text: string
  readonly href?: string
}

const address = /https?:\/\/[^\s<>"']+/gi
/** What ends a sentence around an address rather than the address. */
const trailing = /[.,;:!?)\]}…]+$/

/** Cuts a text that somebody typed at its http(s) addresses; every other scheme stays text. */
export function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const link = match[0].replace(trailing, '')
    if (!URL.canParse(link)) continue
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index) })
    end = match.index + link.length
    parts.push({ at: match.index, text: link, href: link })
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end) })
  return parts
}
