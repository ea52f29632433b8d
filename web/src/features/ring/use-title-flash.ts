import { useEffect } from 'react'

const FLASH_MS = 1000

/** Shows `text` as the document's title while it is given, in turn with the page's own unless motion is unwelcome. */
export function useTitleFlash(text: string | undefined): void {
  useEffect(() => {
    if (text === undefined) return
    const own = document.title
    document.title = text
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return () => putBack(text, own)
    const timer = setInterval(() => {
      document.title = document.title === text ? own : text
    }, FLASH_MS)
    return () => {
      clearInterval(timer)
      putBack(text, own)
    }
  }, [text])
}

/** Only what is still ours is replaced: the page below may have set a title of its own meanwhile. */
function putBack(text: string, own: string): void {
  if (document.title === text) document.title = own
}
