import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ContactLine } from '../../components/contact'
import { LanguageSwitch } from '../../components/language-switch'
import { LogoMark } from '../../components/logo'
import { useDocumentTitle } from '../../components/page'
import type { SignInPageProps } from './props'

/** What this is about, in one picture: a number slip, and a phone that rings. */
function Pitch() {
  const { t } = useTranslation('sign-in')
  return (
    <aside className="hidden flex-col justify-center gap-10 bg-brand p-12 text-on-brand lg:flex xl:p-20">
      <div aria-hidden className="relative h-56 max-w-sm">
        <div className="ticket -rotate-4 absolute top-2 left-0 flex w-80 rounded-card bg-on-brand text-brand">
          <div className="flex w-28 flex-col items-center py-5">
            <span className="font-semibold text-xs">{t('pitch.number')}</span>
            <span className="font-extrabold text-number">7</span>
          </div>
          <div className="flex flex-1 flex-col justify-center gap-2.5 border-brand/25 border-l-2 border-dashed px-5">
            <span className="h-2.5 w-4/5 rounded-full bg-brand/80" />
            <span className="h-2.5 w-3/5 rounded-full bg-brand/30" />
            <span className="h-2.5 w-2/5 rounded-full bg-brand/30" />
          </div>
        </div>
        <div className="absolute right-0 bottom-0 flex items-center gap-3 rounded-full bg-surface py-3 pr-6 pl-3 font-semibold text-ink shadow-float">
          <span className="pulse-ring grid size-10 place-items-center rounded-full text-accent">
            <LogoMark className="size-10" />
          </span>
          {t('pitch.ringing')}
        </div>
      </div>
      <div className="flex max-w-md flex-col gap-4">
        <p className="text-balance font-bold text-3xl tracking-tight">{t('pitch.title')}</p>
        <p className="text-lg text-on-brand-soft">{t('pitch.text')}</p>
      </div>
    </aside>
  )
}

interface FrameProps extends SignInPageProps {
  title: string
  lead: string
  children: ReactNode
}

/** The page around the sign-in and register forms. */
export function SignInFrame({ title, lead, onLanguage, children }: FrameProps) {
  const { t } = useTranslation('common')
  useDocumentTitle(title)
  return (
    <div className="grid min-h-dvh lg:grid-cols-2">
      <Pitch />
      <div className="mx-auto flex w-full max-w-md flex-col gap-6 px-5 py-5 sm:py-8">
        <header className="flex items-center justify-between gap-4">
          <span className="flex items-center gap-2.5 font-extrabold text-lg tracking-tight">
            <LogoMark />
            {t('appName')}
          </span>
          <LanguageSwitch onChoose={onLanguage} />
        </header>
        <main className="flex flex-1 flex-col gap-6 lg:justify-center">
          <div className="flex flex-col gap-1">
            <h1 className="text-2xl sm:text-3xl">{title}</h1>
            <p className="text-soft">{lead}</p>
          </div>
          {children}
          <ContactLine className="text-soft text-sm" />
        </main>
      </div>
    </div>
  )
}
