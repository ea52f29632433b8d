import { useSyncExternalStore } from 'react'
import { PreferenceStore, type Preferences } from './preferences'

function storage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

let store: PreferenceStore | undefined

/** How the doctor at this browser wants to be told. */
export function preferences(): PreferenceStore {
  store ??= new PreferenceStore(storage(), window)
  return store
}

export function usePreferences(): Preferences {
  const known = preferences()
  return useSyncExternalStore(known.subscribe, () => known.state)
}
