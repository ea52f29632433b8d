import { type ComponentType, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button'
import type { Sign } from '../../rtc/connection-test'
import { StepSign } from './step-line'

type Progress = 'open' | 'done' | 'skipped'

const signs: Record<Progress, Sign> = { open: 'waiting', done: 'good', skipped: 'waiting' }

/** The last step: the browser asks for camera and microphone, so it waits for a tap of its own, or is skipped. */
export function DevicesStep({ DeviceCheck }: { DeviceCheck: ComponentType<{ onDone: () => void }> }) {
  const { t } = useTranslation('connection-test')
  const [progress, setProgress] = useState<Progress>('open')
  return (
    <section aria-labelledby="connection-test-devices" className="flex gap-3 border-line border-t pt-4">
      <StepSign sign={signs[progress]} />
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <h3 id="connection-test-devices" className="font-semibold text-sm">
          {t('step.devices')}
        </h3>
        {progress === 'open' ? (
          <>
            <DeviceCheck onDone={() => setProgress('done')} />
            <Button variant="ghost" className="self-start" onClick={() => setProgress('skipped')}>
              {t('devices.skip')}
            </Button>
          </>
        ) : (
          <>
            <p className="text-soft text-sm">{t(`devices.${progress}`)}</p>
            <Button variant="secondary" className="self-start" onClick={() => setProgress('open')}>
              {t('devices.again')}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}
