/** What a patient agrees to (GET /api/config), as the server names it. */
export interface ConsentTerms {
  /** Recorded with the agreement; at most 32 characters. */
  version: string
  /** The clinic's own words by language; without them the app's are shown. */
  text?: { en?: string; id?: string }
}

/** The version of the app's own text, in locales/<language>/consent.json: a new text needs a new version. */
export const ownConsent: ConsentTerms = { version: 'praktik-1' }

/** The clinic's words in the reader's language, else in the other one; nothing where the clinic has none. */
export function clinicWords(
  { text }: ConsentTerms,
  language: string,
): { language: string; paragraphs: string[] } | undefined {
  const choices = [language, 'en', 'id'] as (keyof NonNullable<typeof text>)[]
  const chosen = choices.find((candidate) => text?.[candidate] !== undefined)
  if (chosen === undefined) return undefined
  const paragraphs = (text?.[chosen] ?? '').split(/\n\s*\n/).map((paragraph) => paragraph.trim())
  return { language: chosen, paragraphs: paragraphs.filter((paragraph) => paragraph !== '') }
}
