import { isSilenced, isSounding, type WorkerMessage } from '../domain/worker-messages'

/** The pages of this app that are open in this browser. */
export interface Pages {
  /** Whether a notification need not sound: one that is looked at is heard, or the person silenced the ring on any. */
  areSounding(call: string): Promise<boolean>
  anyVisible(): Promise<boolean>
  tellAll(message: WorkerMessage): Promise<void>
  /** Brings a page to the front and tells it; opens `path` when there is none. False when the browser let neither happen. */
  bringForward(message: WorkerMessage, path: string): Promise<boolean>
}

/** A page that is there answers within a few milliseconds; one that hangs must not hold up the ring. */
export const PAGE_ANSWER_LIMIT_MS = 250

interface PagesDeps {
  readonly clients: Pick<Clients, 'matchAll' | 'openWindow'>
  readonly setTimer: (callback: () => void, ms: number) => () => void
}

export function makePages({ clients, setTimer }: PagesDeps): Pages {
  // Pages that were opened before the worker took over are ours too.
  const open = () => clients.matchAll({ type: 'window', includeUncontrolled: true })

  const isVisible = (page: WindowClient) => page.visibilityState === 'visible'

  /** What the page answers; undefined when it does not in time. */
  function ask(page: WindowClient, call: string): Promise<unknown> {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      const end = (answer: unknown) => {
        cancel()
        port1.close()
        resolve(answer)
      }
      const cancel = setTimer(() => end(undefined), PAGE_ANSWER_LIMIT_MS)
      port1.onmessage = (event) => end(event.data)
      page.postMessage({ type: 'who_sounds', call } satisfies WorkerMessage, [port2])
    })
  }

  async function focus(page: WindowClient): Promise<WindowClient | undefined> {
    try {
      return await page.focus()
    } catch {
      return undefined
    }
  }

  async function openAt(path: string): Promise<boolean> {
    try {
      await clients.openWindow(path)
      return true
    } catch {
      return false
    }
  }

  return {
    areSounding: async (call) => {
      // A hidden page may be throttled or muted by the browser: what it plays is not relied on.
      const cares = async (page: WindowClient) => {
        const answer = await ask(page, call)
        return isVisible(page) ? isSounding(answer) : isSilenced(answer)
      }
      return (await Promise.all((await open()).map(cares))).includes(true)
    },
    anyVisible: async () => (await open()).some(isVisible),
    tellAll: async (message) => {
      for (const page of await open()) page.postMessage(message)
    },
    bringForward: async (message, path) => {
      const pages = await open()
      // The browser lists the page that was focused last first.
      const best = pages.find(isVisible) ?? pages[0]
      const page = best && (await focus(best))
      if (page === undefined) return openAt(path)
      page.postMessage(message)
      return true
    },
  }
}
