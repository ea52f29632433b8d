import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { OutcomeCard } from './outcome-card'
import { RingDialog } from './ring-dialog'
import { useIncoming } from './use-incoming'
import { useTitleFlash } from './use-title-flash'

const toldByWaitingRoom = { missed: true, declined: true, cancelled: true }

/** The incoming call, on every signed-in page: the ring while it rings, and afterwards how it went. */
export function IncomingCall() {
  const { t } = useTranslation('ring')
  const controls = useIncoming()
  const { pathname } = useLocation()
  const { shown } = controls
  useTitleFlash(shown.kind === 'ringing' ? t('documentTitle') : undefined)
  if (shown.kind === 'none') return null
  if (shown.kind === 'over') {
    // The waiting room tells its own outcomes, with the same way back to READY.
    const isToldBelow = pathname === `/patient/schedule/${shown.call.scheduleId}` && shown.outcome in toldByWaitingRoom
    if (isToldBelow) return null
    return <OutcomeCard call={shown.call} outcome={shown.outcome} onDismiss={controls.dismiss} />
  }
  return <RingDialog call={shown.call} answering={shown.kind === 'answering'} controls={controls} />
}
