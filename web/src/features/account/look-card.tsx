import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LanguageCode, languageOptions } from '../../components/language-switch'
import { ProblemNotice } from '../../components/problem-notice'
import { TitledCard } from '../../components/ui/card'
import { Select } from '../../components/ui/select'
import { useCommand } from '../../components/use-command'
import { api } from '../../live/http'
import { chooseTheme, chosenTheme, type Theme, themes } from './theme'

/** The language is kept with the account too: messages that the server sends are written in it. */
export function LookCard({ onLanguage }: { onLanguage: (language: LanguageCode) => void }) {
  const { t, i18n } = useTranslation('account')
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const saveLocale = useCommand((locale: LanguageCode) => api.patch('/api/me', { locale }))
  return (
    <TitledCard title={t('look.title')}>
      <ProblemNotice problem={saveLocale.problem} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t('look.language')}
          value={i18n.language as LanguageCode}
          options={languageOptions}
          onChange={(language) => {
            onLanguage(language)
            void saveLocale.run(language)
          }}
        />
        <Select
          label={t('look.theme')}
          value={theme}
          options={themes.map((value) => ({ value, label: t(`look.themes.${value}`) }))}
          onChange={(next) => {
            chooseTheme(next)
            setTheme(next)
          }}
        />
      </div>
    </TitledCard>
  )
}
