import { Observable } from './observable'

/** Document Picture-in-Picture (WICG), which TypeScript does not know yet. */
export interface DocumentPictureInPicture {
  requestWindow(options?: { width?: number; height?: number }): Promise<Window>
}

/** A video element, as far as it can leave the page by itself (Picture-in-Picture, W3C). */
export type FloatingVideo = Pick<HTMLVideoElement, 'requestPictureInPicture' | 'addEventListener'>

export interface PictureInPictureState {
  readonly isOpen: boolean
  /** The window to draw into; absent while the browser shows the bare video. */
  readonly window?: Window
}

export interface PictureInPictureDeps {
  /** Absent where the browser has no windows of this kind. */
  readonly windows: DocumentPictureInPicture | undefined
  /** Whether a video alone can float. */
  readonly floatsVideo: boolean
  /** Ends the float of a video. */
  exitFloat(): Promise<void>
  /** Makes the empty window look like the page. */
  dress(window: Window): void
}

/** CSS pixels. */
const SIZE = { width: 360, height: 270 }

/** The call in a small window above all others: with its controls where the browser can, else the picture alone. */
export class PictureInPicture extends Observable<PictureInPictureState> {
  readonly #deps: PictureInPictureDeps

  constructor(deps: PictureInPictureDeps) {
    super({ isOpen: false })
    this.#deps = deps
  }

  get isPossible(): boolean {
    return this.#deps.windows !== undefined || this.#deps.floatsVideo
  }

  /** Needs a tap. A browser that refuses is left as it is. */
  async open(video: FloatingVideo | undefined): Promise<void> {
    if (this.state.isOpen || !this.isPossible) return
    this.change({ isOpen: true })
    const isShown = await (this.#deps.windows === undefined ? this.#float(video) : this.#openWindow(this.#deps.windows))
    if (!isShown) this.#closed()
  }

  /** Safe to repeat. */
  close(): void {
    const { isOpen, window } = this.state
    if (!isOpen) return
    this.#closed()
    if (window !== undefined) window.close()
    else void this.#deps.exitFloat().catch(() => {})
  }

  async #openWindow(windows: DocumentPictureInPicture): Promise<boolean> {
    const window = await windows.requestWindow(SIZE).catch(() => undefined)
    if (window === undefined) return false
    // Closed again while the browser was asked.
    if (!this.state.isOpen) {
      window.close()
      return true
    }
    this.#deps.dress(window)
    window.addEventListener('pagehide', () => this.state.window === window && this.#closed(), { once: true })
    this.change({ window })
    return true
  }

  async #float(video: FloatingVideo | undefined): Promise<boolean> {
    if (video === undefined) return false
    const isShown = await video.requestPictureInPicture().then(
      () => true,
      () => false,
    )
    if (isShown) video.addEventListener('leavepictureinpicture', () => this.#closed(), { once: true })
    return isShown
  }

  #closed(): void {
    this.change({ isOpen: false, window: undefined })
  }
}
