import { Laptop, RotateCw, Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { Badge } from '../../components/ui/badge'
import { Button } from '../../components/ui/button'
import { TitledCard } from '../../components/ui/card'
import { Skeleton } from '../../components/ui/spinner'
import { showToast } from '../../components/ui/toast'
import { useCommand } from '../../components/use-command'
import { useFormat } from '../../components/use-format'
import { useReading } from '../../components/use-reading'
import { deviceName, isPhone } from '../../domain/device-name'
import type { Session } from '../../domain/types'
import { api } from '../../live/http'

function useDeviceTitle() {
  const { t } = useTranslation('account')
  return (session: Session) => {
    const { browser, system } = deviceName(session.userAgent)
    if (browser !== undefined && system !== undefined) return t('devices.on', { browser, system })
    return browser ?? system ?? t('devices.unknown')
  }
}

function DeviceRow({ session, onRevoked }: { session: Session; onRevoked: () => void }) {
  const { t } = useTranslation('account')
  const format = useFormat()
  const device = useDeviceTitle()(session)
  const revoke = useCommand(() => api.del(`/api/me/sessions/${session.id}`))
  const Icon = isPhone(session.userAgent) ? Smartphone : Laptop

  async function signOut() {
    const result = await revoke.run()
    if (!result?.ok) return
    showToast(t('devices.revoked', { device }), { kind: 'success' })
    onRevoked()
  }

  return (
    <li className="flex flex-col gap-2 border-line border-t py-3 first:border-t-0">
      <div className="flex items-center gap-3">
        <Icon aria-hidden className="size-6 shrink-0 text-soft" />
        <div className="flex min-w-0 flex-1 flex-col">
          <span className="flex flex-wrap items-center gap-2 font-semibold text-sm">
            {device}
            {session.current && <Badge tone="accent">{t('devices.current')}</Badge>}
          </span>
          <span className="text-soft text-sm">
            {t('devices.lastSeen', { time: format.dateTime(session.lastSeenAt) })}
            {session.address !== undefined && ` ${t('devices.address', { address: session.address })}`}
          </span>
          <span className="text-soft text-xs">{t('devices.since', { time: format.dateTime(session.createdAt) })}</span>
        </div>
        {!session.current && (
          <Button
            variant="quietDanger"
            busy={revoke.busy}
            aria-label={t('devices.revokeDevice', { device })}
            onClick={signOut}
          >
            {t('devices.revoke')}
          </Button>
        )}
      </div>
      <ProblemNotice problem={revoke.problem} />
    </li>
  )
}

/** A list of record: read when the page opens, and again by its button. */
export function DevicesCard() {
  const { t } = useTranslation('account')
  const { data, problem, busy, reload } = useReading<{ sessions: Session[] }>('/api/me/sessions')
  return (
    <TitledCard
      title={t('devices.title')}
      lead={t('devices.lead')}
      aside={
        <Button
          variant="ghost"
          size="icon"
          className="-my-2"
          aria-label={t('devices.reload')}
          busy={busy}
          onClick={reload}
        >
          {!busy && <RotateCw aria-hidden />}
        </Button>
      }
    >
      <ProblemNotice problem={problem} />
      {data === undefined && problem === undefined && <Skeleton className="h-16 w-full" />}
      <ul aria-label={t('devices.title')}>
        {data?.sessions.map((session) => (
          <DeviceRow key={session.id} session={session} onRevoked={reload} />
        ))}
      </ul>
      <p className="text-soft text-sm">{t('devices.idle')}</p>
    </TitledCard>
  )
}
