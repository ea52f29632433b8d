import { PhoneMissed, PhoneOff, Undo2, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ContactLine } from '../../components/contact'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { useFormat } from '../../components/use-format'
import { type PatientOutcome, patientOutcome } from '../../domain/outcome'
import type { Call, Entry } from '../../domain/types'
import { useReadiness } from './use-readiness'

const icons: Record<PatientOutcome['kind'], typeof Undo2> = {
  MISSED: PhoneMissed,
  DECLINED: PhoneOff,
  CANCELLED: Undo2,
  CONNECTION_LOST: WifiOff,
}

function useTitle() {
  const { t } = useTranslation('waiting')
  const format = useFormat()
  return (outcome: PatientOutcome): string => {
    if (outcome.kind !== 'MISSED') return t(`outcome.${outcome.kind}`)
    if (outcome.at !== undefined) return t('outcome.MISSED', { time: format.time(outcome.at) })
    return t('outcome.MISSEDagain', { count: outcome.times })
  }
}

/** What became of the last call, with one tap back to READY where that is the way on. */
export function OutcomeCard({ entry, lastCall }: { entry: Entry; lastCall: Call | undefined }) {
  const { t } = useTranslation('waiting')
  const title = useTitle()
  const readiness = useReadiness(entry.id)
  const outcome = patientOutcome(entry, lastCall)
  if (outcome === undefined) return null
  const canReturn = outcome.kind === 'MISSED' || outcome.kind === 'DECLINED'
  return (
    <Notice
      tone={outcome.kind === 'CANCELLED' ? 'info' : 'warn'}
      icon={icons[outcome.kind]}
      title={title(outcome)}
      role="status"
    >
      <p>{t(`outcome.${outcome.kind}text`)}</p>
      {outcome.kind === 'CONNECTION_LOST' && <ContactLine className="mt-1" />}
      {canReturn && (
        <Button className="mt-3" busy={readiness.busy} onClick={() => readiness.run(true)}>
          {t('outcome.ready')}
        </Button>
      )}
      <ProblemNotice problem={readiness.problem} />
    </Notice>
  )
}
