import { execFile } from 'node:child_process'
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import { join as pathOf } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import { createSchedule, join, openPractice, readQueue, setReady } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { inDatabase } from '../support/data.ts'
import { Client } from '../support/http.ts'
import { atLeast } from '../support/lists.ts'
import { addDoctor, newAccount, type Person, registerPatient } from '../support/people.ts'
import { binary, command, inNewDirectory, Server } from '../support/server.ts'
import { SmallDisk } from '../support/small-disk.ts'

/** A disk or a database that fails: said clearly, nothing lost, and over as soon as the cause is. */
const run = promisify(execFile)
let server: Server | undefined
afterEach(() => server?.dispose())

interface Serving {
  origin: string
}
const ready = (of: Serving) => new Client(of.origin).get('/readyz')
/** What /readyz says is the matter. */
const detail = async (of: Serving) => {
  const answer = await ready(of)
  return answer.status === 200 ? '' : expectProblem(answer, 503, 'try_again').detail
}
const readyAgain = (of: Serving) =>
  vi.waitFor(async () => expect((await ready(of)).status).toBe(200), { timeout: seconds(5), interval: 50 })
const check = (data: string) => command(['check', '--data', data])

describe('a disk without room', () => {
  test('refuses_commands_answers_reads_and_takes_commands_again_when_there_is_room', async () => {
    await inNewDirectory(async (directory) => {
      const disk = await SmallDisk.start(directory, 8)
      try {
        const patient = Client.withCookies(disk.origin)
        const account = { ...newAccount('PATIENT'), name: 'Patient' }
        expectAnswer(await patient.post('/api/auth/register', account), 201)
        const filler = pathOf(disk.dataDir, 'filler')
        const full = await writeFile(filler, Buffer.alloc(16 * 1024 * 1024)).then(
          () => false,
          (error: NodeJS.ErrnoException) => error.code === 'ENOSPC',
        )
        expect(full, 'the disk is full').toBe(true)

        const rename = (name: string) => patient.patch('/api/me', { name })
        // What the log still has room for is taken.
        let taken = 'Patient'
        await vi.waitFor(
          async () => {
            const answer = await rename(`${taken}.`)
            if (answer.status === 200) taken = `${taken}.`
            expectProblem(answer, 503, 'try_again')
          },
          { timeout: seconds(10), interval: 0 },
        )
        expect(await detail(disk)).toMatch(/^(The disk is full|The disk does not take what is written)\.$/)
        const name = async () => expectAnswer<{ user: { name: string } }>(await patient.get('/api/me'), 200).user.name
        expect(await name()).toBe(taken)
        expectAnswer(await patient.get('/api/schedules'), 200)
        expect(disk.log).toMatch(/error .*Commands are refused as long as this is so/)
        expect(disk.log.match(/ error /g), 'said once').toHaveLength(1)

        await rm(filler)
        await readyAgain(disk)
        expectAnswer(await rename('Room again'), 200)
        expect(await name()).toBe('Room again')
        expect(disk.log).toMatch(/the database takes changes again/)
      } finally {
        await disk.stop()
      }
    })
  })

  test('does_not_keep_anybody_from_making_a_backup_elsewhere', async () => {
    await inNewDirectory(async (directory) => {
      const folder = async (name: string) => {
        await mkdir(pathOf(directory, name))
        return pathOf(directory, name)
      }
      const disk = await SmallDisk.start(await folder('disk'), 8)
      try {
        const patient = Client.withCookies(disk.origin)
        expectAnswer(await patient.post('/api/auth/register', newAccount('PATIENT')), 201)
        await writeFile(pathOf(disk.dataDir, 'filler'), Buffer.alloc(16 * 1024 * 1024)).catch(() => undefined)
        const refused = async () =>
          expectProblem(await patient.patch('/api/me', { name: `${Math.random()}` }), 503, 'try_again')
        await vi.waitFor(refused, { timeout: seconds(10), interval: 0 })

        const copies = await folder('copies')
        const { code, output } = disk.command('backup', ['--to', pathOf(copies, 'one')])
        expect(code, output).toBe(0)
        expect(output).toMatch(/^praktik: .*not on record that this backup was made\.$/m)
        expect(output).toMatch(/^Backed up to /m)
        const copy = new DatabaseSync(pathOf(copies, 'one', 'praktik.db'), { readOnly: true })
        expect(copy.prepare('SELECT COUNT(*) AS people FROM users').get()).toEqual({ people: 1 })
        copy.close()
      } finally {
        await disk.stop()
      }
    })
  })

  /** Lets no file of the server's grow beyond these bytes. */
  const limit = async (bytes: string) => {
    const pid = /\bpid=(\d+)/.exec((await run('ss', ['-Hltnp', `sport = :${server?.port}`])).stdout)?.[1]
    await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
  }

  test('costs_nobody_who_is_refused_for_it_an_attempt_to_sign_in', async () => {
    server = await Server.start({ throttle: 'on' })
    const { email, password } = await registerPatient(server)
    const signIn = (given: string) =>
      new Client(server?.origin ?? '').post('/api/auth/login', { email, password: given })
    await limit('1')
    for (let tries = 0; tries < 12; ++tries) {
      expectProblem(await signIn(password), 503, 'try_again')
      expectProblem(await signIn('a guess, and wrong'), 503, 'try_again')
    }
    await limit('unlimited')
    await readyAgain(server)
    expectAnswer(await signIn(password), 200)
  })

  test('that_stops_a_file_from_growing_is_the_same', async () => {
    server = await Server.start()
    const { doctor, schedule, waiting } = await openPractice(server, 1)
    const [{ patient, entry }] = atLeast(1, waiting)
    await limit('1')
    expectProblem(await patient.http.put(`/api/queue/${entry.id}/readiness`, { ready: false }), 503, 'try_again')
    expect(await detail(server)).toBe('The disk does not take what is written.')
    const [kept] = atLeast(1, await readQueue(doctor, schedule.id))
    expect(kept.status).toBe('READY')
    await limit('unlimited')
    await readyAgain(server)
    expect((await setReady(patient, entry.id, false)).status).toBe('NOT_READY')
    await server.stop()
    const { code, output } = await command(['audit', 'verify', '--data', server.dataDir])
    expect(code, output).toBe(0)
  })
})

describe('a database that can only be read', () => {
  test('stops_the_start_with_the_reason_and_stays_as_it_was', async () => {
    server = await Server.start()
    await registerPatient(server)
    await server.stop()
    // Root may write what its permissions forbid, so whoever is root looks at it as nobody.
    await run('sh', ['-c', 'chown -R 65534:65534 "$1" && chmod 400 "$1/praktik.db"', 'sh', server.dataDir])
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', binary]
    const serve = ['serve', '--listen', '127.0.0.1:0', '--data', server.dataDir]
    const failure = (await run('setpriv', [...asNobody, ...serve]).catch((error) => error)) as {
      code: number
      stderr: string
    }
    expect(failure.stderr).toMatch(/the database in .* cannot be written: .*readonly/)
    expect(failure.code).toBe(1)
    await run('chmod', ['600', pathOf(server.dataDir, 'praktik.db')])
    await server.restart()
    await readyAgain(server)
  })
})

describe('a damaged database', () => {
  /** Overwrites every page behind the first ones, which hold the schema. */
  async function damage(data: string) {
    const file = await open(pathOf(data, 'praktik.db'), 'r+')
    const { size } = await file.stat()
    const from = 4096
    await file.write(Buffer.alloc(size - from, 'x'), 0, size - from, from)
    await file.close()
  }

  test('stops_the_start_and_the_check_which_say_to_put_a_backup_back', async () => {
    server = await Server.start()
    await registerPatient(server)
    await server.stop()
    await damage(server.dataDir)
    const checked = await check(server.dataDir)
    expect(checked.output).toMatch(/error +data: the database in .* is damaged: .+ Put a backup back/)
    expect(checked.code).toBe(1)
    const served = await command(['serve', '--listen', '127.0.0.1:0', '--data', server.dataDir])
    expect(served.output).toMatch(/the database in .* is damaged: .+ Put a backup back/)
    expect(served.code).toBe(1)
  })

  test('that_is_no_database_at_all_is_named_as_such', async () => {
    await inNewDirectory(async (directory) => {
      await writeFile(pathOf(directory, 'praktik.db'), 'x'.repeat(8192))
      const { output } = await check(directory)
      expect(output).toMatch(/error +data: the database in .* is damaged: .*not a database/)
      expect(await readdir(directory)).toEqual(['praktik.db'])
    })
  })

  /** Overwrites the pages at which these tables and their indexes begin. */
  async function damageTables(of: Server, tables: string[]) {
    const { pageSize, roots } = inDatabase(of, (database) => {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      const marks = tables.map(() => '?').join()
      return {
        pageSize: Number(database.prepare('PRAGMA page_size').get()?.['page_size']),
        roots: database.prepare(`SELECT rootpage FROM sqlite_master WHERE tbl_name IN (${marks})`).all(...tables),
      }
    })
    const file = await open(pathOf(of.dataDir, 'praktik.db'), 'r+')
    for (const { rootpage } of roots) {
      await file.write(Buffer.alloc(pageSize, 'x'), 0, pageSize, (Number(rootpage) - 1) * pageSize)
    }
    await file.close()
  }

  const reads: [string, (patient: Person) => Promise<unknown>][] = [
    ['a_request', async ({ http }) => expectProblem(await http.get('/api/schedules'), 503, 'try_again')],
    ['a_page_that_watches', async (patient) => (await patient.live()).watch('directory')],
  ]
  test.each(reads)('that_is_met_by_%s_that_only_reads_is_said_as_loudly_and_once', async (_, read) => {
    server = await Server.start()
    await createSchedule(await addDoctor(server))
    const patient = await registerPatient(server)
    await server.stop()
    await server.restart()
    // That somebody else was at the database makes the server read some of it anew, so it may meet the damage by itself.
    await damageTables(server, ['schedules'])
    await read(patient)
    await read(patient)
    await server.says(/error .*The database is damaged: stop the server and put a backup back/)
    expect(await detail(server)).toBe('The database is damaged.')
    await read(patient)
    expect(server.log.match(/ error /g), 'said once').toHaveLength(1)
  })

  test('while_it_is_served_gives_no_answer_rather_than_a_wrong_one_and_says_so_loudly', async () => {
    server = await Server.start()
    const doctor = await addDoctor(server)
    const schedule = await createSchedule(doctor)
    const patient = await registerPatient(server)
    await join(patient, schedule.id)
    // From the file alone: what a server has read once, it may have in memory.
    await server.stop()
    inDatabase(server, (database) => database.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
    await server.restart()
    await damage(server.dataDir)
    const { email, password } = patient
    expectProblem(await new Client(server.origin).post('/api/auth/login', { email, password }), 503, 'try_again')
    await server.says(/error .*The database is damaged: stop the server and put a backup back/)
    expect(await detail(server)).toBe('The database is damaged.')
    expectProblem(
      await new Client(server.origin).post('/api/auth/register', { email: 'new@example.org', password, name: 'N' }),
      503,
    )
  })
})
