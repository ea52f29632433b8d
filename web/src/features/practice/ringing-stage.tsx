import { BellRing, Check, CircleDashed, PhoneOff, Send, Volume2, Wifi } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../app/live-context'
import { CountdownRing } from '../../components/countdown-ring'
import { cx } from '../../components/cx'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { useCommand } from '../../components/use-command'
import { secondsLeft } from '../../domain/countdown'
import type { Call, Entry, Receipts } from '../../domain/types'
import { api } from '../../live/http'
import { RingTroubleNotice } from './ring-trouble'

const steps = [
  { key: 'sent', icon: Send },
  { key: 'delivered', icon: Wifi },
  { key: 'ringing', icon: BellRing },
  { key: 'audible', icon: Volume2 },
] as const

/** How far the ring has come at the patient's end. */
function ReceiptSteps({ receipts }: { receipts: Receipts | undefined }) {
  const { t } = useTranslation('practice')
  return (
    <ul aria-label={t('receipts.label')} className="grid grid-cols-4 gap-1">
      {steps.map(({ key, icon: Icon }) => {
        const reached = receipts?.[key] === true
        const step = t(`receipts.${key}`)
        return (
          <li
            key={key}
            aria-label={t(reached ? 'receipts.yes' : 'receipts.no', { step })}
            className={cx(
              'flex flex-col items-center gap-1 rounded-control px-1 py-2 text-center font-semibold text-xs',
              reached ? 'bg-accent-soft text-accent-text' : 'text-soft',
            )}
          >
            <span aria-hidden className="relative">
              <Icon className="size-5" />
              {reached ? (
                <Check className="-right-3 -bottom-1 absolute size-3.5" strokeWidth={3.5} />
              ) : (
                <CircleDashed className="-right-3 -bottom-1 absolute size-3" />
              )}
            </span>
            <span aria-hidden>{step}</span>
          </li>
        )
      })}
    </ul>
  )
}

interface RingingStageProps {
  call: Call
  receipts: Receipts | undefined
  /** The one who is rung. */
  entry: Entry | undefined
  title: string
}

/** While the patient's device rings: the time left, how far the ring has come, and the way to take it back. */
export function RingingStage({ call, receipts, entry, title }: RingingStageProps) {
  const { t } = useTranslation('practice')
  const now = useServerNow(250)
  const cancel = useCommand(() => api.post(`/api/calls/${call.id}/cancel`))
  return (
    <>
      <div className="flex items-center gap-4">
        <CountdownRing from={call.invitedAt} endsAt={call.expiresAt} now={now} />
        <div className="min-w-0">
          <p role="status" className="font-bold [overflow-wrap:anywhere]">
            {title}
          </p>
          <p className="text-soft text-sm">{t('stage.secondsLeft', { count: secondsLeft(call.expiresAt, now) })}</p>
        </div>
      </div>
      <ReceiptSteps receipts={receipts} />
      <RingTroubleNotice key={call.id} call={call} receipts={receipts} entry={entry} now={now} />
      <ProblemNotice problem={cancel.problem} />
      <Button variant="danger" size="lg" busy={cancel.busy} onClick={() => cancel.run()}>
        <PhoneOff aria-hidden />
        {t('stage.cancel')}
      </Button>
    </>
  )
}
