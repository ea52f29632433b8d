import { describe, expect, it } from 'vitest'
import { partsOf } from './links'

describe('the addresses in a text', () => {
  it.each([
    ['alone', 'https://example.org/a?b=c#d', ['https://example.org/a?b=c#d']],
    ['in a sentence', 'See https://example.org/a, please.', ['https://example.org/a']],
    ['in brackets', '(http://example.org)', ['http://example.org']],
    ['in capitals', 'HTTPS://EXAMPLE.ORG', ['HTTPS://EXAMPLE.ORG']],
    ['two of them', 'http://a.example http://b.example!', ['http://a.example', 'http://b.example']],
  ])('are found %s', (_, text, links) => {
    const parts = partsOf(text)
    expect(parts.flatMap(({ href }) => href ?? [])).toEqual(links)
    expect(parts.map((part) => part.text).join('')).toBe(text)
  })

  it.each([
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/html,hello'],
    ['a file', 'file:///etc/passwd'],
    ['a name alone', 'example.org'],
    ['a scheme alone', 'https://'],
    ['nothing', ''],
  ])('are not made of %s', (_, text) => {
    expect(partsOf(text).filter(({ href }) => href !== undefined)).toEqual([])
  })
})
