import { Observable } from '../rtc/observable'
import { isApplePhone, type Platform } from './support'

/**
 * How the app comes to the Home Screen or desktop here. `installed`: it is there. `offered`: the browser lets the page
 * ask. `by_hand`: the person does it in Safari's menu (iPhone, iPad). `no`: not here, or not now.
 */
export interface InstallState {
  readonly way: 'installed' | 'offered' | 'by_hand' | 'no'
}

/** Chromium's event, which no standard knows yet. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

interface InstallDeps {
  readonly platform: () => Platform
  /** The window. */
  readonly target: Pick<EventTarget, 'addEventListener'>
}

/** Keeps the browser's own offer to install for when the person asks for it. Make it before the page has loaded. */
export class InstallOffer extends Observable<InstallState> {
  #prompt: InstallPromptEvent | undefined

  constructor({ platform, target }: InstallDeps) {
    super({ way: platform().isInstalled ? 'installed' : isApplePhone(platform()) ? 'by_hand' : 'no' })
    target.addEventListener('beforeinstallprompt', (event) => {
      // Without this some browsers show a banner of their own, at a moment of their own.
      event.preventDefault()
      this.#prompt = event as InstallPromptEvent
      this.change({ way: 'offered' })
    })
    target.addEventListener('appinstalled', () => {
      this.#prompt = undefined
      this.change({ way: 'installed' })
    })
  }

  /** Call it in a tap: the browser asks the person. An offer can be used once. */
  async install(): Promise<void> {
    const prompt = this.#prompt
    this.#prompt = undefined
    const choice = await prompt?.prompt()
    if (choice?.outcome !== 'accepted' && this.state.way === 'offered') this.change({ way: 'no' })
  }
}
