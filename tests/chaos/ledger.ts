import type { Answer } from '../support/http.ts'
import type { Attempt } from './command.ts'
import type { AuditTrail } from './trail.ts'
import { type Change, type Look, Worlds } from './worlds.ts'

interface Claim {
  asked: string
  id: string
  status: string
  sentAt: number
  answeredAt: number
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
  #untrue: string[] = []
  /** By the e-mail address of the person whose they are. */
  readonly #worlds = new Map<string, Worlds>()
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
    if (isDone) {
      if (attempt.makes) this.#claims.push({ asked: answer.asked, ...attempt.makes, sentAt, answeredAt })
      const change = attempt.changes?.(answer)
      if (change) this.#worldsOf(change).happened(change)
    }
    const told = attempt.tells?.(answer)
    if (told && !this.#worldsOf(told).told(told)) {
      this.#untrue.push(`${answer.asked} answered ${answer.status} ${answer.text}, which cannot be`)
    }
  }

  /** No answer came: it happened wholly or not at all. */
  lost(attempt: Attempt): void {
    this.counts.lost++
    const change = attempt.changes?.()
    if (change) this.#worldsOf(change).mayHaveHappened(change)
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
      ...this.#untrue,
      ...[...this.#worlds.values()].flatMap((worlds) => this.#settle(worlds, look)),
    ]
    this.#untrue = []
    this.#claims = []
    this.#shown = new Map()
    this.#facts = new Map()
    return found
  }

  /** What tells who those were whose accounts are erased. */
  erasedWords(): string[] {
    return [...this.#worlds.values()].flatMap((worlds) => worlds.erasedWords())
  }

  #worldsOf({ of }: Pick<Change, 'of'>): Worlds {
    const worlds = this.#worlds.get(of) ?? new Worlds()
    this.#worlds.set(of, worlds)
    return worlds
  }

  #settle(worlds: Worlds, look: Look): string[] {
    const { contradictions, lost } = worlds.settle(look)
    for (const happened of lost) this.counts[happened ? 'lostAndDone' : 'lostAndUndone']++
    return contradictions
  }
}

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
