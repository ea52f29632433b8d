import { useTranslation } from 'react-i18next'
import { useMe, useTopic } from '../../app/live-context'
import { useFormat } from '../../components/use-format'
import { usePersonName } from '../../components/use-person-name'
import { type AuditEntry, actorOf, sentenceKeys } from '../../domain/audit'
import { deviceName } from '../../domain/device-name'
import type { DirectoryState, PersonName, User } from '../../domain/types'

/** Puts a line of the record into words for its reader. */
export function useAuditWords(reader: User, now: number) {
  const { t, i18n } = useTranslation('audit')
  const format = useFormat()
  const personName = usePersonName()
  const entries = useMe().state?.entries
  const schedules = useTopic<DirectoryState>('directory').state?.schedules

  const known = (key: string, words: Record<string, string> = {}): string | undefined =>
    i18n.exists(key, { ns: 'audit' }) ? (t as (key: string, words: object) => string)(key, words) : undefined
  const nameOf = (person: PersonName) => (person.id === reader.id ? t('whom.me') : personName(person))

  function who(entry: AuditEntry): string {
    const actor = actorOf(entry, reader)
    const person = actor === 'doctor' || actor === 'patient' ? entry[actor] : undefined
    if (person !== undefined) return personName(person)
    if (actor === 'me' || actor === 'server' || actor === 'operator' || actor === 'stranger') return t(`who.${actor}`)
    return t(entry.by === 'DOCTOR' ? 'who.someDoctor' : 'who.somePatient')
  }

  function sentence(entry: AuditEntry): string {
    const { action, cause = '', patient } = entry
    const words = { who: who(entry), patient: patient ? nameOf(patient) : t('whom.unknown'), action, cause }
    for (const key of sentenceKeys(entry)) {
      const text = known(`acts.${key}`, words)
      if (text !== undefined) return text
    }
    return t('acts.unknown', words)
  }

  /** The number and the schedule, where this browser knows them: the record holds ids alone. */
  function place({ subject, subjectId }: AuditEntry): (string | undefined)[] {
    const entry = subject === 'entry' ? entries?.[subjectId] : undefined
    const schedule = schedules?.[entry?.scheduleId ?? (subject === 'schedule' ? subjectId : '')]
    return [
      entry && t('number', { number: entry.number }),
      schedule && t('schedule', { when: format.when(schedule.startsAt, schedule.endsAt, now) }),
    ]
  }

  function device({ userAgent }: AuditEntry): string | undefined {
    const { browser, system } = deviceName(userAgent)
    return browser !== undefined && system !== undefined ? t('device', { browser, system }) : (browser ?? system)
  }

  /** What else is known: whom it concerned, which place, why, and from where. */
  function details(entry: AuditEntry): string[] {
    const said = sentence(entry)
    const others = [entry.doctor, entry.patient].filter((person) => person !== undefined && person.id !== reader.id)
    return [
      ...others.map((person) => person && personName(person)),
      ...place(entry),
      entry.cause === undefined ? undefined : known(`causes.${entry.cause}`),
      device(entry),
      entry.address === undefined ? undefined : t('address', { address: entry.address }),
    ].filter((words): words is string => words !== undefined && words !== '' && !said.includes(words))
  }

  return { sentence, details }
}
