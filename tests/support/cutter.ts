import type { Page, WebSocketRoute } from '@playwright/test'
import { seconds, within } from './clock.ts'

/** Stands in the socket of a page, which it cuts at once or at a message of its choice, while all else goes on. */
export class Cutter {
  readonly #open = new Set<() => void>()
  #isAway = false
  #cutAt: ((text: string) => boolean) | undefined
  #onCut = () => {}

  private constructor() {}

  /** Stands in every socket that the page opens from now on. */
  static async standIn(page: Page): Promise<Cutter> {
    const cutter = new Cutter()
    await page.routeWebSocket(/\/api\/realtime/, (socket) => cutter.#take(socket))
    return cutter
  }

  /** Resolves as soon as the page sent such a description, which nobody gets: its socket was cut instead. */
  lose(type: 'offer' | 'answer'): Promise<void> {
    const isIt = (frame: { data?: { description?: { type?: string } } }) => frame.data?.description?.type === type
    const cut = new Promise<void>((resolve) => {
      this.#onCut = resolve
      this.#cutAt = (text) => isIt(JSON.parse(text))
    })
    return within(seconds(30), `the page sends an ${type}`, cut)
  }

  /** Cuts what is open, and every attempt to come back until `mend`. */
  cut(): void {
    this.#isAway = true
    for (const end of [...this.#open]) end()
  }

  mend(): void {
    this.#isAway = false
  }

  #take(socket: WebSocketRoute): void {
    if (this.#isAway) {
      void socket.close()
      return
    }
    const server = socket.connectToServer()
    const end = () => {
      this.#open.delete(end)
      void server.close()
      void socket.close()
    }
    this.#open.add(end)
    socket.onMessage((text) => {
      if (!this.#cutAt?.(String(text))) return server.send(text)
      this.#cutAt = undefined
      this.#onCut()
      end()
    })
  }
}
