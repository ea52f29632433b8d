import assert from 'node:assert/strict'
import { atInstant, seconds } from '../support/clock.ts'
import { inDatabase } from '../support/data.ts'
import type { Server } from '../support/server.ts'

/** For the end of a ring the server stays away for so long at most. */
const longestWait = seconds(3)
/** The contract's bound between a ring's end and its outcome. */
const inTime = seconds(1)

interface Ring {
  id: string
  status: string
  expires: number
  ended: number | null
}

/** Knows when the server was away, and so which rings had to be ended late. */
export class Rings {
  readonly #server: Server
  readonly #outages: { from: number; to: number }[] = []
  #endedAt = 0
  readonly counts = { missedInTime: 0, missedAfterAnOutage: 0, latestMs: 0 }

  constructor(server: Server) {
    this.#server = server
  }

  serverEnds(): void {
    this.#endedAt = Date.now()
  }

  serverBegins(): void {
    this.#outages.push({ from: this.#endedAt, to: Date.now() })
  }

  /** Resolves when the first of these is over, if that is soon. */
  async oneRunsOut(ends: readonly number[]): Promise<void> {
    const next = Math.min(...ends.filter((at) => at > Date.now()))
    if (next < Date.now() + longestWait) await atInstant(next + 10)
  }

  /** Throws when a ring ended before its time, or later than that and the outages allow. */
  expectAllInTime(): void {
    const now = Date.now()
    const rings = inDatabase(this.#server, (database) => database.prepare(everyLateRing).all(now - inTime))
    this.counts.missedInTime = 0
    this.counts.missedAfterAnOutage = 0
    for (const { id, status, expires, ended } of rings as unknown as Ring[]) {
      // What was due just before the end had no time left.
      const outage = this.#outages.find(({ from, to }) => from - inTime <= expires && expires <= to)
      const late = (ended ?? now) - Math.max(expires, outage?.to ?? 0)
      assert.ok(ended === null || ended >= expires, `call ${id} was MISSED before its time`)
      assert.ok(late <= inTime, `call ${id} is ${status} ${late} ms after its time`)
      this.counts.latestMs = Math.max(this.counts.latestMs, late)
      this.counts[outage ? 'missedAfterAnOutage' : 'missedInTime']++
    }
  }
}

const everyLateRing = `SELECT id, status, expires_at AS expires, ended_at AS ended FROM calls
  WHERE status = 'MISSED' OR (status = 'RINGING' AND expires_at < ?)`
