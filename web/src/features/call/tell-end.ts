import type { Call } from '../../domain/types'
import type { LiveClient } from '../../live/client'
import type { Problem, Result } from '../../live/http'

export interface TellEndDeps {
  /** Asks the server once to end the call. A repeat changes nothing there. */
  post(): Promise<Result<{ call: Call }>>
  readonly live: Pick<LiveClient, 'onConnection'>
  /** The call is over; with the call as it is now, unless the other side was faster. */
  onOver(call: Call | undefined): void
  /** The server refused, or could not be reached so far. */
  onFailure(problem: Problem): void
}

/**
 * Tells the server that the call was ended here, and again whenever this page is connected anew, until the server answers:
 * whoever pressed End has gone, and the other side should not wait for them. Returns what gives up.
 */
export function tellEnd({ post, live, onOver, onFailure }: TellEndDeps): () => void {
  let asked = 0
  let wasOpen = true

  const ask = async () => {
    const own = ++asked
    const result = await post()
    // Given up, or asked again: a network that swallows a question may hold it for minutes.
    if (own !== asked) return
    if (result.ok) {
      giveUp()
      return onOver(result.data.call)
    }
    const { problem } = result
    if (isAnswer(problem)) giveUp()
    if (problem.code === 'not_active' || problem.code === 'call_over') onOver(undefined)
    else onFailure(problem)
  }

  const stopListening = live.onConnection(({ status }) => {
    const isBack = status === 'open' && !wasOpen
    wasOpen = status === 'open'
    if (isBack) void ask()
  })
  const giveUp = () => {
    asked++
    stopListening()
  }
  void ask()
  return giveUp
}

/** The server has understood, and would say the same again. */
function isAnswer({ status }: Problem): boolean {
  return status !== undefined && status < 500
}
