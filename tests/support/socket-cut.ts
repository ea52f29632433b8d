import type { Page, WebSocketRoute } from '@playwright/test'

/** A page's socket to the server, which can be cut while everything else still reaches it. */
export class SocketCut {
  readonly #open = new Set<WebSocketRoute>()
  #isCut = false

  private constructor() {}

  /** @param page opens its socket only afterwards. */
  static async on(page: Page): Promise<SocketCut> {
    const cut = new SocketCut()
    await page.routeWebSocket(/\/api\/realtime/, (socket) => cut.#connect(socket))
    return cut
  }

  /** Drops what is open, and every attempt to come back. */
  async cut(): Promise<void> {
    this.#isCut = true
    const dropped = [...this.#open].map((socket) => socket.close({ code: 1012 }))
    this.#open.clear()
    await Promise.all(dropped)
  }

  mend(): void {
    this.#isCut = false
  }

  #connect(socket: WebSocketRoute): void {
    if (this.#isCut) {
      void socket.close({ code: 1012 })
      return
    }
    socket.connectToServer()
    this.#open.add(socket)
  }
}
