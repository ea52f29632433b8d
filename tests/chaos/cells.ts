import { createHash } from 'node:crypto'
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
  erased: 0,
  word: reason,
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
  erased: null,
})

export const accountsWith = (email: string): Cell => ({
  sql: 'SELECT COUNT(*) FROM users WHERE email = ?',
  key: [email],
  before: 0,
  erased: 0,
})

export const isErased = (user: string): Cell => ({
  sql: 'SELECT erased_at IS NOT NULL FROM users WHERE id = ?',
  key: [user],
  before: 0,
  erased: 1,
})

export const livingSignIns = (user: string): Cell => ({
  sql: 'SELECT COUNT(*) FROM sign_ins WHERE user_id = ? AND ended_at IS NULL',
  key: [user],
  before: 1,
  erased: 0,
})

/** Whose the subscription is. */
export const subscriber = (endpoint: string): Cell => ({
  sql: 'SELECT user_id FROM push_subscriptions WHERE endpoint = ?',
  key: [endpoint],
  before: null,
  erased: null,
  word: endpoint,
})

export const secondFactor = (user: string): Cell => ({
  sql: `SELECT CASE WHEN confirmed_at IS NULL THEN 'begun' ELSE 'on' END FROM second_factors WHERE user_id = ?`,
  key: [user],
  before: null,
  erased: null,
})

/** The time step whose one-time password was used last, and never counts again. */
export const lastStep = (user: string): Cell => ({
  sql: 'SELECT last_step FROM second_factors WHERE user_id = ?',
  key: [user],
  before: null,
  erased: null,
})

const digestOf = (code: string) => createHash('sha256').update(code.replaceAll('-', '')).digest('base64url')

/** How many of these recovery codes there are, used ones too. */
export const recoveryCodes = (user: string, codes: readonly string[]): Cell => ({
  sql: 'SELECT COUNT(*) FROM recovery_codes WHERE user_id = ? AND digest IN (SELECT value FROM json_each(?))',
  key: [user, JSON.stringify(codes.map(digestOf))],
  before: 0,
  erased: 0,
})

export const isUsed = (user: string, code: string): Cell => ({
  sql: 'SELECT COUNT(*) FROM recovery_codes WHERE user_id = ? AND digest = ? AND used_at IS NOT NULL',
  key: [user, digestOf(code)],
  before: 0,
  erased: 0,
})
