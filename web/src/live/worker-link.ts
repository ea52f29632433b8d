import { type PageMessage, parseWorkerMessage, type WorkerMessage } from '../domain/worker-messages'

/** Absent in old browsers, in private windows of some, and outside of a secure context. */
function container(): ServiceWorkerContainer | undefined {
  return navigator.serviceWorker as ServiceWorkerContainer | undefined
}

/**
 * Calls back for every message of the service worker until the returned function is called. `reply` answers one that
 * was asked through a MessagePort.
 */
export function onWorkerMessage(
  listener: (message: WorkerMessage, reply: (answer: unknown) => void) => void,
): () => void {
  const worker = container()
  if (worker === undefined) return () => {}
  const hear = (event: MessageEvent) => {
    const message = parseWorkerMessage(event.data)
    if (message !== undefined) listener(message, (answer) => event.ports[0]?.postMessage(answer))
  }
  worker.addEventListener('message', hear)
  // Without onmessage the browser keeps messages back until the document is loaded; they are wanted at once.
  worker.startMessages()
  return () => worker.removeEventListener('message', hear)
}

/** Tells the service worker, if there is one; nothing is lost but comfort when there is none. */
export function tellWorker(message: PageMessage): void {
  void container()?.ready.then(({ active }) => active?.postMessage(message))
}
