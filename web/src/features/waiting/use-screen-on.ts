import { useEffect } from 'react'
import { screenLock } from '../../rtc/browser'

/** Keeps the screen on while `wanted` and this page is shown: a phone that sleeps keeps its page from ringing. */
export function useScreenOn(wanted: boolean): void {
  useEffect(() => (wanted ? screenLock.hold() : undefined), [wanted])
}
