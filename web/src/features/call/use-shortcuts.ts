import { useEffect, useRef, useState } from 'react'
import type { DeviceKind } from '../../rtc/devices'
import type { LocalMedia } from '../../rtc/local-media'
import { keepShortcutsOn, readShortcutsOn, type Shortcut, shortcutOf } from './shortcuts'

export type ShortcutNews = 'microphoneOn' | 'microphoneOff' | 'cameraOn' | 'cameraOff'

export interface Shortcuts {
  /** Single keys do something; whoever steers by voice or trips over them turns them off (WCAG 2.1.4). */
  readonly on: boolean
  readonly setOn: (on: boolean) => void
  /** What the last key did: who pressed it may see no button change. */
  readonly news: ShortcutNews | undefined
}

/** What each key does, and what is to be said of it; a key without a deed does nothing here. */
export type ShortcutActions = Partial<Record<Shortcut, () => ShortcutNews | undefined>>

/** The keys of the room, while it is shown. */
export function useShortcuts(actions: ShortcutActions): Shortcuts {
  const [on, setOn] = useState(() => readShortcutsOn(localStorage))
  const [news, setNews] = useState<ShortcutNews>()
  const newest = useRef(actions)
  useEffect(() => {
    newest.current = actions
  })
  useEffect(() => {
    if (!on) return
    const press = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event)
      const action = shortcut && newest.current[shortcut]
      if (action === undefined) return
      event.preventDefault()
      const done = action()
      if (done !== undefined) setNews(done)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [on])
  return {
    on,
    setOn: (wished) => {
      keepShortcutsOn(localStorage, wished)
      setOn(wished)
    },
    news,
  }
}

/** Undefined when there is no such device to switch. */
export function toggleDevice(media: LocalMedia, device: DeviceKind): ShortcutNews | undefined {
  const { stream, microphoneOn, cameraOn } = media.state
  if (device === 'microphone') {
    if (!stream?.getAudioTracks().length) return undefined
    media.setMicrophone(!microphoneOn)
    return microphoneOn ? 'microphoneOff' : 'microphoneOn'
  }
  if (!stream?.getVideoTracks().length) return undefined
  media.setCamera(!cameraOn)
  return cameraOn ? 'cameraOff' : 'cameraOn'
}
