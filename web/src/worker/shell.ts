import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching'
import { isAppPage } from './app-page'

/**
 * The app opens without a network: every file of the build is kept, and every page is the one index.html, which then
 * draws itself. What the server says always comes from the server.
 *
 * @param files the build's files with their digests, as Vite writes them into the worker
 */
export function serveShell(scope: ServiceWorkerGlobalScope, files: (PrecacheEntry | string)[]): void {
  scope.addEventListener('fetch', (event) => {
    const { request } = event
    const url = new URL(request.url)
    if (request.mode !== 'navigate' || url.origin !== scope.location.origin || !isAppPage(url.pathname)) return
    event.respondWith(index({ event, request, url }))
  })
  precacheAndRoute(files)
  cleanupOutdatedCaches()
  const index = createHandlerBoundToURL('/index.html')
}
