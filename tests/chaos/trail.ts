import assert from 'node:assert/strict'
import type { DatabaseSync } from 'node:sqlite'

interface Row {
  place: number
  id: string
  at: number
  action: string
  subject_id: string
  to_state: string | null
}

interface Step {
  at: number
  action: string
  to: string
}

/** The audit as it grows: what each thing was, from when on. A row that was there once stays as it was. */
export class AuditTrail {
  readonly #rows: string[] = []
  readonly #steps = new Map<string, Step[]>()

  get length(): number {
    return this.#rows.length
  }

  /** Reads what was added; throws when a row of before is another now, or gone. */
  read(database: DatabaseSync): void {
    const rows = database.prepare(everyRow).all() as unknown as Row[]
    for (const [index, row] of rows.entries()) {
      const text = JSON.stringify(row)
      const before = this.#rows[index]
      if (before === undefined) {
        this.#rows.push(text)
        this.#add(row)
      } else {
        assert.equal(text, before, 'a row of the audit stays as it was written')
      }
    }
    assert.ok(rows.length >= this.#rows.length, `the audit had ${this.#rows.length} rows and has ${rows.length}`)
  }

  /** Whether the thing had that state at some instant of that time. */
  had(id: string, status: string, from: number, to: number): boolean {
    const steps = this.#steps.get(id) ?? []
    return steps.some((step, index) => {
      const until = steps[index + 1]?.at ?? Number.POSITIVE_INFINITY
      return step.to === status && step.at <= to && until >= from
    })
  }

  /** The thing's history, for a person to read. */
  of(id: string): string {
    const steps = this.#steps.get(id) ?? []
    return steps.map(({ at, action, to }) => `${at} ${action} ${to}`).join(', ') || 'it has no history'
  }

  #add({ subject_id, at, action, to_state }: Row): void {
    if (to_state === null) return
    const steps = this.#steps.get(subject_id) ?? []
    steps.push({ at, action, to: to_state })
    this.#steps.set(subject_id, steps)
  }
}

// In the order in which they were written, without the seals, which come later.
const everyRow = `SELECT rowid AS place, id, at, actor_id, action, subject, subject_id, doctor_id, patient_id, from_state,
  to_state, cause, request_id, origin_digest FROM audit ORDER BY rowid`
