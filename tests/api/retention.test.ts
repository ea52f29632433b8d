import { describe, expect, test, vi } from 'vitest'
import { join, leave, openPractice } from '../support/clinic.ts'
import { alter, inDatabase } from '../support/data.ts'
import { registerPatient } from '../support/people.ts'
import { command, inNewDirectory, Server } from '../support/server.ts'

/** What is over goes when the server starts, by its settings; the unit tests move the clock through every kind. */

/** A server that starts again with these flags on a place that was left two years ago, for a reason. */
async function withOldPlace(flags: string[], work: (server: Server, reason: () => unknown) => Promise<void>) {
  const server = await Server.start({ flags })
  try {
    const { schedule } = await openPractice(server, 0)
    const patient = await registerPatient(server)
    const { id } = await join(patient, schedule.id, 'a cough')
    await leave(patient, id)
    await server.stop()
    // The beginning of an id is its time: this one is of June 2024.
    expect(alter(server, "UPDATE entries SET id = '01900000' || substr(id, 9)")).toBe(1)
    await server.restart()
    await work(server, () => inDatabase(server, (database) => database.prepare('SELECT reason FROM entries').get()))
  } finally {
    await server.dispose()
  }
}

describe('a reason of two years ago', () => {
  test('goes_by_itself_and_the_record_tells_that_one_went', async () => {
    await withOldPlace([], async (server, reason) => {
      await vi.waitFor(() => expect(reason()).toEqual({ reason: null }), { timeout: 5000, interval: 20 })
      const lines = inDatabase(server, (database) =>
        database.prepare("SELECT subject, cause, actor_id FROM audit WHERE action = 'retention'").all(),
      )
      expect(lines).toEqual([{ subject: 'reason', cause: '1 rows', actor_id: null }])
    })
  })

  test('stays_where_the_operator_keeps_reasons_for_ever', async () => {
    await withOldPlace(['--keep-reasons-days', '0'], async (server, reason) => {
      await server.stop()
      expect(reason()).toEqual({ reason: 'a cough' })
    })
  })
})

test.each(['-1', '36501', 'long'])('%s_days_are_none', async (days) => {
  await inNewDirectory(async (directory) => {
    for (const kind of ['sign-ins', 'origins', 'receipts', 'reasons', 'quality', 'practices']) {
      const { code, output } = await command(['serve', '--data', directory, `--keep-${kind}-days=${days}`])
      expect(output).toContain(`--keep-${kind}-days`)
      expect(code).not.toBe(0)
    }
  })
})
