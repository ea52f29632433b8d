import { useTranslation } from 'react-i18next'
import type { FieldProblem, Problem } from '../live/http'

/** Puts a refusal into words: the app's own for the codes it knows, else the server's sentence. */
export function useProblemText() {
  const { t, i18n } = useTranslation('errors')
  const known = (key: string): string | undefined =>
    i18n.exists(key, { ns: 'errors' }) ? (t as (key: string) => string)(key) : undefined

  function tooMany(seconds: number | undefined): string {
    if (seconds === undefined) return t('too_many')
    return seconds <= 90
      ? t('too_many_seconds', { count: Math.max(1, seconds) })
      : t('too_many_minutes', { count: Math.ceil(seconds / 60) })
  }

  return {
    problemText: (problem: Problem): string => {
      if (problem.status === 422) return known(problem.code) ?? t('invalid')
      if (problem.status === 429) return tooMany(problem.retryAfterSeconds)
      return known(problem.code) ?? (problem.title || t('unknown'))
    },
    /** The words for one field of a refused form; undefined when the field is fine. */
    fieldText: (problem: Problem | undefined, field: string): string | undefined => {
      const error = problem?.errors?.find((candidate: FieldProblem) => candidate.field === field)
      return error && (known(`field.${error.code}`) ?? (error.title || t('field.invalid')))
    },
  }
}
