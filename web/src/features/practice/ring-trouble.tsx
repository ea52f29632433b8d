import { BellOff, Phone, Unplug } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../../app/live-context'
import { buttonClass } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { type RingTrouble, ringTrouble } from '../../domain/ring-progress'
import type { Call, Entry, Receipts } from '../../domain/types'

/** When this page first saw that a device shows the ring, by the server's clock. */
function useShownAt(isShown: boolean): number | undefined {
  const live = useLive()
  const [shownAt, setShownAt] = useState<number>()
  useEffect(() => {
    if (isShown) setShownAt(live.serverNow())
  }, [isShown, live])
  return shownAt
}

interface RingTroubleProps {
  call: Call
  receipts: Receipts | undefined
  /** The one who is rung. */
  entry: Entry | undefined
  now: number
}

/** Says when a ring does not get through, and what the doctor can do about it. */
export function RingTroubleNotice({ call, receipts, entry, now }: RingTroubleProps) {
  const { t } = useTranslation('practice')
  const shownAt = useShownAt(receipts?.ringing === true)
  const trouble = ringTrouble(receipts, call.invitedAt, shownAt, now)
  return (
    // There from the start, so that a screen reader hears what comes into it.
    <div role="status" className="empty:hidden">
      {trouble !== undefined && (
        <Notice
          tone="warn"
          icon={trouble === 'silent' ? BellOff : Unplug}
          title={t(`trouble.${trouble}.title`)}
          action={<PhoneLink phone={entry?.patient?.phone} />}
        >
          {t(textOf(trouble, entry))}
        </Notice>
      )}
    </div>
  )
}

/** A notification makes the device's own sound, of which nobody hears here; an open page tells when it sounds. */
function textOf(trouble: RingTrouble, entry: Entry | undefined) {
  const phone = entry?.patient?.phone === undefined ? 'noPhone' : 'phone'
  if (trouble === 'reached_none') return `trouble.reached_none.${phone}` as const
  return entry?.reachability === 'LIVE' ? 'trouble.silent.page' : 'trouble.silent.notification'
}

function PhoneLink({ phone }: { phone: string | undefined }) {
  const { t } = useTranslation('practice')
  if (phone === undefined) return null
  return (
    <a href={`tel:${phone}`} aria-label={t('trouble.call', { phone })} className={buttonClass('secondary', 'icon')}>
      <Phone aria-hidden />
    </a>
  )
}
