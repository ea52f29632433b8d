import type { Page } from '@playwright/test'
import { seconds, within } from './clock.ts'

/** Stands in the socket of a page and cuts it at a message of its choice, which is lost with it. */
export class Cutter {
  #cutAt: ((text: string) => boolean) | undefined
  #onCut = () => {}

  private constructor() {}

  /** Stands in every socket that the page opens from now on. */
  static async standIn(page: Page): Promise<Cutter> {
    const cutter = new Cutter()
    await page.routeWebSocket(/\/api\/realtime/, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((text) => {
        if (!cutter.#cutAt?.(String(text))) return server.send(text)
        cutter.#cutAt = undefined
        cutter.#onCut()
        void server.close()
        void socket.close()
      })
    })
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
}
