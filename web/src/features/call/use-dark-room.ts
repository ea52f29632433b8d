import { useEffect } from 'react'

/** Makes the whole document dark while a call's page is shown, with everything that opens over it. */
export function useDarkRoom(): void {
  useEffect(() => {
    const { style } = document.documentElement
    const before = style.colorScheme
    style.colorScheme = 'dark'
    return () => {
      style.colorScheme = before
    }
  }, [])
}
