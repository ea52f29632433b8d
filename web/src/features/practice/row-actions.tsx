import { Ellipsis, PhoneOutgoing, RotateCcw, UserMinus } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmCommand } from '../../components/confirm-command'
import { ProblemNotice } from '../../components/problem-notice'
import { Button, buttonClass } from '../../components/ui/button'
import { Menu, MenuItem } from '../../components/ui/menu'
import { callObstacle, isWaiting } from '../../domain/queue'
import type { Call, Entry, Schedule } from '../../domain/types'
import { api } from '../../live/http'
import { ConnectionReports } from './connection-reports'
import { useCallAgain, useCallPatient } from './use-call-commands'

interface RowActionsProps {
  entry: Entry
  name: string
  schedule: Schedule
  liveCall: Call | undefined
}

const bar = 'col-start-2 flex flex-wrap items-center justify-end gap-2 px-3 pb-3 sm:col-start-auto sm:p-3'

/** What the doctor can do with one entry: call, call again, remove. */
export function RowActions(props: RowActionsProps) {
  if (isWaiting(props.entry.status)) return <WaitingActions {...props} />
  return props.entry.status === 'DONE' ? <DoneActions {...props} /> : null
}

/** Who is through: how the connection was, and another call while the practice is open. */
function DoneActions(props: RowActionsProps) {
  const { entry, name, schedule } = props
  return (
    <div className={bar}>
      <ConnectionReports entry={entry} name={name} />
      {schedule.status === 'ONLINE' && <CallAgain {...props} />}
    </div>
  )
}

function WaitingActions({ entry, name, schedule, liveCall }: RowActionsProps) {
  const { t } = useTranslation('practice')
  const why = useId()
  const [removing, setRemoving] = useState(false)
  const call = useCallPatient()
  const obstacle = callObstacle(entry, schedule, liveCall)
  const words = { number: entry.number, name }
  return (
    <div className={bar}>
      <ProblemNotice problem={call.problem} />
      <Button
        variant="secondary"
        disabled={obstacle !== undefined}
        busy={call.busy}
        aria-label={t('row.callOf', words)}
        aria-describedby={obstacle && why}
        title={obstacle && t(`row.obstacle.${obstacle}`)}
        onClick={() => call.run(entry)}
        className="grow sm:grow-0"
      >
        <PhoneOutgoing aria-hidden />
        {t('row.call')}
      </Button>
      {obstacle && (
        <span id={why} className="sr-only">
          {t(`row.obstacle.${obstacle}`)}
        </span>
      )}
      <Menu
        trigger={
          <button type="button" aria-label={t('row.more', words)} className={buttonClass('ghost', 'icon')}>
            <Ellipsis aria-hidden />
          </button>
        }
      >
        <MenuItem icon={UserMinus} danger onClick={() => setRemoving(true)}>
          {t('row.remove')}
        </MenuItem>
      </Menu>
      {removing && <RemoveDialog entry={entry} name={name} onClose={() => setRemoving(false)} />}
    </div>
  )
}

function CallAgain({ entry, name, schedule, liveCall }: RowActionsProps) {
  const { t } = useTranslation('practice')
  const again = useCallAgain()
  const obstacle = callObstacle({ ...entry, status: 'READY' }, schedule, liveCall)
  return (
    <>
      <ProblemNotice problem={again.problem} />
      <Button
        variant="ghost"
        disabled={obstacle !== undefined}
        busy={again.busy}
        aria-label={t('row.callAgainOf', { number: entry.number, name })}
        onClick={() => again.run(entry)}
      >
        <RotateCcw aria-hidden />
        {t('row.callAgain')}
      </Button>
    </>
  )
}

function RemoveDialog({ entry, name, onClose }: { entry: Entry; name: string; onClose: () => void }) {
  const { t } = useTranslation('practice')
  return (
    <ConfirmCommand
      title={t('remove.title', { number: entry.number, name })}
      description={t('remove.text')}
      action={t('remove.action')}
      send={() => api.del(`/api/queue/${entry.id}`)}
      onClose={onClose}
    />
  )
}
