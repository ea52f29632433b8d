import { useCommand } from '../../components/use-command'
import { api } from '../../live/http'

/** The command behind the patient's own switch. */
export function useReadiness(entryId: string) {
  return useCommand((ready: boolean) => api.put(`/api/queue/${entryId}/readiness`, { ready }))
}
