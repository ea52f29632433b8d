import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type ConsentTerms, clinicWords, ownConsent } from '../domain/consent'
import type { Config } from '../domain/types'
import { Skeleton } from './ui/spinner'
import { useReading } from './use-reading'

/**
 * What a patient agrees to, as the server has it now; undefined while it is asked. When the server does not answer, it
 * is the app's own text: whoever agrees to that is asked again about the clinic's.
 */
export function useConsentTerms(): ConsentTerms | undefined {
  const { data, problem } = useReading<Config>('/api/config')
  if (data === undefined) return problem === undefined ? undefined : ownConsent
  return data.consent ?? ownConsent
}

const parts = ['kept', 'purpose', 'seen', 'calls', 'duration', 'rights'] as const

function OwnWords() {
  const { t } = useTranslation('consent')
  return parts.map((part) => (
    <section key={part}>
      <h3 className="font-semibold">{t(`${part}.title`)}</h3>
      <p>{t(`${part}.text`)}</p>
    </section>
  ))
}

/** The text in a box that scrolls, with the mouse, a finger or the arrow keys. */
export function ConsentText({ terms }: { terms: ConsentTerms | undefined }) {
  const { t, i18n } = useTranslation('consent')
  const id = useId()
  const own = terms && clinicWords(terms, i18n.language)
  return (
    <div className="flex flex-col gap-1.5">
      <h2 id={id} className="font-semibold text-sm">
        {t('title')}
      </h2>
      <section
        aria-labelledby={id}
        aria-busy={terms === undefined}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
        tabIndex={0}
        lang={own?.language}
        className="flex max-h-56 flex-col gap-3 overflow-y-auto whitespace-pre-line rounded-control border border-line-strong bg-surface p-4 text-sm [overflow-wrap:anywhere]"
      >
        {terms === undefined && <Skeleton className="h-24 w-full" />}
        {/* The text is written once and does not change while it is shown. */}
        {own?.paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {terms !== undefined && own === undefined && <OwnWords />}
      </section>
    </div>
  )
}
