import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import { command as callCommand, talking } from '../support/clinic.ts'
import { inDatabase } from '../support/data.ts'
import { Client } from '../support/http.ts'
import { Live } from '../support/live.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { command, Server } from '../support/server.ts'
import { claimsOf, signed, tokenKey } from '../support/tokens.ts'
import { UpgradeRefused } from '../support/upgrade.ts'
import type { AuditEntry } from '../support/wire.ts'

/** Whoever is kept from what is not theirs stands in the record; what merely goes wrong does not. */
let server: Server
beforeEach(async () => {
  server = await Server.start({ throttle: 'on' })
})
afterEach(() => server?.dispose())

interface Row {
  action: string
  subject: string
  subject_id: string
  actor_id: string | null
  doctor_id: string | null
  patient_id: string | null
  cause: string
  address: string | null
}
const rows = () =>
  inDatabase(server, (db) =>
    db
      .prepare(
        `SELECT action, subject, subject_id, actor_id, doctor_id, patient_id, cause, address
         FROM audit LEFT JOIN audit_origins ON audit_id = id WHERE action LIKE 'access.%' ORDER BY id`,
      )
      .all(),
  ) as unknown as Row[]
/** Nobody who is refused waits for the record. */
const recorded = (...wanted: [subject: string, cause: string][]) =>
  vi.waitFor(
    () =>
      expect(
        rows()
          .map(({ subject, cause }) => `${subject} ${cause}`)
          .toSorted(),
      ).toEqual(wanted.map(([subject, cause]) => `${subject} ${cause}`).toSorted()),
    { timeout: 5000 },
  )

const page = async (who: Person) =>
  expectAnswer<{ entries: AuditEntry[] }>(await who.http.get('/api/audit?limit=200'), 200).entries
const refusalsOn = async (who: Person) => (await page(who)).filter(({ action }) => action.startsWith('access.'))

describe('what is another’s', () => {
  test('stands_on_the_pages_of_whom_it_concerns_and_not_on_the_page_of_the_one_who_tried', async () => {
    const { doctor, patient, call, schedule } = await talking(server)
    const stranger = await addDoctor(server)
    expectProblem(await stranger.http.get(`/api/calls/${call.id}`), 404)
    expectProblem(await stranger.http.get(`/api/schedules/${schedule.id}/queue`), 404)
    // What does not exist concerns nobody.
    expectProblem(await stranger.http.get(`/api/calls/${randomUUID()}`), 404)
    await recorded(['readCall', 'not_found'], ['readQueue', 'not_found'])

    const [ofCall] = await refusalsOn(patient)
    expect(ofCall).toMatchObject({ action: 'access.refused', subject: 'readCall', subjectId: call.id, by: 'DOCTOR' })
    expect(ofCall).toMatchObject({ cause: 'not_found', doctor: call.doctor, patient: call.patient })
    for (const key of ['address', 'userAgent']) expect(ofCall).not.toHaveProperty(key)
    const ofDoctor = await refusalsOn(doctor)
    expect(ofDoctor.map(({ subject, subjectId }) => `${subject} ${subjectId}`).toSorted()).toEqual([
      `readCall ${call.id}`,
      `readQueue ${schedule.id}`,
    ])
    // A row there would tell that there is such a call.
    expect(await refusalsOn(stranger)).toEqual([])
    expect(JSON.stringify(await page(stranger))).not.toContain(patient.user.name)
  })

  test('is_on_record_with_whose_it_is_also_when_the_role_alone_was_reason_enough', async () => {
    const { doctor, patient, entry, schedule } = await talking(server)
    const [stranger, another] = [await registerPatient(server), await addDoctor(server)]
    expectProblem(await another.http.put(`/api/queue/${entry.id}/readiness`, { ready: true }), 403, 'role')
    expectProblem(await stranger.http.get(`/api/schedules/${schedule.id}/queue`), 403, 'role')
    await recorded(['setReadiness', 'role'], ['readQueue', 'role'])
    expect((await refusalsOn(patient)).map(({ subjectId, by }) => [subjectId, by])).toEqual([[entry.id, 'DOCTOR']])
    expect((await refusalsOn(doctor)).map(({ subjectId, by }) => [subjectId, by])).toEqual([
      [schedule.id, 'PATIENT'],
      [entry.id, 'DOCTOR'],
    ])
  })

  test('is_told_to_whom_it_concerns_after_any_number_of_other_refusals', async () => {
    const { patient, call } = await talking(server)
    const stranger = await registerPatient(server)
    for (let i = 0; i < 8; ++i) expectProblem(await stranger.http.post(`/api/queue/${randomUUID()}/call`), 403, 'role')
    for (let i = 0; i < 3; ++i) expectProblem(await stranger.http.get(`/api/calls/${call.id}`), 404)
    await recorded(...Array.from({ length: 5 }, (): [string, string] => ['invite', 'role']), ['readCall', 'not_found'])
    expect((await refusalsOn(patient)).map(({ subjectId }) => subjectId)).toEqual([call.id])
  })

  test('is_on_record_for_devices_and_subscriptions_of_other_accounts_as_well', async () => {
    const [patient, other] = [await registerPatient(server), await registerPatient(server)]
    const session = claimsOf((await patient.tokens()).accessToken)['sid'] as string
    expectProblem(await other.http.delete(`/api/me/sessions/${session}`), 404)
    await recorded(['useOwnAccount', 'not_found'])
    expect((await refusalsOn(patient)).map(({ subjectId }) => subjectId)).toEqual([session])
  })

  test('is_on_record_when_it_was_asked_for_by_the_socket', async () => {
    const { patient, call, schedule } = await talking(server)
    const stranger = await registerPatient(server)
    const socket = await stranger.live()
    expect(await socket.untilGone(`practice:${schedule.id}`)).toBe('forbidden')
    expect(await socket.untilGone(`call:${call.id}`)).toBe('not_found')
    socket.send({ op: 'attach', call: call.id })
    await socket.op('error', { re: 'attach' })
    socket.send({ op: 'ringing', call: call.id, audible: true })
    await socket.op('error', { re: 'ringing' })
    await recorded(
      ['watchPractice', 'forbidden'],
      ['readCall', 'not_found'],
      ['joinMedia', 'not_found'],
      ['reportRing', 'forbidden'],
    )
    expect(await refusalsOn(patient)).toHaveLength(3)
  })
})

describe('other refusals', () => {
  test('of_a_role_a_foreign_origin_and_forged_tokens_are_on_record', async () => {
    const patient = await registerPatient(server)
    const { accessToken } = await patient.tokens()
    const asked = randomUUID()
    expectProblem(await patient.http.post(`/api/queue/${asked}/call`), 403, 'role')
    await recorded(['invite', 'role'])
    expect(rows()[0]).toMatchObject({ subject_id: asked, address: '127.0.0.1' })
    expectProblem(
      await patient.http.send({ method: 'POST', path: '/api/auth/refresh', origin: 'https://evil.example' }),
      403,
    )
    const forged = signed(claimsOf(accessToken), randomBytes(32).toString('hex'))
    for (const token of [forged, 'a.b.c', `${accessToken}x`]) {
      expectProblem(await Client.withToken(server.origin, token).get('/api/me'), 401)
    }
    await expect(Live.upgrade(Client.withToken(server.origin, forged))).rejects.toThrow(UpgradeRefused)
    await expect(Live.upgrade(patient.http, { origin: 'https://evil.example' })).rejects.toThrow(UpgradeRefused)
    const nobodys: [string, string][] = [
      ['signIn', 'origin'],
      ...Array.from({ length: 3 }, (): [string, string] => ['useOwnAccount', 'not_signed_in']),
      ['connect', 'not_signed_in'],
    ]
    // The sixth of the address in this minute is counted and not told.
    await recorded(['invite', 'role'], ...nobodys)
    expect(
      rows()
        .filter(({ actor_id }) => actor_id !== null)
        .map(({ subject }) => subject),
    ).toEqual(['invite'])
  })

  test('of_too_many_passwords_are_on_record_and_those_of_every_day_are_not', async () => {
    const patient = await registerPatient(server)
    const nobody = new Client(server.origin)
    const { accessToken } = await patient.tokens()
    const claims = claimsOf(accessToken)
    const past = signed({ ...claims, exp: Number(claims['iat']) - 1 }, tokenKey(server))
    expectProblem(await Client.withToken(server.origin, past).get('/api/me'), 401)
    expectProblem(await nobody.get('/api/me'), 401)
    expectProblem(await patient.http.get(`/api/calls/${randomUUID()}`), 404)
    expectProblem(await patient.http.patch('/api/me', { name: 7 }), 422)
    const tooMany = async () => {
      for (let i = 0; i < 100; ++i) {
        const body = { email: patient.email, password: 'wrong it is' }
        if ((await nobody.post('/api/auth/login', body)).status === 429) return true
      }
      return false
    }
    expect(await tooMany()).toBe(true)
    await recorded(['signIn', 'too_many'])
  })
})

describe('a flood', () => {
  test('is_told_five_times_and_counted_and_the_count_is_sealed_when_the_server_stops', async () => {
    const { doctor, call } = await talking(server)
    const stranger = await addDoctor(server)
    for (let i = 0; i < 12; ++i) expectProblem(await stranger.http.get(`/api/calls/${call.id}`), 404)
    // Somebody else in the same minute is told from the first.
    expectProblem(await (await addDoctor(server)).http.get(`/api/calls/${call.id}`), 404)
    await callCommand(doctor, call.id, 'end')
    await server.stop()
    const kept = rows()
    expect(kept.map(({ action }) => action)).toEqual([...Array(6).fill('access.refused'), 'access.refused_more'])
    expect(kept.at(-1)).toMatchObject({ subject: 'access', subject_id: '', cause: '7', doctor_id: null })
    const { code, output } = await command(['audit', 'verify', '--data', server.dataDir])
    expect(output).toMatch(/^\d+ rows are whole; 0 are not sealed yet\.$/m)
    expect(code).toBe(0)
  })
})
