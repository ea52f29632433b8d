import { CircleAlert, CircleCheck, Send } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Spinner } from '../../components/ui/spinner'
import { useCommand } from '../../components/use-command'
import { api } from '../../live/http'
import { TEST_LIMIT_MS } from '../../push/push-device'
import { testOutcome } from './reach'

interface Result {
  endpointHost: string
  status: number
}

/** Whether the test that was sent last arrived in this browser. */
type Arrival = 'not_sent' | 'awaited' | 'here' | 'not_here'

function useTestArrival(onTestArrived: TestDevicesProps['onTestArrived']) {
  const [arrival, setArrival] = useState<Arrival>('not_sent')
  useEffect(() => onTestArrived(() => setArrival('here')), [onTestArrived])
  useEffect(() => {
    if (arrival !== 'awaited') return
    const timer = setTimeout(() => setArrival('not_here'), TEST_LIMIT_MS)
    return () => clearTimeout(timer)
  }, [arrival])
  return { arrival, expect: () => setArrival('awaited') }
}

export interface TestDevicesProps {
  /** This browser is among the devices that a test goes to. */
  isArmedHere: boolean
  /** Calls back when a test push arrives in this browser, until the returned function is called. */
  onTestArrived: (listener: () => void) => () => void
}

/** Sends a test notification to all devices of the person, and tells what became of each. */
export function TestDevices({ isArmedHere, onTestArrived }: TestDevicesProps) {
  const { t } = useTranslation('push')
  const { arrival, expect } = useTestArrival(onTestArrived)
  const [results, setResults] = useState<Result[]>()
  const test = useCommand(() => api.post<{ results: Result[] }>('/api/push/test'))

  async function send() {
    setResults(undefined)
    if (isArmedHere) expect()
    const sent = await test.run()
    if (sent?.ok) setResults(sent.data.results)
  }

  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      <p className="text-soft text-sm">{t('test.lead')}</p>
      <Button variant="secondary" className="self-start" busy={test.busy} onClick={send}>
        {!test.busy && <Send aria-hidden />}
        {t('test.send')}
      </Button>
      <ProblemNotice problem={test.problem} />
      <div role="status" className="flex flex-col gap-2 empty:hidden">
        {results?.length === 0 && <p className="text-sm">{t('test.none')}</p>}
        {results !== undefined && results.length > 0 && <Results results={results} />}
        {results !== undefined && arrival !== 'not_sent' && <Here arrival={arrival} />}
      </div>
    </div>
  )
}

function Results({ results }: { results: Result[] }) {
  const { t } = useTranslation('push')
  // Two devices may have the same push service: rows are told apart by their place.
  const rows = results.map((result, i) => ({ ...result, key: `${i} ${result.endpointHost}` }))
  return (
    <ul className="flex flex-col gap-2">
      {rows.map(({ key, endpointHost, status }) => {
        const outcome = testOutcome(status)
        return (
          <Line key={key} good={outcome === 'accepted'}>
            <span className="font-semibold [overflow-wrap:anywhere]">{endpointHost}</span>
            {': '}
            {t(`test.outcome.${outcome}`, { status })}
          </Line>
        )
      })}
    </ul>
  )
}

function Here({ arrival }: { arrival: Exclude<Arrival, 'not_sent'> }) {
  const { t } = useTranslation('push')
  if (arrival === 'awaited') {
    return (
      <p className="flex items-center gap-2 text-soft text-sm">
        <Spinner />
        {t('test.awaited')}
      </p>
    )
  }
  return (
    <ul>
      <Line good={arrival === 'here'}>{t(arrival === 'here' ? 'test.here' : 'test.notHere')}</Line>
    </ul>
  )
}

function Line({ good, children }: { good: boolean; children: React.ReactNode }) {
  const Icon = good ? CircleCheck : CircleAlert
  return (
    <li className="flex gap-2 text-sm">
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', good ? 'text-accent-text' : 'text-warn-text')} />
      <span className="min-w-0">{children}</span>
    </li>
  )
}
