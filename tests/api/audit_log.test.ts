import { describe, expect, test } from 'vitest'
import { expectAnswer, expectFieldErrors } from '../support/answers.ts'
import { schedule as change, command, createSchedule, join, ring, setReady, talking } from '../support/clinic.ts'
import { Client } from '../support/http.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { AuditEntry } from '../support/wire.ts'

/** Who did what concerning oneself, newest first, by pages. */
const server = serverForThisFile()

interface Page {
  entries: AuditEntry[]
  next?: string
}
const page = async (who: Person, query = '') => expectAnswer<Page>(await who.http.get(`/api/audit${query}`), 200)
const all = async (who: Person) => (await page(who, '?limit=200')).entries
const actions = async (who: Person) => (await all(who)).map(({ action }) => action)

describe('the audit of a consultation', () => {
  test('is_read_by_both_with_who_did_it', async () => {
    const { doctor, patient, call } = await talking(server())
    await command(doctor, call.id, 'end')
    for (const who of [doctor, patient]) {
      const ofCall = (await all(who)).filter(({ subjectId }) => subjectId === call.id)
      expect(ofCall.map(({ action, by, from, to }) => [action, by, from, to])).toEqual([
        ['call.end', 'DOCTOR', 'ACTIVE', 'ENDED'],
        ['call.accept', 'PATIENT', 'RINGING', 'ACTIVE'],
        ['call.invite', 'DOCTOR', undefined, 'RINGING'],
      ])
      for (const entry of ofCall) {
        expect(entry).toMatchObject({ subject: 'call', doctor: call.doctor, patient: call.patient })
      }
      expect(ofCall[0]?.cause).toBe('HUNG_UP')
    }
  })

  test('tells_each_only_where_they_were_themselves', async () => {
    const { doctor, patient, call } = await talking(server())
    for (const who of [doctor, patient]) {
      for (const entry of (await all(who)).filter(({ subjectId }) => subjectId === call.id)) {
        const isOwn = entry.by === who.user.role
        expect(entry.address, entry.action).toBe(isOwn ? '127.0.0.1' : undefined)
        expect('userAgent' in entry && !isOwn, entry.action).toBe(false)
      }
    }
  })

  test('is_nobody_elses', async () => {
    const { doctor, patient, schedule, call } = await talking(server())
    const beside = await registerPatient(server())
    const place = await join(beside, schedule.id)
    const strangers = [await addDoctor(server()), beside, await registerPatient(server())]
    for (const stranger of strangers) {
      const text = JSON.stringify(await all(stranger))
      for (const secret of [patient.id, patient.user.name, call.id]) expect(text).not.toContain(secret)
    }
    expect(await actions(beside)).toContain('entry.join')
    expect((await all(doctor)).filter(({ subjectId }) => subjectId === place.id)).toHaveLength(1)
    // And a doctor sees nothing of what a patient does elsewhere.
    const other = await addDoctor(server())
    const elsewhere = await createSchedule(other)
    await change(other, elsewhere.id, 'start')
    const entry = await join(patient, elsewhere.id)
    expect(JSON.stringify(await all(doctor))).not.toContain(entry.id)
    const signIns = (await all(doctor)).filter(({ action }) => action.startsWith('sign_in'))
    expect(signIns.map(({ by }) => by)).toEqual(['DOCTOR'])
  })
})

describe('the audit of an account', () => {
  test('tells_its_person_of_sign_ins_and_of_those_that_failed_but_not_from_where_somebody_else_tried', async () => {
    const patient = await registerPatient(server())
    const stranger = new Client(server().origin)
    await stranger.post('/api/auth/login', { email: patient.email, password: 'wrong it is' })
    await patient.otherBrowser()
    const [begun, failed] = await all(patient)
    expect(begun).toMatchObject({ action: 'sign_in.begin', by: 'PATIENT', address: '127.0.0.1' })
    expect(failed).toMatchObject({ action: 'sign_in.failed', subject: 'user', subjectId: patient.id })
    for (const key of ['by', 'address', 'userAgent']) expect(failed).not.toHaveProperty(key)
  })
})

describe('its pages', () => {
  test('follow_each_other_without_a_gap_or_a_repeat_while_more_is_recorded', async () => {
    const { doctor, patient, call, entry } = await talking(server())
    await command(doctor, call.id, 'end')
    const whole = await all(doctor)
    const read: AuditEntry[] = []
    let next: string | undefined
    do {
      const one: Page = await page(doctor, `?limit=3${next === undefined ? '' : `&after=${next}`}`)
      expect(one.entries.length).toBeLessThanOrEqual(3)
      read.push(...one.entries)
      next = one.next
      if (read.length === 3) {
        expectAnswer(await doctor.http.post(`/api/queue/${entry.id}/requeue`), 200)
        await command(patient, (await ring(doctor, entry.id)).id, 'decline')
      }
    } while (next !== undefined)
    expect(read).toEqual(whole)
    const newest = whole.map(({ id }) => id)
    expect(newest).toEqual(newest.toSorted().reverse())
    expect((await all(doctor)).length).toBeGreaterThan(whole.length)
  })

  test('hold_fifty_unless_asked_for_up_to_200', async () => {
    const patient = await registerPatient(server())
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor)
    const entry = await join(patient, id)
    for (let i = 0; i < 210; ++i) await setReady(patient, entry.id, i % 2 === 0)
    expect((await page(patient)).entries).toHaveLength(50)
    expect((await page(patient, '?limit=200')).entries).toHaveLength(200)
    expect((await page(patient, '?limit=1')).entries).toHaveLength(1)
  })

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=many', 'limit'],
    ['after=yesterday', 'after'],
    ['before=7', 'before'],
  ])('are_not_asked_for_by_%s', async (query, field) => {
    const patient = await registerPatient(server())
    expectFieldErrors(await patient.http.get(`/api/audit?${query}`), field)
  })
})
