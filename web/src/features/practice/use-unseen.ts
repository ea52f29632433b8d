import { useEffect, useRef, useState } from 'react'
import { queueNews } from '../../domain/queue'
import type { PracticeState } from '../../domain/types'

const nobody: ReadonlySet<string> = new Set()

/** The entries that joined while the doctor was in a call or looked at something else; none any more from then on. */
export function useUnseen({ entries }: PracticeState, inCall: boolean): ReadonlySet<string> {
  const before = useRef(entries)
  const [unseen, setUnseen] = useState(nobody)

  useEffect(() => {
    const { joined } = queueNews(before.current, entries)
    before.current = entries
    if (joined.length === 0 || (!inCall && document.visibilityState === 'visible')) return
    setUnseen((known) => new Set([...known, ...joined.map(({ id }) => id)]))
  }, [entries, inCall])

  useEffect(() => {
    if (inCall) return
    const look = () => {
      if (document.visibilityState === 'visible') setUnseen(nobody)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [inCall])
  return unseen
}
