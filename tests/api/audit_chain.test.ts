import { createHmac } from 'node:crypto'
import { appendFile, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { command as callCommand, talking } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { alter, inDatabase } from '../support/data.ts'
import { Client } from '../support/http.ts'
import { addUser, newAccount, registerPatient } from '../support/people.ts'
import { command, inNewDirectory, Server } from '../support/server.ts'

/** The record of who did what is chained by seals; what is changed in it by hand is found and named. */
let server: Server
beforeEach(async () => {
  server = await Server.start()
})
afterEach(() => server?.dispose())

const verify = () => command(['audit', 'verify', '--data', server.dataDir])
const count = (sql: string) =>
  inDatabase(server, (database) => Number(Object.values(database.prepare(sql).get() ?? {})[0]))
const unsealed = () => count('SELECT COUNT(*) FROM audit WHERE seal_number IS NULL')
const sealed = () => count('SELECT COALESCE(MAX(seal_number), 0) FROM audit')
const everythingSealed = () =>
  vi.waitFor(() => expect(unsealed(), 'every row is sealed').toBe(0), { timeout: 5000, interval: 20 })

/** A consultation from its beginning to its end, all of it sealed. */
async function recordSomething() {
  const consultation = await talking(server)
  await callCommand(consultation.doctor, consultation.call.id, 'end')
  await everythingSealed()
  return consultation
}

const head = () => join(server.dataDir, 'audit.head')

/** @param row the number of the row that is named; none where it is no row of the chain */
const broken = async (row: number | string | undefined, sentence: RegExp) => {
  const { code, output } = await verify()
  const named = row === undefined ? '(?!Row)' : `Row ${row}: `
  expect(output).toMatch(new RegExp(`^praktik: The audit is broken\\. ${named}.*${sentence.source}`, 'm'))
  expect(code).toBe(1)
}

describe('praktik audit verify', () => {
  test('finds_a_whole_chain_beside_the_server_and_after_it', async () => {
    await recordSomething()
    const rows = sealed()
    expect(rows).toBeGreaterThan(10)
    const beside = await verify()
    expect(beside.output).toBe(`${rows} rows are whole; 0 are not sealed yet.\n`)
    expect(beside.code).toBe(0)
    await server.stop()
    expect((await verify()).output).toBe(`${rows} rows are whole; 0 are not sealed yet.\n`)
  })

  test('finds_it_whole_after_a_kill_and_counts_what_was_not_sealed', async () => {
    await recordSomething()
    await registerPatient(server)
    await server.kill9()
    const { code, output } = await verify()
    expect(output).toMatch(/^\d+ rows are whole; \d+ are not sealed yet\.$/m)
    expect(code).toBe(0)
    const left = unsealed()
    const before = sealed()
    await server.restart()
    await everythingSealed()
    expect(sealed()).toBeGreaterThanOrEqual(before + left)
    expect((await verify()).code).toBe(0)
  })

  test('seals_within_a_second', async () => {
    await recordSomething()
    await registerPatient(server)
    const began = performance.now()
    await everythingSealed()
    expect(performance.now() - began).toBeLessThan(seconds(1.5))
  })

  test('seals_what_is_left_when_the_server_is_stopped_and_notes_the_head', async () => {
    await recordSomething()
    await registerPatient(server)
    await server.stop()
    expect(unsealed()).toBe(0)
    const [number] =
      (await readFile(join(server.dataDir, 'audit.head'), 'utf8')).trimEnd().split('\n').at(-1)?.split(' ') ?? []
    expect(Number(number)).toBe(sealed())
  })

  test('counts_what_a_command_recorded_while_no_server_ran', async () => {
    await recordSomething()
    await server.stop()
    await addUser(server, 'patient', newAccount('PATIENT'))
    expect((await verify()).output).toMatch(/; 1 are not sealed yet\.$/m)
  })

  test('of_a_directory_without_a_database_makes_none', async () => {
    await inNewDirectory(async (directory) => {
      const { code, output } = await command(['audit', 'verify', '--data', directory])
      expect(output).toMatch(/There is no database in/)
      expect(code).toBe(1)
      expect(await readdir(directory)).toEqual([])
    })
  })
})

describe('a row that is changed by hand is named', () => {
  const columns = [
    ['at', 1],
    ['actor_id', null],
    ['action', 'call.decline'],
    ['subject', 'entry'],
    ['subject_id', 'another'],
    ['doctor_id', null],
    ['patient_id', null],
    ['from_state', 'ACTIVE'],
    ['to_state', 'MISSED'],
    ['cause', 'HUNG_UP'],
    ['request_id', null],
    ['origin_digest', null],
    ['seal', '00'],
  ] as const

  test('whatever_was_changed_in_it', async () => {
    await recordSomething()
    for (const [column, value] of columns) {
      const row = inDatabase(server, (database) =>
        database.prepare("SELECT seal_number, * FROM audit WHERE action = 'call.accept' AND subject = 'call'").get(),
      ) as Record<string, number | string | null>
      const number = row['seal_number'] as number
      const set = `UPDATE audit SET ${column} = ? WHERE seal_number = ?`
      expect(alter(server, set, value, number), column).toBe(1)
      await broken(number, /was altered/)
      alter(server, set, row[column] ?? null, number)
      expect((await verify()).code, `${column} as it was`).toBe(0)
    }
  })

  const forms = [
    'patient_id = upper(patient_id)',
    'doctor_id = CAST(doctor_id AS BLOB)',
    'id = upper(id)',
    'at = at + 0.4',
    "at = at || 'abc'",
    'cause = CAST(cause AS BLOB)',
    'seal = NULL',
    'seal_number = seal_number + 0.4',
  ]

  test.each(forms)('whose_value_has_a_form_that_only_reads_alike: %s', async (set) => {
    await recordSomething()
    const number = count("SELECT seal_number FROM audit WHERE action = 'call.end' AND subject = 'call'")
    alter(server, 'DELETE FROM audit_origins')
    expect(alter(server, `UPDATE audit SET ${set} WHERE seal_number = ?`, number)).toBe(1)
    await broken(/^seal_number/.test(set) ? undefined : number, /in a form that Praktik does not write/)
  })

  test('that_it_was_put_in_before_the_first', async () => {
    await recordSomething()
    const put = `INSERT INTO audit (id, at, action, subject, subject_id, seal_number, seal)
      VALUES ('0194b0c2-0000-7000-8000-000000000001', 1, 'entry.remove', 'entry', 'x', ?, 'seal')`
    for (const number of [0, -3]) {
      alter(server, put, number)
      await broken(undefined, /A row without a place in the chain .* in a form that Praktik does not write/)
      alter(server, 'DELETE FROM audit WHERE seal_number = ?', number)
      expect((await verify()).code).toBe(0)
    }
  })

  test('that_it_was_put_in_with_an_old_time_for_the_server_to_seal', async () => {
    await recordSomething()
    const before = sealed()
    alter(
      server,
      `INSERT INTO audit (id, at, action, subject, subject_id)
       VALUES ('0194b0c2-0000-7000-8000-000000000001', 1700000000000, 'entry.remove', 'entry', 'x')`,
    )
    await registerPatient(server)
    await everythingSealed()
    const { code, output } = await verify()
    expect(output).toMatch(
      new RegExp(`^Row ${before + 1} tells of a time minutes before .* put the row in by hand`, 'm'),
    )
    expect(code).toBe(0)
  })

  test('that_a_trigger_changes_what_is_recorded', async () => {
    await recordSomething()
    alter(server, 'CREATE TRIGGER forget AFTER INSERT ON audit BEGIN DELETE FROM audit WHERE id = new.id; END')
    await broken(undefined, /The database has the trigger or view forget/)
  })

  test('that_it_was_taken_out', async () => {
    await recordSomething()
    alter(server, 'DELETE FROM audit_origins')
    alter(server, 'DELETE FROM audit WHERE seal_number = 5')
    await broken(5, /missing/)
  })

  test('that_two_were_exchanged', async () => {
    await recordSomething()
    for (const [from, to] of [
      [5, -1],
      [6, 5],
      [-1, 6],
    ] as const) {
      alter(server, 'UPDATE audit SET seal_number = ? WHERE seal_number = ?', to, from)
    }
    await broken(5, /was altered/)
  })

  test('that_one_was_put_in', async () => {
    await recordSomething()
    alter(
      server,
      `INSERT INTO audit (id, at, action, subject, subject_id, seal_number, seal)
       SELECT '0194b0c2-0000-7000-8000-000000000001', at, action, subject, subject_id, seal_number + 1, seal
       FROM audit ORDER BY seal_number DESC LIMIT 1`,
    )
    await broken(sealed(), /was altered/)
  })

  test('that_the_last_ones_were_cut_off', async () => {
    await recordSomething()
    await server.stop()
    const last = sealed()
    alter(server, 'DELETE FROM audit_origins')
    alter(server, 'DELETE FROM audit WHERE seal_number > ?', last - 3)
    await broken(last, /was there once/)
  })

  test('that_the_whole_chain_was_made_anew_with_another_key', async () => {
    await recordSomething()
    await writeFile(join(server.dataDir, 'audit.key'), `${Buffer.alloc(32, 1).toString('base64url')}\n`)
    await broken(1, /altered, or the key is another/)
  })
})

describe('what somebody else changed while the server serves', () => {
  const unseal = "UPDATE audit SET cause = 'x', seal = NULL, seal_number = NULL WHERE seal_number > ?"
  const cutOff = 'DELETE FROM audit WHERE seal_number > ?'

  /** Changes the last five sealed rows; tells the number of the last one that there was. */
  const change = (sql: string) =>
    inDatabase(server, (database) => {
      database.exec('BEGIN IMMEDIATE; DELETE FROM audit_origins')
      const last = Number(database.prepare('SELECT MAX(seal_number) AS last FROM audit').get()?.['last'])
      expect(database.prepare(sql).run(last - 5).changes).toBe(5)
      database.exec('COMMIT')
      return last
    })

  test.each([
    ['rows_that_were_unsealed_and_altered', unseal],
    ['rows_that_were_cut_off', cutOff],
  ])('%s_are_not_covered_by_new_seals', async (_, sql) => {
    await recordSomething()
    const last = change(sql)
    await registerPatient(server)
    await server.says(/error somebody else changed the audit: its last sealed row was \d+ and is now \d+\./)
    await vi.waitFor(() => broken(last, /was there once/), { timeout: 10_000 })

    const before = sealed()
    await server.stop()
    await server.restart()
    await server.says(new RegExp(`error the audit is not the one that audit\\.head .* Row ${last}: .*was there once`))
    await registerPatient(server)
    await server.stop()
    expect(sealed()).toBe(before)
    await broken(last, /was there once/)
  })

  test('while_none_serves_is_not_covered_at_the_next_start', async () => {
    await recordSomething()
    await server.stop()
    const last = change(unseal)
    await server.restart()
    await registerPatient(server)
    await server.stop()
    expect(server.log).toMatch(/error the audit is not the one that audit\.head/)
    expect(sealed()).toBe(last - 5)
    await broken(last, /was there once/)
  })

  test('goes_on_with_a_new_audit_head_when_an_older_database_was_put_back_on_purpose', async () => {
    await recordSomething()
    await server.stop()
    change(cutOff)
    await rename(head(), `${head()}.kept`)
    await server.restart()
    await recordSomething()
    expect((await verify()).code).toBe(0)
    await server.stop()
    expect((await verify()).code).toBe(0)
    expect(server.log).not.toMatch(/ error /)
  })
})

describe('from where somebody came', () => {
  const rowsFrom = () => count('SELECT COUNT(*) FROM audit_origins')

  test('is_sealed_by_its_digest', async () => {
    await recordSomething()
    const number = count('SELECT MIN(seal_number) FROM audit JOIN audit_origins ON audit_id = id')
    const set = 'UPDATE audit_origins SET address = ? WHERE audit_id = (SELECT id FROM audit WHERE seal_number = ?)'
    alter(server, set, '192.0.2.7', number)
    await broken(number, /address or browser .* was altered/)
    alter(server, set, '127.0.0.1', number)
    expect((await verify()).code).toBe(0)
  })

  test('may_be_erased', async () => {
    await recordSomething()
    expect(rowsFrom()).toBeGreaterThan(0)
    alter(server, 'DELETE FROM audit_origins')
    expect((await verify()).code).toBe(0)
  })

  test('stands_for_a_failed_sign_in_too', async () => {
    const { email } = await registerPatient(server)
    await new Client(server.origin).post('/api/auth/login', { email, password: 'wrong it is' })
    expect(
      count("SELECT COUNT(*) FROM audit JOIN audit_origins ON audit_id = id WHERE action = 'sign_in.failed'"),
    ).toBe(1)
  })
})

describe('the files beside the database', () => {
  test('are_for_their_owner_only', async () => {
    await recordSomething()
    await server.stop()
    for (const name of ['audit.key', 'audit.head']) {
      expect((await stat(join(server.dataDir, name))).mode & 0o777, name).toBe(0o600)
    }
  })

  test('a_head_whose_line_was_torn_off_does_not_count_and_takes_no_other_with_it', async () => {
    await recordSomething()
    await server.stop()
    for (const torn of ['9', '99999', '99999 ', `99999 ${'a'.repeat(63)}`]) {
      await appendFile(head(), torn)
      expect((await verify()).code, torn).toBe(0)
      await server.restart()
      await registerPatient(server)
      await server.stop()
      const lines = (await readFile(head(), 'utf8')).split('\n')
      expect(lines).toContain(torn)
      expect(lines.at(-2)).toMatch(new RegExp(`^${sealed()} [0-9a-f]{64}$`))
      expect((await verify()).code, torn).toBe(0)
    }
  })

  test('a_head_whose_line_is_whole_and_fits_no_row_is_named', async () => {
    await recordSomething()
    await server.stop()
    const whole = await readFile(head(), 'utf8')
    const [line = '', number = ''] = /^(\d+) [0-9a-f]{64}$/m.exec(whole) ?? []
    const put = (text: string) => writeFile(head(), whole.replace(line, text))
    await put(line.slice(0, -1) + (line.endsWith('0') ? '1' : '0'))
    await broken(number, /another seal once/)
    await put(`99999${line.slice(number.length)}`)
    await broken(99_999, /was there once/)
    await put(`${number} 0A1B`)
    await broken(number, /another seal once/)
    for (const none of ['no head', '', `${number}0a1b`]) {
      await put(none)
      await broken(undefined, /a line that is none/)
    }
    await put(line)
    expect((await verify()).code).toBe(0)
  })

  test('a_head_that_could_not_be_noted_is_noted_later', async () => {
    await recordSomething()
    await server.stop()
    await rm(head())
    await mkdir(head())
    await server.restart()
    await server.says(/error the head of the audit cannot be noted/)
    await rmdir(head())
    await server.stop()
    expect(await readFile(head(), 'utf8')).toMatch(new RegExp(`^${sealed()} [0-9a-f]{64}\n$`))
  })

  test('without_the_key_the_server_records_and_seals_nothing_until_it_is_back', async () => {
    await recordSomething()
    await server.stop()
    const key = join(server.dataDir, 'audit.key')
    await rename(key, `${key}.away`)
    expect((await verify()).output).toMatch(/audit\.key is not in the data directory/)
    const before = sealed()
    await server.restart()
    await registerPatient(server)
    await server.stop()
    expect(server.log).toMatch(/error audit\.key is gone/)
    expect(sealed()).toBe(before)
    expect(unsealed()).toBeGreaterThan(0)
    await rename(`${key}.away`, key)
    await server.restart()
    await everythingSealed()
    expect((await verify()).code).toBe(0)
  })

  test('a_key_that_is_none_stops_the_start', async () => {
    await server.stop()
    await writeFile(join(server.dataDir, 'audit.key'), 'no key\n')
    const { code, output } = await command(['serve', '--listen', '127.0.0.1:0', '--data', server.dataDir])
    expect(output).toMatch(/audit\.key cannot be read, or holds no key/)
    expect(code).toBe(1)
  })
})

describe('praktik audit export', () => {
  type Line = Record<string, string | number>
  const exported = async () => {
    const { code, output } = await command(['audit', 'export', '--data', server.dataDir])
    expect(code, output).toBe(0)
    return output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  }
  const field = (value: string | number | undefined) =>
    value === undefined ? '-' : `${Buffer.byteLength(String(value))}:${value}`

  test('prints_lines_that_anybody_with_the_key_can_check', async () => {
    await recordSomething()
    const lines = await exported()
    const key = Buffer.from((await readFile(join(server.dataDir, 'audit.key'), 'utf8')).trim(), 'base64url')
    let before = ''
    for (const [index, line] of lines.entries()) {
      expect(line['number']).toBe(index + 1)
      const names = ['number', 'id', 'at', 'actor', 'action', 'subject', 'subjectId', 'doctor', 'patient', 'from', 'to']
      const said = [...names, 'cause', 'requestId', 'originDigest'].map((name) => field(line[name]))
      const seal = createHmac('sha256', key)
        .update([field(before), ...said].join(''))
        .digest('hex')
      expect(line['seal'], `row ${index + 1}`).toBe(seal)
      before = seal
    }
  })

  test('tells_no_name_no_address_and_is_recorded_itself', async () => {
    const { doctor, patient } = await recordSomething()
    await exported()
    await everythingSealed()
    const lines = await exported()
    expect(lines.filter(({ action }) => action === 'audit.export')).toHaveLength(1)
    const text = JSON.stringify(lines)
    for (const secret of [doctor.email, doctor.user.name, patient.email, patient.user.name, '127.0.0.1']) {
      expect(text).not.toContain(secret)
    }
    expect(text).toContain(patient.id)
  })
})
