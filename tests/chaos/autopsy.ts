import assert from 'node:assert/strict'
import { copyFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { command, inNewDirectory, type Server } from '../support/server.ts'
import { expectNone } from './findings.ts'
import { brokenInvariants } from './invariants.ts'
import type { Ledger } from './ledger.ts'
import { AuditTrail } from './trail.ts'
import type { Look } from './worlds.ts'

/** Looks at the server's data over its whole life: nothing that was once true may be undone. */
export class Coroner {
  readonly #server: Server
  readonly #ledger: Ledger
  readonly trail = new AuditTrail()
  readonly #finished = new Map<string, string>()

  constructor(server: Server, ledger: Ledger) {
    this.#server = server
    this.#ledger = ledger
  }

  /**
   * After a kill. On a copy: the server is to find its files as they were left, and recover them itself.
   * Gives the instants at which the rings that go on will be over.
   */
  afterTheKill(): Promise<number[]> {
    return inNewDirectory(async (copy) => {
      for (const name of await readdir(this.#server.dataDir)) {
        // The index of the log is made anew from the log.
        if (!name.endsWith('-shm')) await copyFile(join(this.#server.dataDir, name), join(copy, name))
      }
      const ends = this.#examine(new DatabaseSync(join(copy, 'praktik.db')), 'after the kill')
      await expectWholeAudit(copy)
      return ends
    })
  }

  /** While the server serves, at one instant of its database. */
  beside(): void {
    const database = new DatabaseSync(join(this.#server.dataDir, 'praktik.db'), { readOnly: true, timeout: 5000 })
    database.exec('BEGIN')
    this.#examine(database, 'after the restart')
  }

  async auditIsWhole(): Promise<void> {
    await expectWholeAudit(this.#server.dataDir)
  }

  /**
   * When the server has ended as it should, and its files with it: no row and no other file holds one of these words.
   * In the room between the rows SQLite may leave what it moved to another page, and overwrites only what it deletes.
   */
  async nobodyIsLeftOf(erasedWords: readonly string[]): Promise<void> {
    const path = join(this.#server.dataDir, 'praktik.db')
    const overlooked = await wordsIn(path, erasedWords)
    expectNone(overlooked.length * 200 > erasedWords.length ? overlooked : [], 'what is deleted is overwritten')
    const database = new DatabaseSync(path)
    database.exec('VACUUM')
    database.close()
    for (const name of await readdir(this.#server.dataDir)) {
      const left = await wordsIn(join(this.#server.dataDir, name), erasedWords)
      expectNone(left, `of people who were erased nothing is left in ${name}`)
    }
  }

  #examine(database: DatabaseSync, when: string): number[] {
    try {
      this.trail.read(database)
      const look: Look = (sql, ...values) => {
        const row = database.prepare(sql).get(...values)
        return row === undefined ? null : (Object.values(row)[0] as string | number | null)
      }
      const broken = [
        ...brokenInvariants(database),
        ...this.#ledger.contradictions(this.trail, look),
        ...this.#changedCalls(database),
      ]
      expectNone(broken, `${when} everything is as it must be`)
      const rings = database.prepare(`SELECT expires_at AS at FROM calls WHERE status = 'RINGING'`).all()
      return rings.map(({ at }) => Number(at))
    } finally {
      database.close()
    }
  }

  /** A call that is over stays as it was to the last column. */
  #changedCalls(database: DatabaseSync): string[] {
    const calls = database.prepare(`SELECT * FROM calls WHERE status NOT IN ('RINGING', 'ACTIVE')`).all()
    const now = new Map(calls.map((call) => [call['id'] as string, JSON.stringify(call)]))
    const changed = [...this.#finished].filter(([id, text]) => now.get(id) !== text)
    for (const [id, text] of now) this.#finished.set(id, text)
    return changed.map(([id, text]) => `a call that was over changed: ${text} to ${now.get(id)}`)
  }
}

async function wordsIn(path: string, words: readonly string[]): Promise<string[]> {
  const bytes = await readFile(path)
  return words.filter((word) => bytes.includes(word))
}

async function expectWholeAudit(directory: string): Promise<void> {
  const { code, output } = await command(['audit', 'verify', '--data', directory])
  assert.equal(code, 0, `praktik audit verify: ${output}`)
}
