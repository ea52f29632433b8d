/** What a page shows of itself outside of its window: its title, its icon in the tab, the badge of the installed app. */

export interface SignalDeps {
  setTitle(title: string): void
  /** A data: URI to show in the tab; undefined puts the page's own icon back. */
  setIcon(href: string | undefined): void
  /** Undefined takes the badge away (Badging API, W3C). */
  setAppBadge(count: number | undefined): void
  /** Motion is unwelcome: nothing flashes. */
  isCalm(): boolean
  /** Calls back every `ms` until the returned function is called. */
  setTicker(callback: () => void, ms: number): () => void
}

const FLASH_MS = 1000
/** More than this has no room on an icon. */
const MOST_SHOWN = 99

/** Draws the icon with a number in its corner, or a bell's red dot while it rings (SVG). */
export function iconOf(mark: number | 'ringing'): string {
  const isRinging = mark === 'ringing'
  const text = isRinging ? '' : mark > MOST_SHOWN ? `${MOST_SHOWN}+` : `${mark}`
  const corner = isRinging
    ? '<circle cx="16" cy="16" r="15" fill="#d9382c"/><path fill="#fff" d="M11 6l4 5-2 3c1 3 2 4 5 5l3-2 5 4c0 3-3 5-5 5C14 26 6 18 6 11c0-2 2-5 5-5z"/>'
    : `<circle cx="22" cy="10" r="10" fill="#d9382c"/><text x="22" y="10" fill="#fff" font-family="sans-serif" font-weight="700" font-size="${text.length > 1 ? 11 : 15}" text-anchor="middle" dominant-baseline="central">${text}</text>`
  const own =
    '<rect x="1" y="1" width="30" height="30" rx="7" fill="#0b6b5e"/><path fill="#fff" d="M14 8h4v6h6v4h-6v6h-4v-6H8v-4h6z"/>'
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${isRinging ? '' : own}${corner}</svg>`)}`
}

/** Puts together what the parts of a page want shown; a ring goes before a count. */
export class Signals {
  readonly #deps: SignalDeps
  #title = ''
  #count = 0
  #ringing: string | undefined
  #showsRing = false
  #endFlash = () => {}

  constructor(deps: SignalDeps) {
    this.#deps = deps
  }

  /** The title of the page that is shown. */
  setTitle(title: string): void {
    this.#title = title
    this.#showTitle()
  }

  /** How many wait to be noticed; shown before the title, on the icon and on the app. */
  setCount(count: number): void {
    if (count === this.#count) return
    this.#count = count
    this.#showTitle()
    this.#showMark()
  }

  /** What to say while it rings, in turn with the title; undefined when it no longer does. */
  setRinging(text: string | undefined): void {
    if (text === this.#ringing) return
    this.#endFlash()
    this.#endFlash = () => {}
    this.#ringing = text
    this.#showsRing = text !== undefined
    if (text !== undefined && !this.#deps.isCalm()) {
      this.#endFlash = this.#deps.setTicker(() => {
        this.#showsRing = !this.#showsRing
        this.#showTitle()
      }, FLASH_MS)
    }
    this.#showTitle()
    this.#showMark()
  }

  #showTitle(): void {
    const own = this.#count > 0 ? `(${this.#count}) ${this.#title}` : this.#title
    this.#deps.setTitle(this.#showsRing && this.#ringing !== undefined ? this.#ringing : own)
  }

  #showMark(): void {
    const isRinging = this.#ringing !== undefined
    this.#deps.setIcon(isRinging ? iconOf('ringing') : this.#count > 0 ? iconOf(this.#count) : undefined)
    this.#deps.setAppBadge(isRinging ? 1 : this.#count > 0 ? this.#count : undefined)
  }
}
