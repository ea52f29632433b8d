import { useEffect, useState } from 'react'

/** Often enough for what is shown in minutes or days. */
export const everyMinute = 60_000

/**
 * A clock that ticks on the screen; it moves nothing but what it shows and fetches nothing.
 * @param read the time to show, e.g. the server's
 * @param every milliseconds between ticks; undefined stops the clock
 */
export function useNow(read: () => number, every: number | undefined): number {
  const [now, setNow] = useState(read)
  useEffect(() => {
    if (every === undefined) return
    setNow(read())
    const timer = setInterval(() => setNow(read()), every)
    return () => clearInterval(timer)
  }, [read, every])
  return now
}
