import { useCommand } from '../../components/use-command'
import type { QualityReport } from '../../domain/types'
import { api } from '../../live/http'
import { callNumbers } from '../../rtc/browser'
import { numbersOf } from '../../rtc/call-tally'

/** The command that keeps this tab's numbers of a call with it, in the place of older ones of this side. */
export function useSendNumbers(callId: string) {
  return useCommand(() =>
    api.put<{ report: QualityReport }>(`/api/calls/${callId}/quality`, numbersOf(callNumbers.state.tally)),
  )
}
