import { useCallback, useEffect, useState } from 'react'
import { api, type Problem } from '../live/http'

export interface Reading<T> {
  data: T | undefined
  problem: Problem | undefined
  busy: boolean
  /** Reads again, because somebody asked for it. */
  reload: () => void
}

/**
 * Something of record, read once when the screen opens and again only by its reload button.
 * What is about now never comes this way: it is pushed.
 */
export function useReading<T>(path: string | undefined): Reading<T> {
  const [state, setState] = useState<{ data?: T; problem?: Problem; busy: boolean }>({ busy: path !== undefined })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round means "read again"
  useEffect(() => {
    if (path === undefined) return
    let wanted = true
    setState(({ data }) => ({ busy: true, ...(data !== undefined && { data }) }))
    void api.get<T>(path).then((result) => {
      if (!wanted) return
      setState(result.ok ? { data: result.data, busy: false } : { problem: result.problem, busy: false })
    })
    return () => {
      wanted = false
    }
  }, [path, round])
  const reload = useCallback(() => setRound((count) => count + 1), [])
  return { data: state.data, problem: state.problem, busy: state.busy, reload }
}
