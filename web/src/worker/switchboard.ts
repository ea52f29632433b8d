import { parsePageMessage } from '../domain/worker-messages'
import { readNoteData } from './desk'
import { type NewsDeps, showNews, showUnknown } from './news'
import { parsePush } from './payload'
import { RingAlarm, type RingAlarmDeps } from './ring-alarm'

/** What the worker's events come to, apart from the events themselves. */
export interface Switchboard {
  /** @param json the push message's text, if it had one */
  onPush(json: string | undefined): Promise<void>
  /** @param action the pressed button, '' for the notification itself */
  onClick(note: { readonly tag: string; readonly data: unknown }, action: string): Promise<void>
  onMessage(data: unknown): Promise<void>
}

interface SwitchboardDeps extends RingAlarmDeps, NewsDeps {
  /** Takes over from the version that runs now. */
  readonly takeOver: () => Promise<void>
}

export function makeSwitchboard(deps: SwitchboardDeps): Switchboard {
  const alarm = new RingAlarm(deps)

  function onPush(json: string | undefined): Promise<void> {
    const push = parsePush(json)
    if (push === undefined) return showUnknown(deps)
    if (push.kind === 'ring') return alarm.ring(push)
    if (push.kind === 'ring_over') return alarm.over(push.call, push.outcome)
    return showNews(push, deps)
  }

  async function onClick(note: { tag: string; data: unknown }, action: string): Promise<void> {
    const data = readNoteData(note.data)
    if (data?.kind === 'ring') {
      if (action === 'answer') return alarm.answer(data)
      return action === 'decline' ? alarm.decline(data) : alarm.open(data)
    }
    const path = data?.path ?? '/'
    await deps.pages.bringForward({ type: 'open', path }, path)
    await deps.desk.close(note.tag)
    if (data?.receipt !== undefined) await deps.tell(data.receipt, 'clicked')
  }

  async function onMessage(data: unknown): Promise<void> {
    const message = parsePageMessage(data)
    if (message?.type === 'ring_over') await alarm.overOnPage(message.call)
    if (message?.type === 'skip_waiting') await deps.takeOver()
  }

  return { onPush, onClick, onMessage }
}
