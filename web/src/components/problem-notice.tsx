import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../live/http'
import { Notice } from './ui/notice'
import { useProblemText } from './use-problem-text'

/** Says why a command failed, and gives the reference that helps the clinic to find it when it was the server's fault. */
export function ProblemNotice({ problem, action }: { problem: Problem | undefined; action?: ReactNode }) {
  const { t } = useTranslation('errors')
  const { problemText } = useProblemText()
  if (problem === undefined) return null
  const isDefect = (problem.status ?? 0) >= 500 && problem.requestId !== undefined
  return (
    <Notice tone="danger" role="alert" action={action}>
      {problemText(problem)}
      {isDefect && <p className="mt-1 text-xs">{t('reference', { id: problem.requestId })}</p>}
    </Notice>
  )
}
