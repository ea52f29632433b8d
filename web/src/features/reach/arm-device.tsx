import { BellRing, Circle, CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePushDevice } from '../../app/push-context'
import { cx } from '../../components/cx'
import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { Spinner } from '../../components/ui/spinner'
import type { ArmingStep, PushDeviceState } from '../../push/push-device'
import { InstallGuide } from './install-guide'

const steps: readonly ArmingStep[] = ['permission', 'subscribing', 'testing']

/** The way of a device to being rung with the app closed, each step shown while it is taken. */
function Progress({ at }: { at: ArmingStep }) {
  const { t } = useTranslation('push')
  const reached = steps.indexOf(at)
  return (
    <ol className="flex flex-col gap-2" aria-live="polite">
      {steps.map((step, i) => {
        const isNow = i === reached
        return (
          <li key={step} className={cx('flex items-center gap-3 text-sm', i > reached && 'text-soft')}>
            {i < reached && <CircleCheck aria-hidden className="size-5 shrink-0 text-accent-text" />}
            {isNow && <Spinner />}
            {i > reached && <Circle aria-hidden className="size-5 shrink-0" />}
            <span aria-current={isNow ? 'step' : undefined}>{t(`arm.step.${step}`)}</span>
          </li>
        )
      })}
    </ol>
  )
}

function Trouble({ state, children }: { state: PushDeviceState; children: ReactNode }) {
  const { t } = useTranslation('push')
  if (state.status === 'failed' && state.cause !== undefined) {
    const { cause } = state
    return (
      <>
        <Notice tone="warn" title={t(`arm.failure.${cause}.title`)} role="status">
          {t(`arm.failure.${cause}.text`)}
        </Notice>
        {children}
      </>
    )
  }
  if (state.status === 'denied') {
    return (
      <Notice tone="warn" title={t('arm.denied.title')} role="status">
        {t('arm.denied.text')}
      </Notice>
    )
  }
  return children
}

/** Arms this device by one tap and shows how far it came; every failure names its cause and the way out. */
export function ArmDevice() {
  const { t } = useTranslation('push')
  const { device, state } = usePushDevice()
  if (state.status === 'unsupported')
    return <Notice title={t('arm.unsupported.title')}>{t('arm.unsupported.text')}</Notice>
  if (state.status === 'needs_install') return <InstallGuide />
  if (state.status === 'arming') return <Progress at={state.step ?? 'permission'} />
  if (state.status === 'armed') {
    return (
      <Notice icon={CircleCheck} title={t('arm.done')} role="status">
        {t('closedSound')}
      </Notice>
    )
  }
  return (
    <Trouble state={state}>
      <Button size="lg" onClick={() => void device.arm()}>
        <BellRing aria-hidden />
        {t(state.status === 'failed' ? 'arm.again' : 'arm.allow')}
      </Button>
    </Trouble>
  )
}
