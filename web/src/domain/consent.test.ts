import { expect, test } from 'vitest'
import { clinicWords, ownConsent } from './consent'

const both = { version: 'v', text: { en: 'One.\n\nTwo\nlines.\n\n\n', id: 'Satu.' } }

test.each([
  ['the reader’s language', both, 'id', { language: 'id', paragraphs: ['Satu.'] }],
  ['paragraphs, each with its lines', both, 'en', { language: 'en', paragraphs: ['One.', 'Two\nlines.'] }],
  ['the other language', { version: 'v', text: { id: 'Satu.' } }, 'en', { language: 'id', paragraphs: ['Satu.'] }],
  ['none of the clinic’s', ownConsent, 'en', undefined],
])('%s', (_, terms, language, words) => {
  expect(clinicWords(terms, language)).toEqual(words)
})
