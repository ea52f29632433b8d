import { CalendarDays, LogOut, ScrollText, Stethoscope, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { NavLink, useNavigate } from 'react-router'
import { Avatar } from '../components/avatar'
import { cx } from '../components/cx'
import { LogoMark } from '../components/logo'
import { buttonClass } from '../components/ui/button'
import { Menu, MenuItem } from '../components/ui/menu'
import { homeOf } from './guards'
import { useConnection, useMe } from './live-context'

function ConnectionState() {
  const { t } = useTranslation('common')
  const { status } = useConnection()
  const word = status === 'open' ? 'open' : status === 'offline' ? 'offline' : 'connecting'
  return (
    <span className="flex items-center gap-1.5 px-2 text-soft text-xs" title={t(`connection.${word}`)}>
      <span
        aria-hidden
        className={cx(
          'size-2.5 rounded-full border-2',
          word === 'open' && 'border-accent bg-accent',
          word === 'connecting' && 'shimmer border-warn',
          word === 'offline' && 'border-danger',
        )}
      />
      <span className={word === 'open' ? 'sr-only sm:not-sr-only' : ''}>{t(`connection.${word}`)}</span>
    </span>
  )
}

function AccountMenu({ name }: { name: string }) {
  const { t } = useTranslation('common')
  const navigate = useNavigate()
  return (
    <Menu
      trigger={
        <button type="button" aria-label={t('nav.accountMenu', { name })} className={buttonClass('ghost', 'icon')}>
          <Avatar name={name} className="size-9 text-xs" />
        </button>
      }
    >
      <p className="max-w-64 truncate px-4 py-2 font-semibold text-sm">{name}</p>
      <MenuItem icon={UserRound} onClick={() => navigate('/account')}>
        {t('nav.account')}
      </MenuItem>
      <MenuItem icon={ScrollText} onClick={() => navigate('/audit')}>
        {t('nav.audit')}
      </MenuItem>
      <MenuItem icon={LogOut} onClick={() => navigate('/sign-out', { state: { asked: true } })}>
        {t('nav.signOut')}
      </MenuItem>
    </Menu>
  )
}

export function Header() {
  const { t } = useTranslation('common')
  const user = useMe().state?.user
  if (user === undefined) return null
  const isDoctor = user.role === 'DOCTOR'
  const HomeIcon = isDoctor ? CalendarDays : Stethoscope
  return (
    <header className="sticky top-0 z-30 border-line border-b bg-paper/90 pt-[env(safe-area-inset-top)] backdrop-blur">
      <div className="mx-auto flex h-16 max-w-5xl items-center gap-2 px-4 sm:px-6">
        <NavLink to={homeOf(user.role)} className="flex min-h-touch items-center gap-2.5" aria-label={t('appName')}>
          <LogoMark />
          <span aria-hidden className="hidden font-extrabold text-lg tracking-tight min-[400px]:inline">
            {t('appName')}
          </span>
        </NavLink>
        <nav aria-label={t('nav.main')} className="ml-2 flex sm:ml-6">
          <NavLink
            to={homeOf(user.role)}
            className="flex min-h-touch items-center gap-2 rounded-control px-3 font-semibold text-sm text-soft hover:bg-sunken aria-[current=page]:text-accent-text"
          >
            <HomeIcon aria-hidden className="size-4.5" />
            {t(isDoctor ? 'nav.doctorHome' : 'nav.patientHome')}
          </NavLink>
        </nav>
        <div className="ml-auto flex items-center gap-1">
          <ConnectionState />
          <AccountMenu name={user.name} />
        </div>
      </div>
    </header>
  )
}
