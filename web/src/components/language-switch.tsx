import { useTranslation } from 'react-i18next'
import { cx } from './cx'

const names = { en: 'English', id: 'Indonesia' } as const
export type LanguageCode = keyof typeof names

export const languageOptions = Object.entries(names).map(([value, label]) => ({ value: value as LanguageCode, label }))

/** The languages side by side, each in its own words. */
export function LanguageSwitch({ onChoose }: { onChoose: (language: LanguageCode) => void }) {
  const { t, i18n } = useTranslation('sign-in')
  return (
    <fieldset className="flex rounded-control border border-line bg-surface p-0.5">
      <legend className="sr-only">{t('language')}</legend>
      {languageOptions.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          lang={value}
          aria-pressed={i18n.language === value}
          onClick={() => onChoose(value)}
          className={cx(
            'min-h-touch rounded-[0.6rem] px-2.5 font-semibold text-sm',
            i18n.language === value ? 'bg-accent-soft text-accent-text' : 'text-soft hover:bg-sunken',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}
