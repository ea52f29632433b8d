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
import type { Entry, QualityReport } from '../../domain/types'

interface ConnectionReportsProps {
  entry: Entry
  name: string
  callId: string
}

/** How the last call of an entry was, from both sides: read when it is opened, and again by its button. */
export function ConnectionReports({ entry, name, callId }: ConnectionReportsProps) {
  const { t } = useTranslation('report')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="ghost" aria-label={t('openOf', { number: entry.number, name })} onClick={() => setOpen(true)}>
        <Activity aria-hidden />
        {t('open')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('title')} description={name}>
        <Reports callId={callId} />
      </Dialog>
    </>
  )
}

function Reports({ callId }: { callId: string }) {
  const { t } = useTranslation('report')
  const { data, problem, busy, reload } = useReading<{ reports: QualityReport[] }>(`/api/calls/${callId}/quality`)
  return (
    <>
      <ProblemNotice problem={problem} />
      {data === undefined && problem === undefined && <Skeleton className="h-40 w-full" />}
      {data?.reports.length === 0 && <p className="text-soft">{t('none')}</p>}
      {data?.reports.map((report) => (
        <Report key={report.from} report={report} />
      ))}
      <Button variant="secondary" className="self-start" busy={busy} onClick={reload}>
        {!busy && <RotateCw aria-hidden />}
        {t('reload')}
      </Button>
    </>
  )
}

function Report({ report }: { report: QualityReport }) {
  const { t } = useTranslation('report')
  const format = useFormat()
  return (
    <section aria-label={t(`from.${report.from}`)} className="flex flex-col gap-1">
      <h3 className="flex flex-wrap items-baseline justify-between gap-x-3 font-semibold">
        {t(`from.${report.from}`)}
        <span className="font-normal text-soft text-xs">{t('at', { time: format.dateTime(report.reportedAt) })}</span>
      </h3>
      <ReportNumbers numbers={report} />
    </section>
  )
}
