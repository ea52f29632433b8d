import { useEffect } from 'react'

/** Makes the whole document dark while a call's page is shown, with everything that opens over it. */
export function useDarkRoom(): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    const { theme } = dataset
    dataset.theme = 'dark'
    return () => {
      if (theme === undefined) delete dataset.theme
      else dataset.theme = theme
    }
  }, [])
}
