import { Stethoscope } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMe, useServerNow, useTopic } from '../../app/live-context'
import { Page, PageSection } from '../../components/page'
import { EmptyState } from '../../components/ui/empty-state'
import { LoadingShape, Skeleton } from '../../components/ui/spinner'
import { everyMinute } from '../../components/use-now'
import { byDoctor } from '../../domain/schedule'
import type { DirectoryState, Schedule } from '../../domain/types'
import { DoctorCard } from './doctor-card'
import { MyNumbers } from './my-numbers'

function Loading() {
  const { t } = useTranslation('patient')
  return (
    <LoadingShape label={t('loading')} className="grid gap-4 md:grid-cols-2">
      <Skeleton className="h-52 w-full" />
      <Skeleton className="h-52 w-full" />
    </LoadingShape>
  )
}

function Doctors({ schedules }: { schedules: Record<string, Schedule> }) {
  const { t } = useTranslation('patient')
  const entries = useMe().state?.entries ?? {}
  const now = useServerNow(everyMinute)
  const listings = byDoctor(schedules)
  return (
    <PageSection title={t('doctors')}>
      {listings.length === 0 ? (
        <EmptyState icon={Stethoscope} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <ul className="grid items-start gap-4 md:grid-cols-2">
          {listings.map((listing) => (
            <DoctorCard key={listing.doctor.id} listing={listing} entries={entries} now={now} />
          ))}
        </ul>
      )}
    </PageSection>
  )
}

/** Where patients find a doctor and their own numbers. */
export function PatientHome() {
  const { t } = useTranslation('patient')
  const entries = useMe().state?.entries ?? {}
  const schedules = useTopic<DirectoryState>('directory').state?.schedules
  return (
    <Page title={t('title')} lead={t('lead')}>
      {schedules === undefined ? (
        <Loading />
      ) : (
        <>
          <MyNumbers entries={entries} schedules={schedules} />
          <Doctors schedules={schedules} />
        </>
      )}
    </Page>
  )
}
