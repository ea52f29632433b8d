import { KeyRound, type LucideIcon, MonitorSmartphone, ShieldAlert, Stethoscope, UserRound } from 'lucide-react'
import { useFormat } from '../../components/use-format'
import { type AuditEntry, type AuditKind, kindOf } from '../../domain/audit'
import type { useAuditWords } from './use-words'

const icons: Record<AuditKind, LucideIcon> = {
  consultation: Stethoscope,
  sign_in: KeyRound,
  account: UserRound,
  device: MonitorSmartphone,
  refused: ShieldAlert,
}

interface AuditLineProps {
  entry: AuditEntry
  words: ReturnType<typeof useAuditWords>
}

/** One line of the record: what happened, the circumstances, and when. */
export function AuditLine({ entry, words }: AuditLineProps) {
  const format = useFormat()
  const Icon = icons[kindOf(entry)]
  const details = words.details(entry)
  return (
    <li className="flex items-start gap-3 border-line border-t py-3 first:border-t-0">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-soft" />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 [overflow-wrap:anywhere]">
        <p className="text-sm">{words.sentence(entry)}</p>
        {details.length > 0 && <p className="text-soft text-xs">{details.join(' · ')}</p>}
      </div>
      <time dateTime={new Date(entry.at).toISOString()} className="tabular shrink-0 text-soft text-sm">
        {format.time(entry.at)}
      </time>
    </li>
  )
}
