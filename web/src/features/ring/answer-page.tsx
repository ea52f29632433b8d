import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useParams } from 'react-router'
import { useConnection, useTopic } from '../../app/live-context'
import { useDocumentTitle } from '../../components/page'
import { Spinner } from '../../components/ui/spinner'
import type { Call, CallState } from '../../domain/types'
import { useAnswerWish } from './answer-wish'

/** Where a call is told about that rings no more: its own page knows one that was answered, the waiting room the rest. */
function placeOf(call: Call): string {
  const wasAnswered = call.status === 'ACTIVE' || call.status === 'ENDED'
  return wasAnswered ? `/call/${call.id}` : `/patient/schedule/${call.scheduleId}`
}

/**
 * `/answer/:callId`, where Answer in a notification leads: the call is accepted as soon as it is seen ringing, by the
 * frame that rings (see useIncoming). A call that is over already leads to where that is told.
 */
export function AnswerPage() {
  const { t } = useTranslation('ring')
  const { callId = '' } = useParams()
  const { wish } = useAnswerWish()
  const topic = useTopic<CallState>(`call:${callId}`)
  const isOffline = useConnection().status === 'offline'
  useDocumentTitle(t('title'))
  useEffect(() => {
    wish.make(callId)
    return () => wish.clear()
  }, [wish, callId])

  const call = topic.state?.call
  if (topic.status === 'gone') return <Navigate to={`/call/${callId}`} replace />
  if (topic.status === 'live' && call !== undefined && call.status !== 'RINGING') {
    return <Navigate to={placeOf(call)} replace />
  }
  return (
    <main className="grid min-h-dvh place-items-center bg-paper p-6 text-center text-soft">
      <span className="flex items-center gap-3">
        <Spinner />
        <span role="status">{t(isOffline ? 'answeringOffline' : 'answering')}</span>
      </span>
    </main>
  )
}
