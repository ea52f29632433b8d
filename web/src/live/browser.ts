import { LiveClient, type Socket } from './client'
import { api } from './http'

function realtimeUrl(): string {
  return `${location.origin.replace(/^http/, 'ws')}/api/realtime`
}

/** Known to some browsers, above all on phones; its `type` is 'wifi', 'cellular' and so on (Network Information API). */
type WithConnection = Navigator & { connection?: EventTarget & { type?: string } }

/** Calls back when the browser says that the network is back or another one; returns what ends that. */
export function onNetworkChange(listener: () => void): () => void {
  const { connection } = navigator as WithConnection
  let type = connection?.type
  // It also tells of every change of its estimates.
  const onConnection = () => {
    if (connection?.type === type) return
    type = connection?.type
    listener()
  }
  window.addEventListener('online', listener)
  connection?.addEventListener('change', onConnection)
  return () => {
    window.removeEventListener('online', listener)
    connection?.removeEventListener('change', onConnection)
  }
}

/** Makes the page's live client on the browser's own socket, clock and events, not yet started. */
export function makeBrowserLive(): LiveClient {
  const live = new LiveClient({
    openSocket: () => new WebSocket(realtimeUrl(), 'praktik.v1') as Socket,
    refresh: () => api.refresh(),
    now: () => Date.now(),
    setTimer: (callback, delay) => {
      const timer = setTimeout(callback, delay)
      return () => clearTimeout(timer)
    },
    random: () => Math.random(),
  })
  const wake = () => live.wake()
  for (const event of ['offline', 'pageshow', 'focus']) window.addEventListener(event, wake)
  onNetworkChange(() => live.networkChanged())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake()
  })
  return live
}
