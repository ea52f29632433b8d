import { RotateCw, ScrollText, SearchX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe, useServerNow } from '../../app/live-context'
import { Page, PageSection } from '../../components/page'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { EmptyState } from '../../components/ui/empty-state'
import { Select } from '../../components/ui/select'
import { LoadingShape, Skeleton } from '../../components/ui/spinner'
import { useFormat } from '../../components/use-format'
import { everyMinute } from '../../components/use-now'
import { type AuditEntry, type AuditKind, auditKinds, byDay, kindOf, withoutEchoes } from '../../domain/audit'
import type { User } from '../../domain/types'
import { AuditLine } from './audit-line'
import { type AuditReading, useAudit } from './use-audit'
import { useAuditWords } from './use-words'

/** Who did what concerning the reader: the audit, in words. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const user = useMe().state?.user
  const reading = useAudit()
  if (user === undefined) return null
  return (
    <Page
      title={t('title')}
      lead={t(`lead.${user.role}`)}
      className="max-w-3xl"
      actions={
        <Button variant="secondary" busy={reading.busy} onClick={reading.reload}>
          {!reading.busy && <RotateCw aria-hidden />}
          {t('reload')}
        </Button>
      }
    >
      <ProblemNotice problem={reading.problem} />
      {reading.record !== undefined && <Record user={user} reading={reading} entries={reading.record.entries} />}
      {reading.record === undefined && reading.problem === undefined && <Loading />}
    </Page>
  )
}

function Loading() {
  const { t } = useTranslation('audit')
  return (
    <LoadingShape label={t('loading')} className="flex flex-col gap-3">
      {[1, 2, 3, 4].map((line) => (
        <Skeleton key={line} className="h-14 w-full" />
      ))}
    </LoadingShape>
  )
}

type Choice = AuditKind | 'all'

function Record({ user, reading, entries }: { user: User; reading: AuditReading; entries: AuditEntry[] }) {
  const { t } = useTranslation('audit')
  const [kind, setKind] = useState<Choice>('all')
  const shown = withoutEchoes(entries).filter((entry) => kind === 'all' || kindOf(entry) === kind)
  const hasOlder = reading.record?.next !== undefined
  if (entries.length === 0)
    return (
      <EmptyState icon={ScrollText} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    )
  return (
    <>
      <Select
        label={t('show')}
        value={kind}
        options={(['all', ...auditKinds] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
        onChange={setKind}
        className="sm:max-w-xs"
      />
      {shown.length === 0 && (
        <EmptyState icon={SearchX} title={t('emptyKind.title')}>
          {t(hasOlder ? 'emptyKind.older' : 'emptyKind.text')}
        </EmptyState>
      )}
      <Days user={user} entries={shown} />
      {hasOlder ? (
        <Button variant="secondary" className="self-center" busy={reading.busy} onClick={reading.older}>
          {t('older')}
        </Button>
      ) : (
        shown.length > 0 && <p className="text-center text-soft text-sm">{t('end')}</p>
      )}
    </>
  )
}

function Days({ user, entries }: { user: User; entries: AuditEntry[] }) {
  const format = useFormat()
  const now = useServerNow(everyMinute)
  const words = useAuditWords(user, now)
  return byDay(entries, format.viewer.timeZone).map((day) => (
    <PageSection key={day.at} title={format.day(day.at, now)}>
      <Card className="py-2">
        <ul>
          {day.entries.map((entry) => (
            <AuditLine key={entry.id} entry={entry} words={words} />
          ))}
        </ul>
      </Card>
    </PageSection>
  ))
}
