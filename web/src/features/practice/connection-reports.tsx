import { Activity, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../../components/problem-notice'
import { ReportNumbers } from '../../components/report/report-numbers'
import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { Skeleton } from '../../components/ui/spinner'
import { useFormat } from '../../components/use-format'
import { useReading } from '../../components/use-reading'
import type { Entry, QualityReport, ReportedCall } from '../../domain/types'

interface ConnectionReportsProps {
  entry: Entry
  name: string
}

/** How the calls of an entry were, from both sides: read when it is opened, and again by its button. */
export function ConnectionReports({ entry, name }: ConnectionReportsProps) {
  const { t } = useTranslation('report')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="ghost" aria-label={t('openOf', { number: entry.number, name })} onClick={() => setOpen(true)}>
        <Activity aria-hidden />
        {t('open')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('open')} description={name}>
        <Calls entryId={entry.id} />
      </Dialog>
    </>
  )
}

function Calls({ entryId }: { entryId: string }) {
  const { t } = useTranslation('report')
  const { data, problem, busy, reload } = useReading<{ calls: ReportedCall[] }>(`/api/queue/${entryId}/calls`)
  const answered = data?.calls.filter(({ call }) => call.answeredAt !== undefined)
  return (
    <>
      <ProblemNotice problem={problem} />
      {data === undefined && problem === undefined && <Skeleton className="h-40 w-full" />}
      {answered?.map((reported) => (
        <Reports key={reported.call.id} {...reported} />
      ))}
      <Button variant="secondary" className="self-start" busy={busy} onClick={reload}>
        {!busy && <RotateCw aria-hidden />}
        {t('reload')}
      </Button>
    </>
  )
}

function Reports({ call, reports }: ReportedCall) {
  const { t } = useTranslation('report')
  const format = useFormat()
  const title = t('call', { time: format.dateTime(call.answeredAt ?? call.invitedAt) })
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h3 className="font-semibold">{title}</h3>
      {reports.length === 0 && <p className="text-soft">{t('none')}</p>}
      {reports.map((report) => (
        <Report key={report.from} report={report} />
      ))}
    </section>
  )
}

function Report({ report }: { report: QualityReport }) {
  const { t } = useTranslation('report')
  const format = useFormat()
  return (
    <section aria-label={t(`from.${report.from}`)} className="flex flex-col gap-1">
      <h4 className="flex flex-wrap items-baseline justify-between gap-x-3 font-semibold text-sm">
        {t(`from.${report.from}`)}
        <span className="font-normal text-soft text-xs">{t('at', { time: format.dateTime(report.reportedAt) })}</span>
      </h4>
      <ReportNumbers numbers={report} />
    </section>
  )
}
