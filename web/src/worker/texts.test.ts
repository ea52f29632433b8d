import { expect, it } from 'vitest'
import { textsIn } from './texts'

const at = Date.UTC(2026, 10, 23, 7, 2)

it.each<[string, string | undefined, string[], string]>([
  ['the app’s language goes before the browser’s', 'id', ['en-GB'], 'Tolak'],
  ['without one the browser’s first that the app speaks counts', undefined, ['fr-FR', 'id-ID'], 'Tolak'],
  ['a tag counts by its language', 'en-US', ['id-ID'], 'Decline'],
  ['English when there is none', undefined, ['fr-FR'], 'Decline'],
  ['a name of every object is no language', 'constructor', [], 'Decline'],
])('%s', (_, language, languages, decline) => {
  expect(textsIn(language, { languages, timeZone: 'UTC' }).decline).toBe(decline)
})

it('tells the time of a missed call where the viewer is', () => {
  const texts = textsIn('en', { languages: ['en-GB'], timeZone: 'Asia/Jakarta' })
  expect(texts.over('MISSED', at).title).toBe('Missed call at 14:02')
})
