import { describe, expect, test } from 'vitest'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import { command as callCommand, join, openPractice, setReady, talking } from '../support/clinic.ts'
import { Client } from '../support/http.ts'
import { atLeast } from '../support/lists.ts'
import { addDoctor, newAccount, type Person, registerPatient } from '../support/people.ts'
import { PushService, reachable } from '../support/push-service.ts'
import { command, Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'

/** All that is kept on a person, for the person. */
const server = serverForThisFile()

type Row = Record<string, unknown>
interface PersonalData {
  exportedAt: number
  user: Row
  consent?: { version: string; at: number }
  pushSubscriptions: Row[]
  signIns: Row[]
  schedules: Row[]
  entries: Row[]
  calls: Row[]
  audit: Row[]
}

const own = async (who: Person) => expectAnswer<PersonalData>(await who.http.get('/api/me/export'), 200)
const byOperator = async (email: string) => {
  const { code, output } = await command(['user', 'export', '--data', server().dataDir, '--email', email])
  expect(code, output).toBe(0)
  return JSON.parse(output) as PersonalData
}

describe('GET /api/me/export', () => {
  test('holds_all_that_is_kept_on_a_patient', async () => {
    const service = await PushService.start()
    try {
      const { patient, doctor, entry, device } = await reachable(server(), service)
      await patient.http.patch('/api/me', {
        phone: '+62 811',
        birthDate: '1990-04-17',
        consentVersion: 'of-the-clinic',
      })
      await patient.tokens()
      const data = await own(patient)
      expect(data.user).toMatchObject({
        id: patient.id,
        email: patient.email,
        phone: '+62 811',
        birthDate: '1990-04-17',
      })
      expect(data.consent?.version).toBe('of-the-clinic')
      expect(data.signIns).toHaveLength(2)
      expect(data.signIns[0]).toMatchObject({ address: '127.0.0.1' })
      expect(data.pushSubscriptions).toEqual([
        { id: device.id, createdAt: expect.any(Number), endpointHost: new URL(service.origin).host },
      ])
      expect(data.entries).toMatchObject([{ id: entry.id, status: 'READY' }])
      expect(data.audit.map(({ action }) => action)).toContain('user.export')
      expect(data.audit.find(({ action }) => action === 'user.create')).toMatchObject({
        address: '127.0.0.1',
        patientId: patient.id,
      })
      expect(JSON.stringify(data)).not.toContain(doctor.user.name)
    } finally {
      service.stop()
    }
  })

  test('tells_each_side_of_a_call_what_is_theirs_and_of_the_other_the_id', async () => {
    const { doctor, patient, call, schedule } = await talking(server())
    const numbers = { seconds: 7, freezes: 0, frozenMs: 0, lossInPermille: 3, relayed: false, reconnects: 0 }
    expectAnswer(await patient.http.put(`/api/calls/${call.id}/quality`, numbers), 200)
    expectAnswer(await doctor.http.put(`/api/calls/${call.id}/quality`, { ...numbers, lossInPermille: 4 }), 200)
    await callCommand(doctor, call.id, 'end')
    for (const [who, loss] of [
      [doctor, 4],
      [patient, 3],
    ] as const) {
      const data = await own(who)
      expect(data.calls).toMatchObject([
        {
          id: call.id,
          status: 'ENDED',
          endedBy: 'DOCTOR',
          doctorId: doctor.id,
          patientId: patient.id,
          report: { from: who.user.role, lossInPermille: loss },
        },
      ])
      const other = who === doctor ? patient : doctor
      const text = JSON.stringify(data)
      for (const word of [other.user.name, other.email]) expect(text).not.toContain(word)
      expect(data.schedules.map(({ id }) => id)).toEqual(who === doctor ? [schedule.id] : [])
    }
  })

  test('gives_a_doctor_no_reason_of_a_patient', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const { id } = await join(patient, schedule.id, 'a secret reason')
    await setReady(patient, id)
    expect(JSON.stringify(await own(doctor))).not.toContain('a secret reason')
    expect((await own(patient)).entries).toMatchObject([{ id, reason: 'a secret reason' }])
  })

  test('is_a_file_to_keep_and_for_nobody_else', async () => {
    const patient = await registerPatient(server())
    const answer = await patient.http.get('/api/me/export')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="praktik-data.json"')
    expectProblem(await new Client(server().origin).get('/api/me/export'), 401, 'not_signed_in')
    expectProblem(await patient.http.get('/api/me/export?of=another'), 422)
  })

  test('is_whole_where_there_is_more_than_one_step_of_it', async () => {
    const { schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const { id } = await join(patient, schedule.id)
    for (let i = 0; i < 520; ++i) await setReady(patient, id, i % 2 === 0)
    const { audit } = await own(patient)
    const readiness = audit.filter(({ action }) => action === 'entry.readiness')
    expect(readiness).toHaveLength(520)
    expect(new Set(audit.map((line) => line['id'])).size).toBe(audit.length)
  })

  test('is_given_three_times_an_hour', async () => {
    const throttled = await Server.start({ throttle: 'on' })
    try {
      const patient = await registerPatient(throttled)
      for (let i = 0; i < 3; ++i) expectAnswer(await patient.http.get('/api/me/export'), 200)
      const refused = await patient.http.get('/api/me/export')
      expectProblem(refused, 429, 'too_many')
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60)
      expectAnswer(await (await registerPatient(throttled)).http.get('/api/me/export'), 200)
    } finally {
      await throttled.dispose()
    }
  })
})

describe('praktik user export', () => {
  test('prints_the_same_document_and_the_person_reads_that_it_was_taken', async () => {
    const patient = await registerPatient(server())
    const theirs = await own(patient)
    const printed = await byOperator(patient.email)
    const [newest] = atLeast(1, printed.audit)
    expect(newest).toMatchObject({ action: 'user.export', subjectId: patient.id, patientId: patient.id })
    expect(newest).not.toHaveProperty('by')
    const { exportedAt: _, audit, ...rest } = theirs
    expect(printed).toMatchObject(rest)
    expect(printed.audit.slice(1)).toEqual(audit)
    const { entries } = expectAnswer<{ entries: Row[] }>(await patient.http.get('/api/audit'), 200)
    expect(entries.filter(({ action }) => action === 'user.export')).toHaveLength(2)
  })

  test('knows_nobody_by_an_address_that_nobody_has', async () => {
    const email = newAccount('PATIENT').email
    const { code, output } = await command(['user', 'export', '--data', server().dataDir, '--email', email])
    expect(output).toMatch(/There is no account with the e-mail address/)
    expect(code).toBe(1)
  })

  test('of_a_doctor_without_a_schedule_is_short', async () => {
    const doctor = await addDoctor(server())
    const { schedules, entries, calls } = await byOperator(doctor.email)
    expect([schedules, entries, calls]).toEqual([[], [], []])
  })
})
