import { formatTime, formattingLocale } from '../domain/format'
import english from '../locales/en/worker.json'
import indonesian from '../locales/id/worker.json'
import type { RingOutcome } from './payload'

export interface Words {
  readonly title: string
  readonly body: string
}

/** Everything that the worker says by itself, in one language. */
export interface Texts {
  readonly answer: string
  readonly decline: string
  /** For a body where a notification has no buttons. */
  readonly tapToAnswer: string
  /** @param at when it stopped ringing */
  over(outcome: RingOutcome | 'UNKNOWN', at: number): Words
  readonly declinedHere: Words
  readonly declining: Words
  readonly news: Words
}

const catalogues = { en: english, id: indonesian } as const

/** Where the viewer is and how times are written there. */
export interface Place {
  readonly languages: readonly string[]
  readonly timeZone: string
}

/** @param language chosen in the app; without one the first of the browser's that the app speaks, else English */
export function textsIn(language: string | undefined, { languages, timeZone }: Place): Texts {
  const wished = [language, ...languages].map((tag) => tag?.toLowerCase().split('-')[0])
  const spoken = wished.find(
    (primary) => primary !== undefined && Object.hasOwn(catalogues, primary),
  ) as keyof typeof catalogues
  const words = catalogues[spoken ?? 'en']
  const viewer = { locale: formattingLocale(spoken ?? 'en', languages), timeZone }
  return {
    answer: words.answer,
    decline: words.decline,
    tapToAnswer: words.tapToAnswer,
    over: (outcome, at) => {
      const { title, body } = words.over[outcome]
      return { title: title.replace('{{time}}', formatTime(at, viewer)), body }
    },
    declinedHere: words.declinedHere,
    declining: words.declining,
    news: words.news,
  }
}
