import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../../components/problem-notice'
import { Badge } from '../../../components/ui/badge'
import { Button } from '../../../components/ui/button'
import { TitledCard } from '../../../components/ui/card'
import { Notice } from '../../../components/ui/notice'
import { Skeleton } from '../../../components/ui/spinner'
import { useFormat } from '../../../components/use-format'
import { useReading } from '../../../components/use-reading'
import { RemoveDialog, RenewDialog } from './change-dialogs'
import { areFew, type SecondFactor } from './second-factor'
import { SetUpDialog } from './set-up-dialog'

/** Whether signing in takes a second step, and the ways to change that. */
export function SecondFactorCard() {
  const { t } = useTranslation('second-factor')
  const { data, problem, reload } = useReading<{ secondFactor: SecondFactor }>('/api/me/second-factor')
  const [open, setOpen] = useState<'setUp' | 'renew' | 'remove'>()
  const factor = data?.secondFactor

  function finish() {
    setOpen(undefined)
    reload()
  }

  return (
    <TitledCard
      title={t('title')}
      lead={t('lead')}
      aside={factor && <Badge tone={factor.enabled ? 'accent' : 'neutral'}>{t(factor.enabled ? 'on' : 'off')}</Badge>}
    >
      <ProblemNotice problem={problem} />
      {factor === undefined && problem === undefined && <Skeleton className="h-11 w-40" />}
      {factor?.enabled === false && (
        <Button variant="secondary" className="self-start" onClick={() => setOpen('setUp')}>
          {t('setUp.action')}
        </Button>
      )}
      {factor?.enabled && (
        <Enabled factor={factor} onRenew={() => setOpen('renew')} onRemove={() => setOpen('remove')} />
      )}
      {open === 'setUp' && <SetUpDialog onCancel={() => setOpen(undefined)} onDone={finish} />}
      {open === 'renew' && <RenewDialog onClose={finish} />}
      {open === 'remove' && <RemoveDialog onClose={finish} />}
    </TitledCard>
  )
}

interface EnabledProps {
  factor: SecondFactor
  onRenew: () => void
  onRemove: () => void
}

function Enabled({ factor, onRenew, onRemove }: EnabledProps) {
  const { t } = useTranslation('second-factor')
  const format = useFormat()
  const { confirmedAt, recoveryCodesLeft: left, required } = factor
  return (
    <>
      <p className="text-sm">
        {confirmedAt !== undefined && t('since', { time: format.dateTime(confirmedAt) })}{' '}
        {left !== undefined && t('left', { count: left })}
      </p>
      {left !== undefined && areFew(left) && <Notice tone="warn">{t('fewLeft')}</Notice>}
      {required && <p className="text-soft text-sm">{t('required')}</p>}
      <div className="flex flex-wrap gap-3">
        <Button variant="secondary" onClick={onRenew}>
          {t('renew.action')}
        </Button>
        {!required && (
          <Button variant="quietDanger" onClick={onRemove}>
            {t('remove.action')}
          </Button>
        )}
      </div>
    </>
  )
}
