import { SignalHigh, SignalLow, SignalMedium } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { Dialog } from '../../components/ui/dialog'
import type { LinkHealth } from '../../rtc/link-health'
import type { Level, Verdict } from '../../rtc/quality'
import { ConnectionDetails } from './connection-details'
import { SendNumbers } from './send-numbers'

const looks: Record<Level, { icon: typeof SignalHigh; className: string }> = {
  good: { icon: SignalHigh, className: 'bg-black/40 text-white hover:bg-black/60' },
  unstable: { icon: SignalMedium, className: 'bg-[#f2b84b] text-[#13211e] hover:bg-[#f6c667]' },
  poor: { icon: SignalLow, className: 'bg-[#d9382c] text-white hover:bg-[#c02d22]' },
}

interface ConnectionHealthProps {
  health: Pick<LinkHealth, 'state' | 'subscribe'>
  callId: string
}

/** How good the connection is, in a word that opens the details. Nothing while no media flows: the stage says why. */
export function ConnectionHealth({ health, callId }: ConnectionHealthProps) {
  const { t } = useTranslation('call')
  const state = useSyncExternalStore(health.subscribe, () => health.state)
  const [open, setOpen] = useState(false)
  const { verdict } = state
  return (
    <>
      {verdict && <LevelButton level={verdict.level} onClick={() => setOpen(true)} />}
      <HealthNews verdict={verdict} />
      <Dialog open={open} onOpenChange={setOpen} title={t('quality.title')} description={<Summary verdict={verdict} />}>
        <ConnectionDetails {...state} />
        <SendNumbers callId={callId} />
      </Dialog>
    </>
  )
}

function LevelButton({ level, onClick }: { level: Level; onClick: () => void }) {
  const { t } = useTranslation('call')
  const { icon: Icon, className } = looks[level]
  return (
    <button
      type="button"
      data-level={level}
      aria-label={t('quality.button', { level: t(`quality.level.${level}`) })}
      onClick={onClick}
      className={cx(
        // Small for the eye, and large enough for a thumb.
        'relative flex min-h-6 shrink-0 items-center gap-1 rounded-full px-2 text-xs transition-colors after:absolute after:-inset-2.5 focus-visible:outline-white',
        className,
      )}
    >
      <Icon aria-hidden className="size-4" />
      {t(`quality.level.${level}`)}
    </button>
  )
}

function Summary({ verdict }: { verdict: Verdict | undefined }) {
  const { t } = useTranslation('call')
  if (verdict === undefined) return t('quality.none')
  return verdict.cause === undefined ? t('quality.fine') : t(`quality.cause.${verdict.cause}`)
}

/** Says a change for the worse, and that it passed, to who does not see the word. */
function HealthNews({ verdict }: { verdict: Verdict | undefined }) {
  const { t } = useTranslation('call')
  const [wasBad, setWasBad] = useState(false)
  const isBad = verdict !== undefined && verdict.level !== 'good'
  if (isBad && !wasBad) setWasBad(true)
  return (
    <p role="status" data-news="quality" className="sr-only">
      {verdict && (isBad || wasBad) && (
        <>
          {t('quality.button', { level: t(`quality.level.${verdict.level}`) })} <Summary verdict={verdict} />
        </>
      )}
    </p>
  )
}
