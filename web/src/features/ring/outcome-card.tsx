import { CloudOff, MonitorSmartphone, PhoneMissed, PhoneOff, X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useMe } from '../../app/live-context'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { useCommand } from '../../components/use-command'
import { useFormat } from '../../components/use-format'
import type { Call, Entry } from '../../domain/types'
import { api } from '../../live/http'
import type { RingOutcome } from './incoming'

const icons = {
  missed: PhoneMissed,
  declined: PhoneOff,
  declined_elsewhere: PhoneOff,
  cancelled: PhoneOff,
  answered_elsewhere: MonitorSmartphone,
  unknown: CloudOff,
} as const

interface OutcomeCardProps {
  call: Call
  outcome: RingOutcome
  /** Whether the card has the one tap back to READY; not where the page below has it. */
  withReadiness: boolean
  onDismiss: () => void
}

/** What became of the ring that this page showed, and the one thing to do about it. Does not stand in the way. */
export function OutcomeCard({ call, outcome, withReadiness, onDismiss }: OutcomeCardProps) {
  const { t } = useTranslation(['ring', 'common'])
  const format = useFormat()
  const entry = useMe().state?.entries[call.entryId]
  const isDealtWith = needsReadiness(outcome) && entry !== undefined && !isStillOpen(entry)
  useEffect(() => {
    if (isDealtWith) onDismiss()
  }, [isDealtWith, onDismiss])

  const Icon = icons[outcome]
  const words = {
    doctor: call.doctor.name,
    time: format.time(call.endedAt ?? call.expiresAt),
    number: entry?.number,
  }
  return (
    <section
      aria-label={t('ring:outcomeLabel')}
      className="fixed inset-x-3 bottom-[max(0.75rem,env(safe-area-inset-bottom))] z-[60] mx-auto flex max-w-md flex-col gap-3 rounded-card border border-line bg-raised p-4 shadow-float sm:right-6 sm:left-auto sm:bottom-6 sm:w-[26rem]"
    >
      <div className="flex items-start gap-3">
        <span className="grid size-touch shrink-0 place-items-center rounded-full bg-warn-soft text-warn-text">
          <Icon aria-hidden className="size-5.5" />
        </span>
        <div role={outcome === 'missed' ? 'alert' : 'status'} className="min-w-0 flex-1">
          <p className="font-bold">{t(`ring:outcome.${outcome}.title`, words)}</p>
          <p className="text-soft text-sm">{t(`ring:outcome.${outcome}.text`, words)}</p>
        </div>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t('common:dismiss')}
          onClick={onDismiss}
          className="-mt-1 -mr-1"
        >
          <X aria-hidden />
        </Button>
      </div>
      <WayOut call={call} outcome={outcome} withReadiness={withReadiness} entry={entry} onDone={onDismiss} />
    </section>
  )
}

/** The outcomes after which the patient has to say READY anew. */
function needsReadiness(outcome: RingOutcome): boolean {
  return outcome === 'missed' || outcome === 'declined' || outcome === 'declined_elsewhere'
}

/** The entry may still be RINGING while the call's end is known already. */
function isStillOpen({ status }: Entry): boolean {
  return status === 'NOT_READY' || status === 'RINGING'
}

interface WayOutProps {
  call: Call
  outcome: RingOutcome
  withReadiness: boolean
  entry: Entry | undefined
  onDone: () => void
}

function WayOut({ call, outcome, withReadiness, entry, onDone }: WayOutProps) {
  const { t } = useTranslation('ring')
  const navigate = useNavigate()
  const readiness = useCommand(() => api.put<{ entry: Entry }>(`/api/queue/${call.entryId}/readiness`, { ready: true }))
  if (outcome === 'answered_elsewhere') {
    const takeOver = () => {
      onDone()
      navigate(`/call/${call.id}`)
    }
    return <Button onClick={takeOver}>{t('useThisDevice')}</Button>
  }
  const canBeReady = withReadiness && needsReadiness(outcome) && entry?.status === 'NOT_READY'
  if (!canBeReady) return null
  return (
    <>
      <ProblemNotice problem={readiness.problem} />
      <Button busy={readiness.busy} onClick={() => void readiness.run()}>
        {t('readyAgain')}
      </Button>
    </>
  )
}
