import type { Schedule } from '../domain/types'
import { api } from '../live/http'
import { saveFile } from './save-file'
import { useCommand } from './use-command'

/**
 * Gets a schedule as an iCalendar file. Asked for as a command and not as a link: a link knows nothing of a sign-in
 * that has to be renewed first.
 */
export function useCalendar(schedule: Schedule) {
  return useCommand(async () => {
    const result = await api.get<string>(`/api/schedules/${schedule.id}/calendar.ics`)
    if (result.ok) saveFile('praktik.ics', 'text/calendar', result.data)
    return result
  })
}
