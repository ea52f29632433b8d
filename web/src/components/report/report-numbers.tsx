import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatClock } from '../../domain/format'
import type { QualityNumbers } from '../../domain/types'
import { useFormat } from '../use-format'

/** How a call was for one side, in plain words. */
export function ReportNumbers({ numbers }: { numbers: QualityNumbers }) {
  const { t } = useTranslation('report')
  const { locale } = useFormat().viewer
  const format = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: 1, ...options }).format(value)
  const share = (permille: number) => format(permille / 1000, { style: 'percent' })
  const { freezes, frozenMs, lossOutPermille, roundTripMs, reconnects } = numbers
  const frozen = format(frozenMs / 1000, { style: 'unit', unit: 'second' })
  return (
    <dl className="tabular flex flex-col">
      <Row name={t('numbers.flowed')}>{formatClock(numbers.seconds)}</Row>
      <Row name={t('numbers.frozen')}>
        {freezes === 0 && frozenMs === 0 ? t('numbers.never') : t('numbers.times', { count: freezes, frozen })}
      </Row>
      <Row name={t('numbers.lostIn')}>{share(numbers.lossInPermille)}</Row>
      <Row name={t('numbers.lostOut')}>{lossOutPermille !== undefined && share(lossOutPermille)}</Row>
      <Row name={t('numbers.roundTrip')}>
        {roundTripMs !== undefined && format(roundTripMs, { style: 'unit', unit: 'millisecond' })}
      </Row>
      <Row name={t('numbers.path')}>{t(numbers.relayed ? 'numbers.relayed' : 'numbers.direct')}</Row>
      <Row name={t('numbers.reconnects')}>
        {reconnects === 0 ? t('numbers.never') : t('numbers.reconnected', { count: reconnects })}
      </Row>
    </dl>
  )
}

/** One number; `false` is what that browser does not tell. */
function Row({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation('report')
  return (
    <div className="flex justify-between gap-4 border-line border-t py-2 text-sm first:border-t-0">
      <dt className="text-soft">{name}</dt>
      <dd className="text-right font-semibold">{children === false ? t('numbers.unknown') : children}</dd>
    </div>
  )
}
