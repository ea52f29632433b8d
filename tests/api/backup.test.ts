import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join as pathOf } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import {
  command as callCommand,
  join,
  openPractice,
  readCall,
  readEntry,
  setReady,
  talking,
} from '../support/clinic.ts'
import { seconds, within } from '../support/clock.ts'
import { inDatabase } from '../support/data.ts'
import { atLeast } from '../support/lists.ts'
import { measured } from '../support/measured.ts'
import { registerPatient } from '../support/people.ts'
import { binary, command, inNewDirectory, Server } from '../support/server.ts'
import type { MeTopic } from '../support/wire.ts'

/** `praktik backup` copies a database that is being served, and a server on the copy goes on from there. */
let server: Server
beforeEach(async () => {
  server = await Server.start()
})
afterEach(() => server?.dispose())

const backup = (to: string) => command(['backup', '--data', server.dataDir, '--to', to])
const verify = () => command(['audit', 'verify', '--data', server.dataDir])

async function backedUp(to: string): Promise<string> {
  const { code, output } = await backup(to)
  expect(code, output).toBe(0)
  expect(output).toMatch(/^Backed up to .+ \(\d+ bytes\)\.$/m)
  return to
}

/** What docs/OPERATIONS.md says: stop, put the copy in the place of the data directory, start. */
async function restore(copy: string): Promise<void> {
  await server.stop()
  await rm(server.dataDir, { recursive: true })
  await cp(copy, server.dataDir, { recursive: true })
  await server.restart()
}

/** Makes the database large enough that copying it takes a while. */
const fill = (megabytes: number) =>
  inDatabase(server, (database) =>
    database.exec(`CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${megabytes})
                   SELECT randomblob(1048576) AS bytes FROM n`),
  )

describe('a server on a restored backup', () => {
  test('is_where_the_backup_was_made_and_clients_that_reconnect_see_that', async () => {
    await inNewDirectory(async (directory) => {
      const { doctor, patient, call, entry, schedule } = await talking(server)
      const copy = await backedUp(pathOf(directory, 'copy'))

      const before = await patient.live()
      await before.current<MeTopic>('me')
      await callCommand(doctor, call.id, 'end')
      await before.until<MeTopic>('me', (me) => me.lastCall?.id === call.id, 'the page shows the end of the call')
      const seen = before.view('me')
      const late = await registerPatient(server)
      await join(late, schedule.id)
      await restore(copy)

      expect((await readCall(patient, call.id)).status).toBe('ACTIVE')
      expect((await readEntry(doctor, entry)).status).toBe('IN_CALL')
      const after = await patient.live()
      after.resume('me', seen)
      await after.until<MeTopic>('me', (me) => me.call?.status === 'ACTIVE', 'the page shows the restored call')
      expectProblem(await late.http.get('/api/me'), 401, 'not_signed_in')
      await callCommand(doctor, call.id, 'end')
      const { code, output } = await verify()
      expect(code, output).toBe(0)
    })
  })

  test('signs_nobody_out_whose_sign-in_is_older', async () => {
    await inNewDirectory(async (directory) => {
      const patient = await registerPatient(server)
      const tokens = await patient.tokens()
      await restore(await backedUp(pathOf(directory, 'copy')))
      expectAnswer(await patient.http.get('/api/me'), 200)
      expectAnswer(await patient.http.post('/api/auth/refresh', { refreshToken: tokens.refreshToken }), 200)
    })
  })

  test('fails_the_audit_when_the_newer_heads_of_the_chain_are_put_beside_it', async () => {
    await inNewDirectory(async (directory) => {
      await talking(server)
      const copy = await backedUp(pathOf(directory, 'copy'))
      await talking(server)
      await server.stop()
      const heads = await readFile(pathOf(server.dataDir, 'audit.head'))
      await restore(copy)
      expect((await verify()).code).toBe(0)
      await writeFile(pathOf(server.dataDir, 'audit.head'), heads)
      const { code, output } = await verify()
      expect(output).toMatch(/The audit is broken\. Row \d+: .*(was there once|another seal once)/)
      expect(code).toBe(1)
    })
  })
})

describe('a backup while the server serves', () => {
  test('holds_up_no_command_and_holds_everything_that_was_acknowledged_before_it_began', async () => {
    fill(48)
    const { waiting } = await openPractice(server, 4)
    await inNewDirectory(async (directory) => {
      let slowest = 0
      let done = false
      const changeTheirMinds = waiting.map(async ({ patient, entry }) => {
        for (let ready = false; !done; ready = !ready) {
          const began = performance.now()
          await setReady(patient, entry.id, ready)
          slowest = Math.max(slowest, performance.now() - began)
        }
      })
      await vi.waitFor(() => expect(slowest).toBeGreaterThan(0))
      const acknowledged = inDatabase(server, (database) => rowsOf(database))
      const copy = await backedUp(pathOf(directory, 'copy')).finally(() => {
        done = true
      })
      await Promise.all(changeTheirMinds)
      measured(`slowest command beside a backup of 48 MiB: ${Math.round(slowest)} ms`)
      expect(slowest).toBeLessThan(seconds(1))

      const copied = new DatabaseSync(pathOf(copy, 'praktik.db'), { readOnly: true })
      const rows = rowsOf(copied)
      // Each place is what the record told of it last, in the copy as well: no half command was copied.
      const halves = copied
        .prepare(
          `SELECT COUNT(*) AS count FROM entries WHERE status IS NOT
           (SELECT to_state FROM audit WHERE subject_id = entries.id ORDER BY id DESC LIMIT 1)`,
        )
        .get()
      copied.close()
      expect(rows.entries).toBeGreaterThanOrEqual(acknowledged.entries)
      expect(rows.audit).toBeGreaterThanOrEqual(acknowledged.audit)
      expect(halves).toEqual({ count: 0 })
    })
  })

  const rowsOf = (database: DatabaseSync) => {
    const count = (table: string) => Number(database.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get()?.['n'])
    return { entries: count('entries'), audit: count('audit') }
  }

  test('that_is_killed_in_the_middle_leaves_nothing_under_its_name', async () => {
    fill(32)
    await inNewDirectory(async (directory) => {
      const target = pathOf(directory, 'copy')
      const child = spawn(binary, ['backup', '--data', server.dataDir, '--to', target], { stdio: 'ignore' })
      const over = once(child, 'exit')
      await vi.waitFor(async () => expect(await readdir(directory)).not.toEqual([]), { timeout: 10_000, interval: 1 })
      child.kill('SIGKILL')
      await within(10_000, 'the backup is dead', over)
      expect(await readdir(directory)).not.toContain('copy')
      await backedUp(target)
    })
  })
})

describe('the copy', () => {
  test('is_for_its_owner_only_whole_and_has_every_file_that_belongs_to_the_database', async () => {
    await inNewDirectory(async (directory) => {
      await talking(server)
      await writeFile(pathOf(server.dataDir, 'another.key'), 'no line end')
      await server.stop()
      const copy = await backedUp(pathOf(directory, 'copy'))
      const files = ['another.key', 'audit.head', 'audit.key', 'praktik.db', 'second-factor.key']
      expect((await readdir(copy)).sort()).toEqual(files)
      expect(await readFile(pathOf(copy, 'another.key'), 'utf8')).toBe('no line end')
      expect((await stat(copy)).mode & 0o777).toBe(0o700)
      for (const name of await readdir(copy)) expect((await stat(pathOf(copy, name))).mode & 0o777, name).toBe(0o600)
      expect(await readdir(directory)).toEqual(['copy'])
    })
  })

  test('goes_into_a_folder_with_the_date_where_the_folder_is_there', async () => {
    await inNewDirectory(async (directory) => {
      await backedUp(directory)
      const [made] = atLeast(1, await readdir(directory))
      expect(made).toMatch(/^praktik-\d{8}T\d{6}Z$/)
      expect(await readdir(pathOf(directory, made))).toContain('praktik.db')
    })
  })

  test('takes_the_place_of_nothing', async () => {
    await inNewDirectory(async (directory) => {
      const target = pathOf(directory, 'copy')
      await writeFile(target, 'mine')
      const { code, output } = await backup(target)
      expect(output).toMatch(/copy is there already/)
      expect(code).toBe(1)
      expect(await readFile(target, 'utf8')).toBe('mine')
      expect(await readdir(directory)).toEqual(['copy'])
    })
  })

  test('needs_a_folder_to_stand_in_and_a_database_to_be_of', async () => {
    await inNewDirectory(async (directory) => {
      expect((await backup(pathOf(directory, 'nowhere', 'copy'))).output).toMatch(/No folder can be made in/)
      const empty = pathOf(directory, 'empty')
      await mkdir(empty)
      const { code, output } = await command(['backup', '--data', empty, '--to', pathOf(directory, 'copy')])
      expect(output).toMatch(/There is no database in/)
      expect(code).toBe(1)
      expect(await readdir(directory)).toEqual(['empty'])
      expect(await readdir(empty)).toEqual([])
    })
  })

  test('does_not_bring_what_was_deleted', async () => {
    const word = 'a-word-that-stands-nowhere-else'
    inDatabase(server, (database) => {
      database.exec('PRAGMA secure_delete = OFF; CREATE TABLE words (word TEXT)')
      database.exec(`INSERT INTO words VALUES ('${word.repeat(500)}')`)
      database.exec('DELETE FROM words; PRAGMA wal_checkpoint(TRUNCATE)')
    })
    expect(await readFile(pathOf(server.dataDir, 'praktik.db'), 'latin1')).toContain(word)
    await inNewDirectory(async (directory) => {
      const copy = await backedUp(pathOf(directory, 'copy'))
      expect(await readFile(pathOf(copy, 'praktik.db'), 'latin1')).not.toContain(word)
    })
  })

  test('is_on_record', async () => {
    await inNewDirectory(async (directory) => {
      const copy = await backedUp(pathOf(directory, 'copy'))
      const made = () =>
        inDatabase(server, (database) => database.prepare("SELECT * FROM audit WHERE action = 'backup.make'").all())
      expect(made()).toHaveLength(1)
      expect(made()[0]).toMatchObject({ subject: 'backup', actor_id: null })
      await restore(copy)
      expect(made(), 'in the copy as well').toHaveLength(1)
    })
  })

  test('of_a_damaged_database_is_none', async () => {
    fill(4)
    await server.stop()
    const file = await open(pathOf(server.dataDir, 'praktik.db'), 'r+')
    const { size } = await file.stat()
    await file.write(Buffer.alloc(size / 4, 'x'), 0, size / 4, size / 2)
    await file.close()
    await inNewDirectory(async (directory) => {
      const { code, output } = await backup(pathOf(directory, 'copy'))
      expect(output).toMatch(/^praktik: The database is damaged: .+ There is no backup\.$/m)
      expect(code).toBe(1)
      expect(await readdir(directory)).toEqual([])
    })
  })
})
