import type { Silenced } from './ringtone'

const storageKey = 'praktik.silenced'

/**
 * The ring that the person silenced, known to every tab of this browser and after a reload. Only the newest is kept: a
 * patient has one ring at a time. Without storage it is known to this page alone.
 */
export function makeSilenced(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined, tabs: EventTarget): Silenced {
  let own: string | undefined
  return {
    has: (callId) => {
      if (own === callId) return true
      try {
        return storage?.getItem(storageKey) === callId
      } catch {
        return false
      }
    },
    add: (callId) => {
      own = callId
      try {
        storage?.setItem(storageKey, callId)
      } catch {
        // The other tabs then have to be silenced for themselves.
      }
    },
    subscribe: (listener) => {
      tabs.addEventListener('storage', listener)
      return () => tabs.removeEventListener('storage', listener)
    },
  }
}
