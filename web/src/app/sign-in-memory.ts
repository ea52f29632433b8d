import type { SignInEnd } from '../features/sign-in'

const storageKey = 'praktik.signedIn'

/** Whether this page has shown somebody's state since it was loaded. */
let wasSeenHere = false

/** Whether the account was deleted on this page. */
let wasErasedHere = false

function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    // Without storage nobody is told why they were signed out.
    return undefined
  }
}

/** Somebody is signed in in this browser. */
export function rememberSignedIn(): void {
  wasSeenHere = true
  wasErasedHere = false
  try {
    storage()?.setItem(storageKey, 'yes')
  } catch {
    // As above.
  }
}

/** The person ended it: nothing has to be explained. */
export function forgetSignedIn(): void {
  wasSeenHere = false
  storage()?.removeItem(storageKey)
}

/** The person deleted the account. */
export function forgetErased(): void {
  forgetSignedIn()
  wasErasedHere = true
}

/** How the sign-in ended that this browser remembers, when nobody is signed in. */
export function endOfSignIn(): SignInEnd | undefined {
  if (wasErasedHere) return 'erased'
  if (storage()?.getItem(storageKey) == null) return undefined
  // A page that is open keeps its sign-in alive: whatever ended it then, it was not idleness.
  return wasSeenHere ? 'closed' : 'idle'
}
