import type { Answer } from '../support/http.ts'
import type { AuditTrail } from './trail.ts'

/** A value in one column of one row that only one person sets. */
export interface Cell {
  table: 'schedules' | 'users' | 'call_quality'
  column: string
  /** The row: its key as SQL reads it. */
  key: Record<string, string>
  value: string | number | null
}

/** A value that a command writes into a new row and that no other command of any run writes. */
export interface Marker {
  table: 'schedules' | 'entries'
  column: 'note' | 'reason'
  value: string
}

/** One command as it is sent, and what must be true when it was acknowledged. */
export interface Attempt {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: object
  /** What has this status when the answer brings no object. */
  makes?: { id: string; status: string }
  sets?: Cell
  marks?: Marker
}

/** Reads one value of the database. */
export type Look = (sql: string, ...values: string[]) => string | number | null

interface Claim {
  asked: string
  id: string
  status: string
  sentAt: number
  answeredAt: number
}

/** What a cell holds for certain, or one of the values that may have been set since. */
interface KnownCell {
  cell: Cell
  maybe: Cell['value'][]
}

interface Thing {
  id?: string
  status?: string
}

const kinds = ['entry', 'call', 'schedule', 'current'] as const

/**
 * What the server has acknowledged to its clients and what their pages have shown: every answer with an object in a
 * state says that the object had that state at some instant between question and answer.
 */
export class Ledger {
  #claims: Claim[] = []
  #shown = new Map<string, number>()
  #facts = new Map<string, object>()
  readonly #cells = new Map<string, KnownCell>()
  readonly #markers = new Map<string, { marker: Marker; counts: readonly number[] }>()
  readonly counts = { acknowledged: 0, refused: 0, lost: 0, lostAndDone: 0, lostAndUndone: 0 }

  acknowledged(attempt: Attempt, answer: Answer, sentAt: number): void {
    const answeredAt = Date.now()
    const isDone = answer.status < 300
    this.counts[isDone ? 'acknowledged' : 'refused']++
    const said = answer.text === '' || attempt.method === 'GET' ? {} : answer.json<Record<string, Thing>>()
    for (const kind of kinds) {
      const { id, status } = said[kind] ?? {}
      if (id === undefined || status === undefined) continue
      this.#claims.push({ asked: answer.asked, id, status, sentAt, answeredAt })
      this.#facts.set(id, said[kind] as object)
    }
    if (!isDone) return
    if (attempt.makes) this.#claims.push({ asked: answer.asked, ...attempt.makes, sentAt, answeredAt })
    if (attempt.sets) this.#cells.set(keyOf(attempt.sets), { cell: attempt.sets, maybe: [] })
    // 200 instead of 201: it was there before, with the marker that it then got.
    if (attempt.marks && answer.status === 201) {
      this.#markers.set(attempt.marks.value, { marker: attempt.marks, counts: [1] })
    }
  }

  /** No answer came: it happened wholly or not at all. */
  lost({ sets, marks }: Attempt): void {
    this.counts.lost++
    if (sets) {
      const known = this.#cells.get(keyOf(sets)) ?? { cell: { ...sets, value: null }, maybe: [] }
      known.maybe.push(sets.value)
      this.#cells.set(keyOf(sets), known)
    }
    if (marks) this.#markers.set(marks.value, { marker: marks, counts: [0, 1] })
  }

  wasShown(id: string, status: string, at: number): void {
    const key = `${id} ${status}`
    if (!this.#shown.has(key)) this.#shown.set(key, at)
  }

  /** What of all this is not so, as sentences; what is settled now must stay so. */
  contradictions(trail: AuditTrail, look: Look): string[] {
    const found = [
      ...this.#claims.flatMap((claim) => contradictionOf(claim, trail)),
      ...[...this.#shown].flatMap(([key, at]) => {
        const [id = '', status = ''] = key.split(' ')
        return trail.had(id, status, 0, at)
          ? []
          : [`a page showed that ${id} was ${status}, which never was: ${trail.of(id)}`]
      }),
      ...[...this.#facts].flatMap(([id, fact]) => changedFacts(id, fact, look)),
      ...[...this.#cells.values()].flatMap((known) => this.#settleCell(known, look)),
      ...[...this.#markers.values()].flatMap((known) => this.#settleMarker(known, look)),
    ]
    this.#claims = []
    this.#shown = new Map()
    this.#facts = new Map()
    return found
  }

  #settleCell(known: KnownCell, look: Look): string[] {
    const { table, column, key, value } = known.cell
    const where = Object.keys(key).map((name) => `${name} = ?`)
    const actual = look(`SELECT ${column} FROM ${table} WHERE ${where.join(' AND ')}`, ...Object.values(key))
    for (const lost of known.maybe.filter((other) => other !== value)) {
      this.#count(actual === lost)
      if (actual === lost) known.cell = { ...known.cell, value: lost }
    }
    known.maybe = []
    return actual === known.cell.value
      ? []
      : [`${table}.${column} of ${keyOf(known.cell)} is ${actual} and not ${value}`]
  }

  #settleMarker(known: { marker: Marker; counts: readonly number[] }, look: Look): string[] {
    const { table, column, value } = known.marker
    const actual = Number(look(`SELECT COUNT(*) FROM ${table} WHERE ${column} = ?`, value))
    const { counts } = known
    if (counts.length > 1) this.#count(actual > 0)
    known.counts = [actual]
    return counts.includes(actual)
      ? []
      : [`there are ${actual} ${table} with "${value}", and not ${counts.join(' or ')}`]
  }

  #count(happened: boolean): void {
    this.counts[happened ? 'lostAndDone' : 'lostAndUndone']++
  }
}

const keyOf = ({ table, column, key }: Cell) => `${table}.${column} ${Object.values(key).join(' ')}`

function contradictionOf({ asked, id, status, sentAt, answeredAt }: Claim, trail: AuditTrail): string[] {
  if (trail.had(id, status, sentAt, answeredAt)) return []
  const when = `${sentAt} to ${answeredAt}`
  return [`${asked} was answered with ${status}, but from ${when} ${id} was not: ${trail.of(id)}`]
}

/** What is given once and stays for ever, by the key that the answers have. */
const lasting: Record<string, string> = {
  number: 'SELECT number FROM entries WHERE id = ?',
  joinedAt: 'SELECT joined_at FROM entries WHERE id = ?',
  scheduleId: 'SELECT schedule_id FROM entries WHERE id = ?1 UNION SELECT schedule_id FROM calls WHERE id = ?1',
  entryId: 'SELECT entry_id FROM calls WHERE id = ?',
  invitedAt: 'SELECT invited_at FROM calls WHERE id = ?',
  expiresAt: 'SELECT expires_at FROM calls WHERE id = ?',
  answeredAt: 'SELECT answered_at FROM calls WHERE id = ?',
  endedAt: 'SELECT ended_at FROM calls WHERE id = ?',
  startedAt: 'SELECT started_at FROM schedules WHERE id = ?',
}

function changedFacts(id: string, fact: object, look: Look): string[] {
  return Object.entries(fact).flatMap(([name, value]) => {
    const sql = lasting[name]
    const actual = sql === undefined ? value : look(sql, id)
    return actual === value ? [] : [`${name} of ${id} was acknowledged as ${value} and is ${actual}`]
  })
}
