import { useMatch } from 'react-router'
import { useMe, useTopic } from '../../app/live-context'
import { usePageCount } from '../../components/page-signals'
import { isTakingPatients } from '../../domain/schedule'
import type { DirectoryState, PracticeState } from '../../domain/types'
import { usePreferences } from './browser-preferences'
import { useQueueNews } from './use-queue-news'

/**
 * Tells a doctor on every page, whatever it shows, when somebody joins the open practice or turns ready. A practice
 * that is still to come tells it in its own room.
 */
export function QueueWatch() {
  const me = useMe().state
  if (me?.user.role !== 'DOCTOR') return null
  return <DoctorWatch inCall={me.call?.status === 'ACTIVE'} />
}

function DoctorWatch({ inCall }: { inCall: boolean }) {
  const schedules = useTopic<DirectoryState>('directory').state?.schedules ?? {}
  const room = useMatch('/doctor/practice/:scheduleId')?.params.scheduleId
  const online = Object.values(schedules).filter(({ status }) => status === 'ONLINE')
  const ids = new Set([...online.map(({ id }) => id), ...(room === undefined ? [] : [room])])
  return [...ids].map((id) => <PracticeWatch key={id} scheduleId={id} inCall={inCall} />)
}

interface WatchProps {
  inCall: boolean
}

function PracticeWatch({ scheduleId, inCall }: WatchProps & { scheduleId: string }) {
  const { state } = useTopic<PracticeState>(`practice:${scheduleId}`)
  if (state === undefined || !isTakingPatients(state.schedule)) return null
  return <Told state={state} inCall={inCall} />
}

function Told({ state, inCall }: WatchProps & { state: PracticeState }) {
  const sentence = useQueueNews(state, inCall)
  return (
    <>
      <p role="status" className="sr-only">
        {sentence}
      </p>
      {state.schedule.status === 'ONLINE' && <ReadyCount state={state} />}
    </>
  )
}

/** How many could be called now, on the tab and the app. */
function ReadyCount({ state }: { state: PracticeState }) {
  const { badge } = usePreferences()
  const ready = Object.values(state.entries).filter(({ status }) => status === 'READY').length
  usePageCount(badge ? ready : 0)
  return null
}
