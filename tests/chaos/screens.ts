import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { canonical } from '../support/merge-patch.ts'
import type { Server } from '../support/server.ts'
import type { Call, DirectoryTopic, Entry, MeTopic, PracticeTopic, Schedule, ScheduleTopic } from '../support/wire.ts'
import type { Actor } from './actor.ts'

/** What a topic shows that the database holds too, in one form for both. Who is present is no row and is left out. */
interface Truth {
  entries?: Record<string, unknown>
  call?: unknown
  schedule?: unknown
  schedules?: Record<string, unknown>
  line?: string[]
  serving?: number | null
}

type Row = Record<string, string | number | null>

const entryOf = ({ number, status, missedCalls, lastOutcome, readyAt }: Entry) => [
  number,
  status,
  missedCalls,
  lastOutcome ?? null,
  readyAt ?? null,
]
const entryColumns = 'id, number, status, missed_calls, last_outcome, ready_at'
const entryOfRow = (row: Row) => [
  row['number'],
  row['status'],
  row['missed_calls'],
  row['last_outcome'],
  row['ready_at'],
]
const callOf = (call?: Call) => (call ? [call.id, call.status, call.answeredAt ?? null] : null)
const callOfRow = (row?: Row) => (row ? [row['id'], row['status'], row['answered_at']] : null)
const scheduleOf = ({ status, notice, capacity, note, waiting }: Schedule) => [
  status,
  notice ?? null,
  capacity ?? null,
  note ?? null,
  waiting,
]
const scheduleColumns = `id, status, notice, capacity, note, (SELECT COUNT(*) FROM entries e WHERE e.schedule_id = s.id
  AND e.status IN ('NOT_READY', 'READY', 'RINGING')) AS waiting`
const scheduleOfRow = (row?: Row) =>
  row ? [row['status'], row['notice'], row['capacity'], row['note'], row['waiting']] : null

const each = <T, U>(things: Record<string, T>, form: (thing: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(things).map(([id, thing]) => [id, form(thing)]))

/** What the page shows of the topic; undefined while it shows nothing. */
function shown(actor: Actor, topic: string): Truth | undefined {
  const state = actor.shows<unknown>(topic)
  if (state === undefined) return undefined
  switch (topic.split(':')[0]) {
    case 'me': {
      const { entries, call } = state as MeTopic
      return { entries: each(entries, entryOf), call: callOf(call) }
    }
    case 'practice': {
      const { entries, call, schedule } = state as PracticeTopic
      return { entries: each(entries, entryOf), call: callOf(call), schedule: scheduleOf(schedule) }
    }
    case 'schedule': {
      const { schedule, line, serving } = state as ScheduleTopic
      return { schedule: scheduleOf(schedule), line: Object.keys(line).sort(), serving: serving ?? null }
    }
    default:
      return { schedules: each((state as DirectoryTopic).schedules, scheduleOf) }
  }
}

/** What the database holds for the topic. */
class Truths {
  readonly #database: DatabaseSync
  readonly #known = new Map<string, Truth>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  of(actor: Actor, topic: string): Truth {
    const key = topic.includes(':') ? topic : `${topic} ${actor.person.id}`
    const truth = this.#known.get(key) ?? this.#read(actor, topic)
    this.#known.set(key, truth)
    return truth
  }

  #read(actor: Actor, topic: string): Truth {
    const [kind, id = ''] = topic.split(':')
    const who = actor.person.id
    const column = actor.role === 'DOCTOR' ? 'doctor_id' : 'patient_id'
    switch (kind) {
      case 'me':
        return {
          entries: this.#entries('patient_id', who),
          call: callOfRow(
            this.#rows(`SELECT * FROM calls WHERE status IN ('RINGING', 'ACTIVE') AND ${column} = ?`, who)[0],
          ),
        }
      case 'practice':
        return {
          entries: this.#entries('schedule_id', id),
          call: callOfRow(
            this.#rows(`SELECT * FROM calls WHERE status IN ('RINGING', 'ACTIVE') AND schedule_id = ?`, id)[0],
          ),
          schedule: scheduleOfRow(this.#rows(`SELECT ${scheduleColumns} FROM schedules s WHERE id = ?`, id)[0]),
        }
      case 'schedule': {
        const entries = this.#rows('SELECT number, status FROM entries WHERE schedule_id = ?', id)
        const numbers = (...statuses: string[]) =>
          entries.filter(({ status }) => statuses.includes(status as string)).map(({ number }) => Number(number))
        return {
          schedule: scheduleOfRow(this.#rows(`SELECT ${scheduleColumns} FROM schedules s WHERE id = ?`, id)[0]),
          line: numbers('NOT_READY', 'READY', 'RINGING').map(String).sort(),
          serving: numbers('IN_CALL')[0] ?? null,
        }
      }
      default: {
        // A doctor's is of the own schedules, everybody else's of all.
        const rows =
          actor.role === 'DOCTOR'
            ? this.#rows(`SELECT ${scheduleColumns} FROM schedules s WHERE doctor_id = ?`, who)
            : this.#rows(`SELECT ${scheduleColumns} FROM schedules s`)
        return { schedules: Object.fromEntries(rows.map((row) => [row['id'], scheduleOfRow(row)])) }
      }
    }
  }

  #entries(column: string, id: string): Record<string, unknown> {
    const rows = this.#rows(`SELECT ${entryColumns} FROM entries WHERE ${column} = ?`, id)
    return Object.fromEntries(rows.map((row) => [row['id'], entryOfRow(row)]))
  }

  #rows(sql: string, ...values: string[]): Row[] {
    return this.#database.prepare(sql).all(...values) as Row[]
  }
}

/** Where a page shows something else than the database holds at this instant, as sentences. */
export function wrongScreens(server: Server, actors: readonly Actor[]): string[] {
  const database = new DatabaseSync(join(server.dataDir, 'praktik.db'), { readOnly: true, timeout: 5000 })
  try {
    database.exec('BEGIN')
    const truths = new Truths(database)
    return actors.flatMap((actor) =>
      actor.topics.flatMap((topic) => {
        const says = canonical(shown(actor, topic))
        const is = canonical(truths.of(actor, topic))
        if (says === is) return []
        const beside = [says, is].map((text) => text.slice(0, 300)).join(', and it is ')
        return [`${actor.role} ${actor.person.id}: ${topic} shows ${beside}`]
      }),
    )
  } finally {
    database.close()
  }
}

/** Where a doctor's list over HTTP is another than the database's, as sentences. */
export async function wrongLists(server: Server, actors: readonly Actor[]): Promise<string[]> {
  const found = await Promise.all(
    actors.map(async (actor) => {
      const room = actor.topics.find((topic) => topic.startsWith('practice:'))
      if (room === undefined) return []
      const answer = await actor.person.http.get(`/api/schedules/${room.split(':')[1]}/queue`)
      const { entries } = answer.json<{ entries: Entry[] }>()
      const database = new DatabaseSync(join(server.dataDir, 'praktik.db'), { readOnly: true, timeout: 5000 })
      try {
        const is = canonical(new Truths(database).of(actor, room).entries)
        const says = canonical(Object.fromEntries(entries.map((entry) => [entry.id, entryOf(entry)])))
        return says === is ? [] : [`${answer.asked} answers ${says}, and it is ${is}`]
      } finally {
        database.close()
      }
    }),
  )
  return found.flat()
}
