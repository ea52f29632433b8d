import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Server } from './server.ts'

/** Looks into a server's database or changes it by hand, beside the server and behind its back. */
export function inDatabase<T>(server: Server, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(server.dataDir, 'praktik.db'), { timeout: 5000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** Runs one statement by hand; tells how many rows it changed. */
export function alter(server: Server, sql: string, ...values: SQLInputValue[]): number {
  return inDatabase(server, (database) => Number(database.prepare(sql).run(...values).changes))
}
