import type { Role } from '../support/wire.ts'
import type { Cell } from './worlds.ts'

/** Everything of the database that one person's commands alone change and that the ledger keeps account of. */

export const scheduleCell = (id: string, column: 'capacity' | 'notice'): Cell => ({
  sql: `SELECT ${column} FROM schedules WHERE id = ?`,
  key: [id],
  before: null,
})

/** How many schedules have this note, which no other has. */
export const noted = (note: string): Cell => ({
  sql: 'SELECT COUNT(*) FROM schedules WHERE note = ?',
  key: [note],
  before: 0,
})

/** How many places in a queue have this reason, which no other has. */
export const reasoned = (reason: string): Cell => ({
  sql: 'SELECT COUNT(*) FROM entries WHERE reason = ?',
  key: [reason],
  before: 0,
})

export const qualitySeconds = (call: string, side: Role): Cell => ({
  sql: 'SELECT seconds FROM call_quality WHERE call_id = ? AND side = ?',
  key: [call, side],
  before: null,
})

export const phone = (user: string): Cell => ({
  sql: 'SELECT phone FROM users WHERE id = ?',
  key: [user],
  before: null,
})

/** Whose the subscription is. */
export const subscriber = (endpoint: string): Cell => ({
  sql: 'SELECT user_id FROM push_subscriptions WHERE endpoint = ?',
  key: [endpoint],
  before: null,
})
