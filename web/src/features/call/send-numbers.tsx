import { CircleCheck, Send } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { useFormat } from '../../components/use-format'
import { useSendNumbers } from './use-send-numbers'

/** Keeps the numbers of the call that goes on with it, by one tap in the details of the connection. */
export function SendNumbers({ callId }: { callId: string }) {
  const { t } = useTranslation('report')
  const format = useFormat()
  const send = useSendNumbers(callId)
  const [sentAt, setSentAt] = useState<number>()

  async function press() {
    const result = await send.run()
    if (result?.ok) setSentAt(result.data.report.reportedAt)
  }

  return (
    <div className="flex flex-col gap-2">
      <Button variant="secondary" busy={send.busy} onClick={press}>
        {!send.busy && <Send aria-hidden />}
        {t('send')}
      </Button>
      <p className="text-soft text-sm">{t('meaning')}</p>
      <p role="status" className="flex items-center gap-2 text-sm empty:hidden">
        {sentAt !== undefined && (
          <>
            <CircleCheck aria-hidden className="size-4 shrink-0 text-accent-text" />
            {t('sentAt', { time: format.time(sentAt) })}
          </>
        )}
      </p>
      <ProblemNotice problem={send.problem} />
    </div>
  )
}
