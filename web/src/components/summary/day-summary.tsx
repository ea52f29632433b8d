import { RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { shares } from '../../domain/summary'
import type { Summary } from '../../domain/types'
import { ProblemNotice } from '../problem-notice'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/spinner'
import { useFormat } from '../use-format'
import { useReading } from '../use-reading'
import { DurationPlot, OutcomeBar } from './plots'

function Figure({ label, value }: { label: string; value: string | number }) {
  return (
    <div className="flex flex-col-reverse rounded-control bg-sunken px-3 py-2.5">
      <dt className="text-soft text-xs">{label}</dt>
      <dd className="tabular font-bold text-xl">{value}</dd>
    </div>
  )
}

function Figures({ summary }: { summary: Summary }) {
  const { t } = useTranslation('common')
  const format = useFormat()
  const median = summary.medianDurationSeconds
  const typical =
    median === undefined
      ? t('summary.medianNone')
      : median < 60
        ? t('summary.underAMinute')
        : format.minutes(median * 1000)
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      <Figure label={t('summary.seen')} value={summary.seen} />
      <Figure label={t('summary.median')} value={typical} />
      <Figure label={t('summary.missed')} value={summary.missed} />
      <Figure label={t('summary.declined')} value={summary.declined} />
    </dl>
  )
}

function Plots({ summary }: { summary: Summary }) {
  const { t } = useTranslation('common')
  const { seen, waiting, noShows, left } = summary
  const parts = shares({ seen, waiting, noShows, left })
  return (
    <>
      <div className="flex flex-col gap-2">
        <h3 className="font-semibold text-sm">{t('summary.who')}</h3>
        {parts.length > 0 ? <OutcomeBar parts={parts} /> : <p className="text-soft text-sm">{t('summary.whoEmpty')}</p>}
      </div>
      <div className="flex flex-col gap-2">
        <h3 className="font-semibold text-sm">{t('summary.durations')}</h3>
        {summary.durations.length > 0 ? (
          <DurationPlot durations={summary.durations} />
        ) : (
          <p className="text-soft text-sm">{t('summary.durationsEmpty')}</p>
        )}
      </div>
    </>
  )
}

/** The numbers of one practice: of record, so they are read when this opens and by the reload button. */
export function DaySummary({ scheduleId }: { scheduleId: string }) {
  const { t } = useTranslation('common')
  const { data, problem, busy, reload } = useReading<{ summary: Summary }>(`/api/schedules/${scheduleId}/summary`)
  return (
    <div className="flex flex-col gap-5">
      <ProblemNotice problem={problem} />
      {data === undefined && problem === undefined && <Skeleton className="h-48 w-full" />}
      {data && <Figures summary={data.summary} />}
      {data && <Plots summary={data.summary} />}
      <Button variant="ghost" className="self-start" busy={busy} onClick={reload}>
        {!busy && <RotateCw aria-hidden />}
        {t('summary.reload')}
      </Button>
    </div>
  )
}
