import { Stethoscope } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { Card } from '../../components/ui/card'
import { countAhead, waitBand } from '../../domain/queue'
import type { Entry, ScheduleState } from '../../domain/types'
import { LineStrip } from './line-strip'

function Fact({ label, value }: { label: string; value: string | number }) {
  return (
    <div className="flex min-w-24 flex-col-reverse justify-end">
      <dt className="text-soft text-sm">{label}</dt>
      <dd className="font-bold text-2xl">{value}</dd>
    </div>
  )
}

function Presence({ present }: { present: boolean }) {
  const { t } = useTranslation('waiting')
  return (
    <p role="status" className={cx('flex items-center gap-2 font-semibold text-sm', !present && 'text-warn-text')}>
      <Stethoscope aria-hidden className={cx('size-5', present && 'text-accent-text')} />
      {t(present ? 'practice.present' : 'practice.absent')}
    </p>
  )
}

/** Where the patient stands: who is served, how many come before, and how long that may take if anybody can tell. */
export function LineCard({ entry, room }: { entry: Entry; room: ScheduleState }) {
  const { t } = useTranslation('waiting')
  const ahead = countAhead(room.line, entry.number)
  const band = waitBand(room, entry.number)
  const isServed = room.serving === entry.number
  const serving = isServed ? t('servingYou') : (room.serving ?? t('servingNobody'))
  const wait =
    band === undefined || band.toMinutes === 0
      ? undefined
      : band.fromMinutes === 0
        ? t('waitUpTo', { to: band.toMinutes })
        : t('waitBand', { from: band.fromMinutes, to: band.toMinutes })
  return (
    <Card className="flex flex-col gap-4">
      {room.schedule.status === 'ONLINE' && <Presence present={room.doctorPresent} />}
      <LineStrip line={room.line} serving={room.serving} mine={entry.number} />
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Fact label={t('serving')} value={serving} />
        {!isServed &&
          (ahead === 0 ? (
            <Fact label={t('place')} value={t('aheadNobody')} />
          ) : (
            <Fact label={t('ahead')} value={ahead} />
          ))}
        {!isServed && wait !== undefined && <Fact label={t('wait')} value={wait} />}
      </dl>
      {!isServed && wait !== undefined && <p className="text-soft text-xs">{t('waitNote')}</p>}
      <p role="status" className="sr-only">
        {isServed ? t('servingYou') : t('announcePlace', { count: ahead })}
      </p>
    </Card>
  )
}
