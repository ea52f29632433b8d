import { Send } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { useMe, useServerNow } from '../../app/live-context'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { showToast } from '../../components/ui/toast'
import { everyMinute } from '../../components/use-now'
import { callNumbers } from '../../rtc/browser'
import { asksForNumbers } from './after-call'
import { useSendNumbers } from './use-send-numbers'

/** Asks, where one lands after a call, how the connection was: the numbers are sent by one tap, or not at all. */
export function CallNumbersCard() {
  const { t } = useTranslation('report')
  const { scheduleId } = useParams()
  const { lastCall } = useMe().state ?? {}
  const numbers = useSyncExternalStore(callNumbers.subscribe, () => callNumbers.state)
  const now = useServerNow(everyMinute)
  const send = useSendNumbers(lastCall?.id ?? '')
  if (!asksForNumbers(numbers, lastCall, scheduleId, now)) return null

  async function press() {
    const result = await send.run()
    if (!result?.ok) return
    showToast(t('sent'), { kind: 'success' })
    callNumbers.answer()
  }

  return (
    <Card aria-labelledby="numbers-title" className="flex flex-col gap-3">
      <div>
        <h2 id="numbers-title" className="font-semibold">
          {t('ask')}
        </h2>
        <p className="text-soft text-sm">{t('meaning')}</p>
      </div>
      <ProblemNotice problem={send.problem} />
      <div className="flex flex-wrap gap-2">
        <Button variant="secondary" busy={send.busy} onClick={press}>
          {!send.busy && <Send aria-hidden />}
          {t('send')}
        </Button>
        <Button variant="ghost" onClick={() => callNumbers.answer()}>
          {t('noThanks')}
        </Button>
      </div>
    </Card>
  )
}
