import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../live/http'
import { ContactLine } from './contact'
import { Notice } from './ui/notice'
import { useProblemText } from './use-problem-text'

/** Says why a command failed; when it was no refusal but a failure, also whom to ask and with which reference. */
export function ProblemNotice({ problem, action }: { problem: Problem | undefined; action?: ReactNode }) {
  const { t } = useTranslation('errors')
  const { problemText } = useProblemText()
  if (problem === undefined) return null
  // Anything but a refusal: nobody answered, or the server could not.
  const isFailure = problem.status === undefined || problem.status >= 500
  return (
    <Notice tone="danger" role="alert" action={action}>
      {problemText(problem)}
      {isFailure && <ContactLine className="mt-1" />}
      {isFailure && problem.requestId !== undefined && (
        <p className="mt-1 text-xs">{t('reference', { id: problem.requestId })}</p>
      )}
    </Notice>
  )
}
