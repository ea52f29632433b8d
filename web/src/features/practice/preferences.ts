import { Observable } from '../../rtc/observable'

/** How a doctor wants to be told that somebody joined or turned ready. */
export interface Preferences {
  readonly chime: boolean
  /** On the tab's title and icon, and on the installed app. */
  readonly badge: boolean
  /** When no page of the app is looked at. */
  readonly notification: boolean
}

export type Preference = keyof Preferences

/** `notification` is off until the browser was asked, which takes a tap. */
const atFirst: Preferences = { chime: true, badge: true, notification: false }
export const preferenceNames = Object.keys(atFirst) as readonly Preference[]

type Store = Pick<Storage, 'getItem' | 'setItem'> | undefined

const keyOf = (name: Preference) => `praktik.${name}`

function read(storage: Store): Preferences {
  const chosen = (name: Preference) => {
    try {
      const value = storage?.getItem(keyOf(name))
      return value === 'on' || value === 'off' ? value === 'on' : atFirst[name]
    } catch {
      return atFirst[name]
    }
  }
  return { chime: chosen('chime'), badge: chosen('badge'), notification: chosen('notification') }
}

/** Remembered by this browser. */
export class PreferenceStore extends Observable<Preferences> {
  readonly #storage: Store

  /** @param tabs where the changes of other tabs are told */
  constructor(storage: Store, tabs: EventTarget) {
    super(read(storage))
    this.#storage = storage
    tabs.addEventListener('storage', () => this.change(read(storage)))
  }

  set(name: Preference, on: boolean): void {
    this.change({ [name]: on })
    try {
      this.#storage?.setItem(keyOf(name), on ? 'on' : 'off')
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
  }
}
