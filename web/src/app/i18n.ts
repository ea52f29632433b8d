import i18next, { type Resource } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = ['en', 'id'] as const
export type Language = (typeof languages)[number]

const storageKey = 'praktik.language'

/** Every catalogue, /locales/<language>/<namespace>.json, both languages in the one bundle: 10 kB, and never a wait. */
const catalogues = import.meta.glob<Record<string, unknown>>('../locales/*/*.json', { eager: true, import: 'default' })

function resources(): Resource {
  const result: Record<string, Record<string, Record<string, unknown>>> = {}
  for (const [path, messages] of Object.entries(catalogues)) {
    const [language = '', file = ''] = path.split('/').slice(-2)
    result[language] = { ...result[language], [file.replace('.json', '')]: messages }
  }
  return result as Resource
}

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

/** The language of a tag like "id-ID", if the app speaks it. */
export function asLanguage(tag: string | null | undefined): Language | undefined {
  const primary = tag?.toLowerCase().split('-')[0]
  return languages.find((language) => language === primary)
}

function firstLanguage(): Language {
  const wished = [stored(), ...navigator.languages].map(asLanguage)
  return wished.find((language) => language !== undefined) ?? 'en'
}

/** Shows the app in this language from now on, also after the next start. */
export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  void i18next.changeLanguage(language)
}

function tellDocument(language: string): void {
  document.documentElement.lang = language
}

export function startI18n(): void {
  i18next.on('languageChanged', tellDocument)
  void i18next.use(initReactI18next).init({
    resources: resources(),
    lng: firstLanguage(),
    fallbackLng: 'en',
    supportedLngs: languages,
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    initAsync: false,
  })
}
