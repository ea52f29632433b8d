import { useTranslation } from 'react-i18next'
import { OutcomeCard } from './outcome-card'
import { RingDialog } from './ring-dialog'
import { useIncoming } from './use-incoming'
import { useTitleFlash } from './use-title-flash'

/** The incoming call, on every signed-in page: the ring while it rings, and afterwards how it went. */
export function IncomingCall() {
  const { t } = useTranslation('ring')
  const controls = useIncoming()
  const { shown } = controls
  useTitleFlash(shown.kind === 'ringing' ? t('documentTitle') : undefined)
  if (shown.kind === 'none') return null
  if (shown.kind === 'over') {
    return <OutcomeCard call={shown.call} outcome={shown.outcome} onDismiss={controls.dismiss} />
  }
  return <RingDialog call={shown.call} answering={shown.kind === 'answering'} controls={controls} />
}
