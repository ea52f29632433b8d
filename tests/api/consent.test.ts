import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectFieldErrors } from '../support/answers.ts'
import { inDatabase } from '../support/data.ts'
import { Client } from '../support/http.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { command, inNewDirectory, Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { MeTopic, User } from '../support/wire.ts'

/** What patients agree to: which text, whether they did, and when. */
const server = serverForThisFile()

const consentOf = async (of: Server) => {
  const config = await new Client(of.origin).get('/api/config')
  return expectAnswer<{ consent: { version: string; text?: Record<string, string> } }>(config, 200).consent
}
const me = async (who: Person) => expectAnswer<{ user: User }>(await who.http.get('/api/me'), 200).user
const agree = async (who: Person, consentVersion: string) =>
  expectAnswer<{ user: User }>(await who.http.patch('/api/me', { consentVersion }), 200).user
const kept = (who: Person) =>
  inDatabase(server(), (database) =>
    database.prepare('SELECT consent_version AS version, consent_at AS at FROM users WHERE id = ?').get(who.id),
  )
const recorded = (who: Person) =>
  inDatabase(server(), (database) =>
    database
      .prepare("SELECT to_state FROM audit WHERE action = 'user.consent' AND subject_id = ? ORDER BY id")
      .all(who.id)
      .map((row) => row['to_state']),
  )

describe('a patient', () => {
  test('who_registers_with_the_version_of_the_text_has_agreed', async () => {
    const began = Date.now()
    const patient = await registerPatient(server(), { consentVersion: 'praktik-1' })
    expect(patient.user).not.toHaveProperty('consentDue')
    expect(await me(patient)).not.toHaveProperty('consentDue')
    expect(kept(patient)).toEqual({ version: 'praktik-1', at: expect.any(Number) })
    expect(Number(kept(patient)?.['at'])).toBeGreaterThanOrEqual(began)
    expect(recorded(patient)).toEqual(['praktik-1'])
  })

  test.each([{ consentVersion: undefined }, { consentVersion: 'an older text' }])(
    'who_registers_with_%j_is_asked',
    async (more) => {
      const patient = await registerPatient(server(), more)
      expect(patient.user.consentDue).toBe(true)
      expect((await me(patient)).consentDue).toBe(true)
    },
  )

  test('agrees_later_once_and_every_page_of_theirs_hears_so', async () => {
    const patient = await registerPatient(server(), { consentVersion: undefined })
    const page = await patient.live()
    const due = ({ user }: MeTopic) => user.consentDue === true
    await page.until<MeTopic>('me', due, 'the page asks')
    expect(await agree(patient, 'praktik-1')).not.toHaveProperty('consentDue')
    await page.until<MeTopic>('me', (state) => !due(state), 'the page no longer asks')
    const first = kept(patient)
    await agree(patient, 'praktik-1')
    expect(kept(patient), 'a repeat is quiet').toEqual(first)
    expect(recorded(patient)).toEqual(['praktik-1'])
  })

  test('may_name_any_text_of_32_characters_which_then_stands_in_no_record', async () => {
    const patient = await registerPatient(server(), { consentVersion: undefined })
    expect((await agree(patient, 'x'.repeat(32))).consentDue).toBe(true)
    expect(kept(patient)).toMatchObject({ version: 'x'.repeat(32) })
    expect(recorded(patient)).toEqual([null])
    expectFieldErrors(await patient.http.patch('/api/me', { consentVersion: 'x'.repeat(33) }), 'consentVersion')
    expectFieldErrors(await patient.http.patch('/api/me', { consentVersion: null }), 'consentVersion')
  })
})

test('a_doctor_is_not_asked', async () => {
  const doctor = await addDoctor(server())
  expect(await me(doctor)).not.toHaveProperty('consentDue')
})

test('the_demo_patients_have_agreed', async () => {
  const demo = await Server.start({ demo: true })
  try {
    const { accounts } = expectAnswer<{ accounts: { email: string; password: string; role: string }[] }>(
      await new Client(demo.origin).get('/api/demo'),
      200,
    )
    for (const { email, password } of accounts) {
      const { user } = expectAnswer<{ user: User }>(
        await new Client(demo.origin).post('/api/auth/login', { email, password }),
        200,
      )
      expect(user).not.toHaveProperty('consentDue')
    }
  } finally {
    await demo.dispose()
  }
})

describe('the text', () => {
  test('is_the_own_one_of_the_app_unless_told_otherwise', async () => {
    expect(await consentOf(server())).toEqual({ version: 'praktik-1' })
  })

  test('of_the_clinic_has_a_version_that_changes_with_it_and_then_everybody_is_asked_again', async () => {
    await inNewDirectory(async (directory) => {
      const text = { en: 'Your clinic keeps what you tell it.\n', id: 'Klinik menyimpan apa yang Anda sampaikan.\n' }
      await writeFile(join(directory, 'en.txt'), text.en)
      await writeFile(join(directory, 'id.txt'), text.id)
      const clinic = await Server.start({ flags: ['--consent', directory] })
      try {
        const { version } = await consentOf(clinic)
        expect(version).toMatch(/^[0-9a-f]{12}$/)
        expect(await consentOf(clinic)).toEqual({ version, text })
        const patient = await registerPatient(clinic, { consentVersion: version })
        expect(await me(patient)).not.toHaveProperty('consentDue')
        await clinic.stop()
        await writeFile(join(directory, 'en.txt'), `${text.en}And for how long.\n`)
        await clinic.restart()
        expect((await me(patient)).consentDue).toBe(true)
        const longer = (await consentOf(clinic)).version
        await clinic.stop()
        // The same words in the other language are another text.
        await writeFile(join(directory, 'en.txt'), text.en)
        await writeFile(join(directory, 'id.txt'), `And for how long.\n${text.id}`)
        await clinic.restart()
        expect([version, longer]).not.toContain((await consentOf(clinic)).version)
        expect(await agree(patient, (await consentOf(clinic)).version)).not.toHaveProperty('consentDue')
      } finally {
        await clinic.dispose()
      }
    })
  })

  test('may_be_in_one_language', async () => {
    await inNewDirectory(async (directory) => {
      await writeFile(join(directory, 'id.txt'), 'Satu bahasa.')
      const clinic = await Server.start({ flags: ['--consent', directory] })
      try {
        expect((await consentOf(clinic)).text).toEqual({ id: 'Satu bahasa.' })
      } finally {
        await clinic.dispose()
      }
    })
  })

  test.each([
    ['is not there', undefined, /neither en\.txt nor id\.txt/],
    ['is empty', ' \n', /holds no text in UTF-8/],
    ['is not UTF-8', Buffer.from([0x48, 0xff, 0xfe]), /holds no text in UTF-8/],
    ['is longer than 64 KiB', 'x'.repeat(65_537), /longer than 65536 bytes/],
  ])('that %s stops the start', async (_, text, words) => {
    await inNewDirectory(async (directory) => {
      const folder = join(directory, 'consent')
      await mkdir(folder)
      if (text !== undefined) await writeFile(join(folder, 'en.txt'), text)
      const data = join(directory, 'data')
      const { code, output } = await command(['serve', '--listen', '127.0.0.1:0', '--data', data, '--consent', folder])
      expect(output).toMatch(words)
      expect(code).toBe(1)
    })
  })
})
