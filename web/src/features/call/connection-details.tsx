import { ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../components/use-format'
import type { LinkHealthState } from '../../rtc/link-health'
import type { Measurement } from '../../rtc/quality'

/** The numbers of the connection, and the code that both sides compare. */
export function ConnectionDetails({ measured, securityCode }: LinkHealthState) {
  return (
    <>
      {measured && <Numbers {...measured} />}
      <SecurityCode code={securityCode} />
    </>
  )
}

function Numbers(measured: Measurement) {
  const { t } = useTranslation('call')
  const { locale } = useFormat().viewer
  const number = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: 0, ...options }).format(value)
  const rate = (kbps: number) => number(kbps, { style: 'unit', unit: 'kilobit-per-second' })
  const share = (percent: number) => number(percent / 100, { style: 'percent', maximumFractionDigits: 1 })
  const { isRelayed, roundTripMs, lossOutPercent, codecs } = measured
  const names = [codecs.audio, codecs.video].filter((name) => name !== undefined)
  return (
    <dl className="tabular flex flex-col">
      <Row name={t('details.path')}>
        {isRelayed !== undefined && t(isRelayed ? 'details.relayed' : 'details.direct')}
      </Row>
      <Row name={t('details.roundTrip')}>
        {roundTripMs !== undefined && number(roundTripMs, { style: 'unit', unit: 'millisecond' })}
      </Row>
      <Row name={t('details.receiving')}>{rate(measured.kbpsIn)}</Row>
      <Row name={t('details.sending')}>{rate(measured.kbpsOut)}</Row>
      <Row name={t('details.lostIn')}>{share(measured.lossInPercent)}</Row>
      <Row name={t('details.lostOut')}>{lossOutPercent !== undefined && share(lossOutPercent)}</Row>
      <Row name={t('details.codecs')}>{names.length > 0 && names.join(', ')}</Row>
    </dl>
  )
}

/** One number; `false` is what this browser does not tell. */
function Row({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation('call')
  return (
    <div className="flex justify-between gap-4 border-line border-t py-2 text-sm first:border-t-0">
      <dt className="text-soft">{name}</dt>
      <dd className="text-right font-semibold">{children === false ? t('details.unknown') : children}</dd>
    </div>
  )
}

function SecurityCode({ code }: { code: readonly string[] | undefined }) {
  const { t } = useTranslation('call')
  return (
    <section aria-label={t('code.title')} className="flex flex-col gap-2 rounded-card bg-sunken p-4">
      <h3 className="flex items-center gap-2 font-semibold text-sm">
        <ShieldCheck aria-hidden className="size-5" />
        {t('code.title')}
      </h3>
      {code === undefined ? (
        <p className="text-soft">{t('code.none')}</p>
      ) : (
        <p className="tabular text-center font-bold text-xl [word-spacing:0.25em]">
          <span aria-hidden>{code.join(' ')}</span>
          {/* Digit by digit: five of them together are read out as a number. */}
          <span className="sr-only">{code.map((group) => [...group].join(' ')).join(', ')}</span>
        </p>
      )}
      <p className="text-soft text-sm">{t('code.how')}</p>
    </section>
  )
}
