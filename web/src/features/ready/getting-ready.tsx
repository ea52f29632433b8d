import { ArrowLeft, CircleCheck, CircleStop, Play, TriangleAlert } from 'lucide-react'
import { type ComponentType, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePushDevice } from '../../app/push-context'
import { cx } from '../../components/cx'
import { useMediaState } from '../../components/devices/use-media'
import { Button } from '../../components/ui/button'
import { useSample } from '../../components/use-sample'
import type { LocalMedia } from '../../rtc/local-media'
import { CameraCheck } from './camera-check'
import { advance, type Flow, firstStep, goBack, position, type StepResult, steps, type Trial, trials } from './flow'
import { useLocalMedia } from './use-local-media'

const RING_MS = 2000

export interface GettingReadyProps {
  onReady: () => void
  /** Asks for notifications, subscribes and proves it by a test; shows how far it came. */
  ArmDevice: ComponentType
}

/**
 * The guided way to being READY. Every question of the browser has a tap of its own, every step can be skipped, and the
 * end says what was proved and what the rest means.
 */
export function GettingReady({ onReady, ArmDevice }: GettingReadyProps) {
  const media = useLocalMedia()
  const [flow, setFlow] = useState(firstStep)
  const leave = (result: StepResult) => {
    if (flow.step === 'camera') media.stop()
    setFlow(advance(flow, result))
  }
  return (
    <div className="flex flex-col gap-5">
      <Progress flow={flow} onBack={() => setFlow(goBack(flow))} />
      {flow.step === 'camera' && <CameraStep media={media} onLeave={leave} />}
      {flow.step === 'ringtone' && <RingtoneStep onLeave={leave} />}
      {flow.step === 'notifications' && <NotificationStep ArmDevice={ArmDevice} onLeave={leave} />}
      {flow.step === 'ready' && <ReadyStep flow={flow} onReady={onReady} />}
    </div>
  )
}

function Progress({ flow, onBack }: { flow: Flow; onBack: () => void }) {
  const { t } = useTranslation('ready')
  const at = position(flow)
  const heading = useRef<HTMLHeadingElement>(null)
  const first = useRef(true)
  useEffect(() => {
    // A new step is read out; the first one is read with its surroundings.
    if (!first.current && at > 0) heading.current?.focus()
    first.current = false
  }, [at])
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        {at > 1 && (
          <Button variant="ghost" size="icon" aria-label={t('back')} onClick={onBack} className="-ml-3">
            <ArrowLeft aria-hidden />
          </Button>
        )}
        <div aria-hidden className="flex flex-1 gap-1.5">
          {steps.map((step, i) => (
            <span key={step} className={cx('h-1.5 flex-1 rounded-full', i < at ? 'bg-accent' : 'bg-line')} />
          ))}
        </div>
        <span className="tabular text-soft text-xs">{t('position', { at, of: steps.length })}</span>
      </div>
      <h3 ref={heading} tabIndex={-1} className="text-lg outline-none">
        {t(`step.${flow.step}.title`)}
      </h3>
      <p className="text-soft">{flow.step === 'ready' ? <ReadyText flow={flow} /> : t(`step.${flow.step}.text`)}</p>
    </div>
  )
}

/** What to do until it rings depends on what was proved. */
function ReadyText({ flow }: { flow: Flow }) {
  const { t } = useTranslation('ready')
  return t(flow.results.notifications === 'proved' ? 'step.ready.anywhere' : 'step.ready.here')
}

interface StepProps {
  onLeave: (result: StepResult) => void
}

function CameraStep({ media, onLeave }: StepProps & { media: LocalMedia }) {
  const { t } = useTranslation('ready')
  const { stream } = useMediaState(media)
  const hasVoice = (stream?.getAudioTracks().length ?? 0) > 0
  const hasPicture = (stream?.getVideoTracks().length ?? 0) > 0
  return (
    <>
      <CameraCheck media={media} />
      {hasVoice && (
        <Button size="lg" onClick={() => onLeave(hasPicture ? 'proved' : 'partly')}>
          {t(hasPicture ? 'next' : 'nextVoice')}
        </Button>
      )}
      <Skip meaning={t('step.camera.skip')} onSkip={() => onLeave('skipped')} />
    </>
  )
}

function RingtoneStep({ onLeave }: StepProps) {
  const { t } = useTranslation('ready')
  const ring = useSample('ringtone', RING_MS)
  const heard = ring.outcome === 'heard'
  return (
    <>
      <Button size="lg" variant={heard ? 'secondary' : 'primary'} onClick={ring.toggle}>
        {ring.playing ? <CircleStop aria-hidden /> : <Play aria-hidden />}
        {t(ring.playing ? 'ringtone.stop' : heard ? 'ringtone.again' : 'ringtone.play')}
      </Button>
      <p role="status" className={cx('text-sm', ring.outcome === 'blocked' ? 'text-danger-text' : 'text-soft')}>
        {ring.outcome === 'no' ? '' : t(`ringtone.${ring.outcome}`)}
      </p>
      {heard && (
        <Button size="lg" onClick={() => onLeave('proved')}>
          {t('ringtone.yes')}
        </Button>
      )}
      <Skip meaning={t('step.ringtone.skip')} onSkip={() => onLeave('skipped')} />
    </>
  )
}

function NotificationStep({ ArmDevice, onLeave }: StepProps & Pick<GettingReadyProps, 'ArmDevice'>) {
  const { t } = useTranslation('ready')
  const isArmed = usePushDevice().state.status === 'armed'
  return (
    <>
      <ArmDevice />
      {isArmed ? (
        <Button size="lg" onClick={() => onLeave('proved')}>
          {t('next')}
        </Button>
      ) : (
        <Skip meaning={t('step.notifications.skip')} onSkip={() => onLeave('skipped')} />
      )}
    </>
  )
}

function ReadyStep({ flow, onReady }: { flow: Flow; onReady: () => void }) {
  const { t } = useTranslation('ready')
  const words = (step: Trial, result: StepResult) => {
    if (step === 'camera') return t(`step.camera.${result}`)
    return t(`step.${step}.${result === 'proved' ? 'proved' : 'skipped'}`)
  }
  return (
    <>
      <ul className="flex flex-col gap-3">
        {trials.map((step) => {
          const result = flow.results[step] ?? 'skipped'
          const Icon = result === 'proved' ? CircleCheck : TriangleAlert
          return (
            <li key={step} className="flex gap-3">
              <Icon
                aria-hidden
                className={cx('mt-0.5 size-5 shrink-0', result === 'proved' ? 'text-accent-text' : 'text-warn-text')}
              />
              {words(step, result)}
            </li>
          )
        })}
      </ul>
      <Button size="lg" onClick={onReady}>
        {t('iAmReady')}
      </Button>
    </>
  )
}

function Skip({ meaning, onSkip }: { meaning: string; onSkip: () => void }) {
  const { t } = useTranslation('ready')
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-t pt-3">
      <p className="min-w-40 flex-1 text-soft text-sm">{meaning}</p>
      <Button variant="ghost" onClick={onSkip}>
        {t('skip')}
      </Button>
    </div>
  )
}
