import { useEffect, useState, useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener)
  return () => document.removeEventListener('fullscreenchange', listener)
}

export interface FullScreen {
  /** Not on an iPhone. */
  readonly isPossible: boolean
  readonly isOn: boolean
  readonly toggle: () => void
}

/**
 * The whole document on the whole screen, because dialogs stand beside the room in it. Ends with the room.
 */
export function useFullScreen(): FullScreen {
  const [isPossible] = useState(() => (document as Partial<Document>).fullscreenEnabled ?? false)
  const isOn = useSyncExternalStore(subscribe, () => (document.fullscreenElement ?? null) !== null)
  useEffect(() => leave, [])
  const toggle = () => {
    if (isOn) leave()
    // Refused where nobody touched the page: then it stays as it is.
    else void document.documentElement.requestFullscreen({ navigationUI: 'hide' }).catch(() => {})
  }
  return { isPossible, isOn, toggle }
}

function leave(): void {
  if ((document.fullscreenElement ?? null) !== null) void document.exitFullscreen().catch(() => {})
}
