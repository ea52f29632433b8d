import { useMatch } from 'react-router'
import { useMe, useTopic } from '../../app/live-context'
import { usePageCount } from '../../components/page-signals'
import { isTakingPatients } from '../../domain/schedule'
import type { DirectoryState, PracticeState } from '../../domain/types'
import { usePreferences } from './browser-preferences'
import { useQueueNews } from './use-queue-news'
import { useUnseen } from './use-unseen'

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
  const unseen = useUnseen(state, inCall)
  return (
    <>
      <p role="status" className="sr-only">
        {sentence}
      </p>
      {state.schedule.status === 'ONLINE' && <Count state={state} unseen={unseen} />}
    </>
  )
}

/** On the tab and the app: how many could be called now, and who joined while the doctor looked elsewhere. */
function Count({ state, unseen }: { state: PracticeState; unseen: ReadonlySet<string> }) {
  const { badge } = usePreferences()
  const counted = Object.values(state.entries).filter(
    ({ id, status }) => status === 'READY' || (status === 'NOT_READY' && unseen.has(id)),
  )
  usePageCount(badge ? counted.length : 0)
  return null
}
