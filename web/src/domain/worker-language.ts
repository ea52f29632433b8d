/**
 * The language that the app is shown in, where the service worker can read it: a worker has no localStorage, and its
 * browser's languages say nothing about what the person chose.
 */

const cacheName = 'praktik-language'
const key = '/praktik-language'

/** Never rejects: without storage the worker speaks the browser's language. */
export async function rememberLanguage(caches: CacheStorage | undefined, language: string): Promise<void> {
  try {
    const cache = await caches?.open(cacheName)
    await cache?.put(key, new Response(language))
  } catch {
    // Storage may be full or forbidden.
  }
}

/** The language that was remembered last; undefined when there is none. */
export async function rememberedLanguage(caches: CacheStorage): Promise<string | undefined> {
  try {
    const answer = await (await caches.open(cacheName)).match(key)
    return await answer?.text()
  } catch {
    return undefined
  }
}
