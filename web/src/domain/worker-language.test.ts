import { expect, it } from 'vitest'
import { rememberedLanguage, rememberLanguage } from './worker-language'

/** A CacheStorage as far as it is used. */
function memory(): CacheStorage {
  const kept = new Map<string, Response>()
  const cache = {
    put: async (key: string, answer: Response) => void kept.set(key, answer),
    match: async (key: string) => kept.get(key)?.clone(),
  }
  return { open: async () => cache } as unknown as CacheStorage
}

it('the worker reads the language that the page remembered last', async () => {
  const caches = memory()
  expect(await rememberedLanguage(caches)).toBeUndefined()
  await rememberLanguage(caches, 'en')
  await rememberLanguage(caches, 'id')
  expect(await rememberedLanguage(caches)).toBe('id')
})

it('storage that is forbidden or absent does no harm', async () => {
  const forbidden = { open: () => Promise.reject(new DOMException('', 'SecurityError')) } as unknown as CacheStorage
  await rememberLanguage(forbidden, 'id')
  await rememberLanguage(undefined, 'id')
  expect(await rememberedLanguage(forbidden)).toBeUndefined()
})
