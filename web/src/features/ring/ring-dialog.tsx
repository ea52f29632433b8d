import { AlertDialog } from '@base-ui/react/alert-dialog'
import { BellOff, Phone, PhoneOff, VolumeX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '../../app/live-context'
import { Avatar } from '../../components/avatar'
import { cx } from '../../components/cx'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Spinner } from '../../components/ui/spinner'
import { fractionLeft, secondsLeft } from '../../domain/countdown'
import type { Call } from '../../domain/types'
import { LevelBars } from './level-bars'
import { SoundBlocked } from './sound-blocked'
import type { IncomingControls } from './use-incoming'
import { useSoundLevel } from './use-sound-level'

interface RingDialogProps {
  call: Call
  answering: boolean
  controls: IncomingControls
}

/** The incoming call: over everything, dark like a phone that rings, closed only by an outcome. */
export function RingDialog({ call, answering, controls }: RingDialogProps) {
  const { t } = useTranslation('ring')
  const { ringer } = controls
  const popup = useRef<HTMLDivElement>(null)
  const level = useSoundLevel(ringer === 'sounding')
  const blocked = ringer === 'blocked' && !answering
  return (
    <AlertDialog.Root open>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-[70] min-h-dvh bg-black/70 backdrop-blur-sm" />
        <AlertDialog.Popup
          ref={popup}
          // Not on a button: whoever is typing just now must not answer by a stray Enter.
          initialFocus={popup}
          data-level={level.toFixed(2)}
          data-ringer={ringer}
          className={cx(
            'always-dark fixed bg-[radial-gradient(120%_80%_at_50%_0%,#14423a,#0b1a17_70%)] inset-0 z-[71] m-auto flex flex-col overflow-y-auto text-ink outline-none short:flex-row short:items-center',
            !blocked &&
              'sm:h-fit sm:max-h-[92dvh] sm:w-[26rem] sm:rounded-card sm:shadow-float short:w-[44rem] short:max-w-full',
          )}
        >
          {blocked && <SoundBlocked call={call} />}
          <div
            className={cx(
              'flex flex-1 flex-col items-center justify-center gap-6 px-6 pt-[max(3rem,env(safe-area-inset-top))] pb-6 short:gap-2 short:py-4',
              !blocked && 'sm:flex-none sm:pt-10 short:flex-1 short:py-4',
            )}
          >
            <AlertDialog.Title className="text-center font-semibold text-accent-text text-base">
              {t('title')}
            </AlertDialog.Title>
            <Countdown call={call} still={answering} />
            <AlertDialog.Description className="text-center">
              <span className="block font-bold text-2xl tracking-tight">{call.doctor.name}</span>
              <span className="mt-1 block text-soft">{answering ? t('answering') : t('lead')}</span>
            </AlertDialog.Description>
          </div>
          <div className="mx-auto flex w-full max-w-[26rem] flex-col gap-5 px-6 pb-[max(2rem,env(safe-area-inset-bottom))] sm:pb-8 short:mx-0 short:flex-1 short:py-4">
            <div className="relative z-20 empty:hidden">
              <ProblemNotice problem={controls.problem} />
            </div>
            <SoundLine ringer={ringer} level={level} onSilence={controls.silence} />
            <div className="relative z-20 grid grid-cols-2 gap-4">
              <BigButton tone="decline" disabled={answering} busy={controls.declining} onClick={controls.decline}>
                {t('decline')}
              </BigButton>
              <BigButton tone="confirm" disabled={controls.declining} busy={answering} onClick={controls.confirm}>
                {t('confirm')}
              </BigButton>
            </div>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

const RADIUS = 70
const ROUND = 2 * Math.PI * RADIUS

/** The doctor's initials inside a circle that empties with the time. */
function Countdown({ call, still }: { call: Call; still: boolean }) {
  const { t } = useTranslation('ring')
  const now = useServerNow(250)
  const seconds = secondsLeft(call.expiresAt, now)
  return (
    <div className="flex flex-col items-center gap-4 short:gap-2">
      <div
        className={cx(
          'relative grid size-40 short:size-24 place-items-center rounded-full text-accent',
          !still && 'pulse-ring',
        )}
      >
        <svg aria-hidden viewBox="0 0 160 160" className="-rotate-90 absolute inset-0 size-full fill-none">
          <circle cx="80" cy="80" r={RADIUS} className="stroke-line" strokeWidth="5" />
          <circle
            cx="80"
            cy="80"
            r={RADIUS}
            className="stroke-accent transition-[stroke-dashoffset] duration-300 ease-linear"
            strokeWidth="5"
            strokeLinecap="round"
            strokeDasharray={ROUND}
            strokeDashoffset={ROUND * (1 - fractionLeft(call.invitedAt, call.expiresAt, now))}
          />
        </svg>
        <Avatar name={call.doctor.name} className="size-28 text-3xl short:size-16 short:text-xl" />
      </div>
      <p role="timer" className="tabular font-semibold text-lg">
        {t('secondsLeft', { count: seconds })}
      </p>
    </div>
  )
}

function SoundLine({
  ringer,
  level,
  onSilence,
}: Pick<IncomingControls, 'ringer'> & { level: number; onSilence: () => void }) {
  const { t } = useTranslation('ring')
  if (ringer === 'silenced') return <p className="py-2.5 text-center text-soft text-sm">{t('silenced')}</p>
  if (ringer === 'unable') {
    return (
      <p role="status" className="flex items-start gap-2 rounded-control bg-warn-soft px-4 py-3 text-sm text-warn-text">
        <VolumeX aria-hidden className="mt-0.5 size-4 shrink-0" />
        {t('unable')}
      </p>
    )
  }
  const sounds = ringer === 'sounding' || ringer === 'waiting'
  return (
    <div className="flex min-h-touch flex-wrap items-center justify-center gap-x-3 gap-y-1">
      {sounds && (
        <Button variant="secondary" onClick={onSilence}>
          <BellOff aria-hidden />
          {t('silence')}
        </Button>
      )}
      {ringer === 'sounding' && <LevelBars level={level} />}
      {ringer === 'waiting' && <ElsewhereSounds />}
    </div>
  )
}

/** Longer than a page that may sound needs to begin. */
const ELSEWHERE_AFTER_MS = 1000

/** Said only when it is known: until then the page may be about to sound itself. */
function ElsewhereSounds() {
  const { t } = useTranslation('ring')
  const [known, setKnown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setKnown(true), ELSEWHERE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return <p className="min-h-5 basis-full text-center text-soft text-sm">{known && t('elsewhereSounds')}</p>
}

interface BigButtonProps {
  tone: 'confirm' | 'decline'
  disabled: boolean
  busy: boolean
  onClick: () => void
  children: string
}

function BigButton({ tone, disabled, busy, onClick, children }: BigButtonProps) {
  const Icon = tone === 'confirm' ? Phone : PhoneOff
  return (
    <button
      type="button"
      onClick={onClick}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className="group flex flex-col items-center gap-2 rounded-card py-2 font-semibold disabled:opacity-60"
    >
      <span
        className={cx(
          'grid size-18 place-items-center rounded-full transition-transform group-active:scale-95',
          tone === 'confirm'
            ? 'bg-accent text-on-accent group-hover:bg-accent-strong'
            : 'bg-[#d9382c] text-white group-hover:bg-[#c02d22]',
        )}
      >
        {busy ? <Spinner /> : <Icon aria-hidden className="size-8" />}
      </span>
      {children}
    </button>
  )
}
