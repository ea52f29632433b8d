import { useEffect, useState } from 'react'
import { sound } from '../../rtc/browser'

const LOOK_MS = 250

/** How loud this page sounds now, 0 to 1 in hundredths, measured four times a second while `active`. */
export function useSoundLevel(active: boolean): number {
  const [level, setLevel] = useState(0)
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => setLevel(Math.round(sound.level() * 100) / 100), LOOK_MS)
    return () => {
      clearInterval(timer)
      setLevel(0)
    }
  }, [active])
  return level
}
