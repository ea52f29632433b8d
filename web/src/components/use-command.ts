import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem, Result } from '../live/http'

export interface Command<Args extends unknown[], T> {
  /** Undefined when one is under way already: a second tap does nothing. */
  run: (...args: Args) => Promise<Result<T> | undefined>
  busy: boolean
  /** Why the last one was refused; gone when the next one starts. */
  problem: Problem | undefined
  clear: () => void
}

/** One command to the server at a time, with what a screen shows about it. */
export function useCommand<Args extends unknown[], T>(send: (...args: Args) => Promise<Result<T>>): Command<Args, T> {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const running = useRef(false)
  const latest = useRef(send)
  useEffect(() => {
    latest.current = send
  })

  const run = useCallback(async (...args: Args) => {
    if (running.current) return undefined
    running.current = true
    setBusy(true)
    setProblem(undefined)
    const result = await latest.current(...args)
    running.current = false
    setBusy(false)
    if (!result.ok) setProblem(result.problem)
    return result
  }, [])
  const clear = useCallback(() => setProblem(undefined), [])
  return { run, busy, problem, clear }
}
