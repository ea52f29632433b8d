import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { useRingingPage } from '../../components/page-signals'
import type { RingOutcome } from './incoming'
import { OutcomeCard } from './outcome-card'
import { RingDialog } from './ring-dialog'
import { useIncoming } from './use-incoming'

/** The waiting room tells these itself, with the same way back to READY. */
const toldByWaitingRoom: ReadonlySet<RingOutcome> = new Set(['missed', 'declined', 'cancelled'])

/** The incoming call, on every signed-in page: the ring while it rings, and afterwards how it went. */
export function IncomingCall() {
  const { t } = useTranslation('ring')
  const controls = useIncoming()
  const { pathname } = useLocation()
  const { shown } = controls
  useRingingPage(shown.kind === 'ringing' ? t('documentTitle') : undefined)
  if (shown.kind === 'none') return null
  if (shown.kind === 'over') {
    const inWaitingRoom = pathname === `/patient/schedule/${shown.call.scheduleId}`
    const isToldBelow = inWaitingRoom ? toldByWaitingRoom.has(shown.outcome) : pathname === `/call/${shown.call.id}`
    if (isToldBelow) return null
    return (
      <OutcomeCard
        call={shown.call}
        outcome={shown.outcome}
        withReadiness={!inWaitingRoom}
        onDismiss={controls.dismiss}
      />
    )
  }
  return <RingDialog call={shown.call} answering={shown.kind === 'answering'} controls={controls} />
}
