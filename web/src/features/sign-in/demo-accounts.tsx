import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../components/avatar'
import { useReading } from '../../components/use-reading'
import type { DemoAccount } from '../../domain/types'

interface DemoAccountsProps {
  disabled: boolean
  onChoose: (account: { email: string; password: string }) => void
}

/** One tap fills the form and signs in. Shows nothing where the server is not in demo mode (it answers 404). */
export function DemoAccounts({ disabled, onChoose }: DemoAccountsProps) {
  const { t } = useTranslation('sign-in')
  const { data } = useReading<{ accounts: DemoAccount[] }>('/api/demo')
  if (data === undefined) return null
  return (
    <section aria-labelledby="demo-title" className="flex flex-col gap-3 border-line border-t pt-5">
      <div>
        <h2 id="demo-title" className="font-bold">
          {t('demo.title')}
        </h2>
        <p className="text-soft text-sm">{t('demo.text')}</p>
      </div>
      <ul className="grid gap-2">
        {data.accounts.map(({ email, password, role, name }) => (
          <li key={email}>
            <button
              type="button"
              disabled={disabled}
              onClick={() => onChoose({ email, password })}
              className="flex min-h-14 w-full items-center gap-3 rounded-control border border-line bg-surface px-3 py-2 text-left hover:border-line-strong hover:bg-sunken disabled:opacity-60"
            >
              <Avatar name={name} className="size-9 text-xs" />
              <span className="flex min-w-0 flex-1 flex-col">
                <span className="sr-only">{t('demo.signInAs', { name })}</span>
                <span aria-hidden className="truncate font-semibold text-sm">
                  {name}
                </span>
                <span className="text-soft text-xs">{t(`demo.${role}`)}</span>
              </span>
              <ChevronRight aria-hidden className="size-5 text-soft" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
