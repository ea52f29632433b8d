import { VolumeX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../app/live-context'
import { secondsLeft } from '../../domain/countdown'
import type { Call } from '../../domain/types'

/**
 * Covers the whole screen, so that a tap anywhere lets the ring be heard (any tap on the page does, see use-incoming).
 * The answer stays on top of it: nobody has to switch the sound on to talk.
 */
export function SoundBlocked({ call }: { call: Call }) {
  const { t } = useTranslation('ring')
  const now = useServerNow(250)
  return (
    <button
      type="button"
      className="absolute inset-0 z-10 flex flex-col items-center justify-center gap-5 bg-[radial-gradient(120%_80%_at_50%_0%,#4a3305,#140e02_75%)] p-8 pb-52 text-center short:pr-[50%] short:pb-8"
    >
      <span className="pulse-ring grid size-28 shrink-0 place-items-center rounded-full bg-warn text-[#1f1400] short:hidden">
        <VolumeX aria-hidden className="size-14" />
      </span>
      <span className="text-balance font-bold text-3xl tracking-tight">{t('blocked.tap')}</span>
      <span className="max-w-sm text-soft short:hidden">{t('blocked.text')}</span>
      <span className="font-semibold text-lg">
        {t('blocked.caller', { name: call.doctor.name })}
        <span className="tabular block font-normal text-base text-soft">
          {t('secondsLeft', { count: secondsLeft(call.expiresAt, now) })}
        </span>
      </span>
    </button>
  )
}
