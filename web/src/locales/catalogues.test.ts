import { expect, test } from 'vitest'

type Messages = { [key: string]: string | Messages }

const catalogues = import.meta.glob<Messages>('./*/*.json', { eager: true, import: 'default' })

/** The plural forms that English and Indonesian know; i18next picks one by the language's own rules. */
const pluralSuffix = /_(zero|one|other)$/

function flatten(messages: Messages, prefix = ''): [key: string, text: string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  )
}

function namespaces(language: string): string[] {
  return Object.keys(catalogues)
    .filter((path) => path.startsWith(`./${language}/`))
    .map((path) => path.slice(language.length + 3))
    .sort()
}

function messages(language: string, namespace: string): Map<string, string> {
  return new Map(flatten(catalogues[`./${language}/${namespace}`] ?? {}))
}

function variables(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? '').sort()
}

test('both languages have the same catalogues', () => {
  expect(namespaces('id')).toEqual(namespaces('en'))
  expect(namespaces('en').length).toBeGreaterThan(5)
})

test.each(namespaces('en'))('%s has the same keys in both languages', (namespace) => {
  const keys = (language: string) =>
    [...new Set([...messages(language, namespace).keys()].map((key) => key.replace(pluralSuffix, '')))].sort()
  expect(keys('id')).toEqual(keys('en'))
})

test.each(namespaces('en'))('%s is not left empty and uses the same variables', (namespace) => {
  const indonesian = messages('id', namespace)
  for (const [key, english] of messages('en', namespace)) {
    const text = indonesian.get(key)
    if (text === undefined) continue
    expect(text.trim(), key).not.toBe('')
    expect(variables(text), key).toEqual(variables(english))
  }
})

test.each(namespaces('id'))('%s has the plural form that Indonesian uses', (namespace) => {
  const indonesian = messages('id', namespace)
  for (const key of indonesian.keys()) {
    if (pluralSuffix.test(key)) expect(indonesian.has(key.replace(pluralSuffix, '_other')), key).toBe(true)
  }
})
