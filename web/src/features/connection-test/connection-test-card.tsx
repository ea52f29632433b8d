import { Wifi } from 'lucide-react'
import { type ComponentType, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../../app/live-context'
import { ContactLine } from '../../components/contact'
import { Button } from '../../components/ui/button'
import { TitledCard } from '../../components/ui/card'
import { Notice } from '../../components/ui/notice'
import { makeConnectionTest } from '../../rtc/browser'
import type { Conclusion, ConnectionTest } from '../../rtc/connection-test'
import { DevicesStep } from './devices-step'
import { StepLine } from './step-line'

export interface ConnectionTestCardProps {
  /** Camera, microphone and speaker, each by a tap of its own; calls back when the person is through. */
  DeviceCheck: ComponentType<{ onDone: () => void }>
  /** Makes the test; a test of the card brings its own. */
  make?: typeof makeConnectionTest
}

/** The connection test, for everybody: it names the step that fails, and the way on. */
export function ConnectionTestCard({ DeviceCheck, make = makeConnectionTest }: ConnectionTestCardProps) {
  const { t } = useTranslation('connection-test')
  const live = useLive()
  const [test] = useState(() => make(live))
  const { status, steps, conclusion } = useSyncExternalStore(test.subscribe, () => test.state)
  return (
    <TitledCard title={t('title')} lead={t('lead')}>
      <Button
        variant={status === 'idle' ? 'primary' : 'secondary'}
        className="self-start"
        busy={status === 'running'}
        onClick={() => void test.run()}
      >
        {status !== 'running' && <Wifi aria-hidden />}
        {t(status === 'done' ? 'again' : 'start')}
      </Button>
      {steps.length > 0 && (
        <ol aria-label={t('steps')} className="flex flex-col">
          {steps.map((step, i) => (
            // A step stays at its place; a second relay is the same kind as the first.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells one from the other.
            <StepLine key={`${i} ${step.kind}`} step={step} />
          ))}
        </ol>
      )}
      <div role="status">{conclusion && <Meaning test={test} conclusion={conclusion} />}</div>
      {conclusion && conclusion !== 'stopped' && <DevicesStep DeviceCheck={DeviceCheck} />}
    </TitledCard>
  )
}

const tones: Record<Conclusion, 'info' | 'warn' | 'danger'> = {
  stopped: 'danger',
  everything: 'info',
  not_udp: 'info',
  not_all: 'info',
  direct_alone: 'warn',
  no_relay: 'warn',
  refused: 'danger',
  nothing: 'danger',
}

function Meaning({ test, conclusion }: { test: ConnectionTest; conclusion: Conclusion }) {
  const { t } = useTranslation('connection-test')
  const ways = test.state.steps.flatMap((step) =>
    step.kind === 'relay' && step.sign === 'good' && step.transport ? [step.transport] : [],
  )
  const words = { ways: [...new Set(ways)].join(', ') }
  return (
    <Notice tone={tones[conclusion]} title={t(`conclusion.${conclusion}.title`, words)}>
      <p>{t(`conclusion.${conclusion}.text`, words)}</p>
      {tones[conclusion] !== 'info' && <ContactLine className="mt-1" />}
    </Notice>
  )
}
