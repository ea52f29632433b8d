import { LiveClient, type Socket } from './client'
import { api } from './http'

function realtimeUrl(): string {
  return `${location.origin.replace(/^http/, 'ws')}/api/realtime`
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
  for (const event of ['online', 'offline', 'pageshow', 'focus']) window.addEventListener(event, wake)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake()
  })
  return live
}
