import { Bell, Smartphone, Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import type { Reachability } from '../../domain/types'

const icons = { LIVE: Smartphone, PUSH: Bell, NONE: Unplug } as const

export function ReachIcon({ reachability, className }: { reachability: Reachability; className?: string }) {
  const Icon = icons[reachability]
  return <Icon aria-hidden className={className} />
}

/** How a patient can be rung right now, in two words; what they mean stands behind them. */
export function Reach({ reachability }: { reachability: Reachability }) {
  const { t } = useTranslation('practice')
  return (
    <span
      title={t(`reachMeans.${reachability}`)}
      className={cx('flex items-center gap-1', reachability === 'NONE' && 'text-warn-text')}
    >
      <ReachIcon reachability={reachability} className="size-4" />
      {t(`reach.${reachability}`)}
    </span>
  )
}
