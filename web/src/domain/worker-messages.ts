/**
 * What the pages of a browser and its service worker say to one another with postMessage. Both ends come from the same
 * build, except for the moment of an update: whoever gets something else ignores it.
 */

/** From the service worker to pages. */
export type WorkerMessage =
  /** The test push that this browser waits for has arrived. */
  | { readonly type: 'push_test' }
  /** Answer was pressed in the notification of this call: accept it. */
  | { readonly type: 'answer'; readonly call: string }
  /** The notification of this call was clicked: show the ring. */
  | { readonly type: 'show_ring'; readonly call: string }
  /** Asked through a MessagePort that comes along; a page where this ring is heard answers with `Sounding`. */
  | { readonly type: 'who_sounds'; readonly call: string }
  /** A notification about this place of the app was clicked: a path of the app. */
  | { readonly type: 'open'; readonly path: string }

/** A page's answer to `who_sounds`: a notification need not sound as well. */
export interface Sounding {
  readonly sounding: true
  /** The person silenced this ring, which holds also while the page is not looked at. */
  readonly silenced?: true
}

/** From a page to the service worker. */
export type PageMessage =
  /** The page knows that this call no longer rings: its notification goes. */
  | { readonly type: 'ring_over'; readonly call: string }
  /** Take over from the version that runs now. */
  | { readonly type: 'skip_waiting' }

type Fields = Record<string, unknown>

function fieldsOf(data: unknown): Fields {
  return typeof data === 'object' && data !== null ? (data as Fields) : {}
}

/** Reads what came from the service worker; undefined when it is none of the messages above. */
export function parseWorkerMessage(data: unknown): WorkerMessage | undefined {
  const { type, call, path } = fieldsOf(data)
  if (type === 'push_test') return { type }
  if (type === 'open') return typeof path === 'string' ? { type, path } : undefined
  if (type !== 'answer' && type !== 'show_ring' && type !== 'who_sounds') return undefined
  return typeof call === 'string' ? { type, call } : undefined
}

/** Reads what came from a page; undefined when it is none of the messages above. */
export function parsePageMessage(data: unknown): PageMessage | undefined {
  const { type, call } = fieldsOf(data)
  if (type === 'skip_waiting') return { type }
  return type === 'ring_over' && typeof call === 'string' ? { type, call } : undefined
}

export function isSounding(data: unknown): data is Sounding {
  return fieldsOf(data).sounding === true
}

export function isSilenced(data: unknown): data is Sounding {
  return isSounding(data) && fieldsOf(data).silenced === true
}
