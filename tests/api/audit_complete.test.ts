import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { expectAnswer, expectEmpty } from '../support/answers.ts'
import {
  schedule as change,
  command,
  createSchedule,
  join,
  leave,
  requeue,
  ring,
  setReady,
  talking,
} from '../support/clinic.ts'
import { inDatabase } from '../support/data.ts'
import { Live } from '../support/live.ts'
import { addDoctor, newAccount, type Person, registerPatient } from '../support/people.ts'
import { command as operate } from '../support/server.ts'
import { claimsOf } from '../support/tokens.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { AuditEntry } from '../support/wire.ts'

/** What has to be on record is: sign-ins, accounts, schedules, queues, every change of a call, devices and pushes. */
const server = serverForThisFile()

const entriesOf = async (who: Person) =>
  expectAnswer<{ entries: AuditEntry[] }>(await who.http.get('/api/audit?limit=200'), 200).entries
/** Oldest first: what was done, and what became of it. */
const told = async (who: Person, subject: string) =>
  (await entriesOf(who))
    .filter((entry) => entry.subject === subject)
    .map(({ action, by, to, cause }) => [action, by ?? '-', to ?? cause ?? ''].join(' ').trim())
    .reverse()
const operator = async (who: Person, name: string, input = '') => {
  const args = ['user', name, '--data', server().dataDir, '--email', who.email]
  const { code, output } = await operate(input === '' ? args : [...args, '--password-stdin'], input)
  expect(code, output).toBe(0)
}

describe('on record is', () => {
  test('every_way_in_and_out', async () => {
    const patient = await registerPatient(server())
    const revoked = claimsOf((await patient.tokens()).accessToken)['sid'] as string
    expectEmpty(await patient.http.delete(`/api/me/sessions/${revoked}`))
    const elsewhere = await patient.otherBrowser()
    expectEmpty(await elsewhere.post('/api/auth/logout'))
    await patient.http.post('/api/auth/login', { email: patient.email, password: 'wrong it is' })
    expect(await told(patient, 'sign_in')).toEqual([
      'sign_in.begin PATIENT',
      'sign_in.begin PATIENT',
      'sign_in.end PATIENT revoked',
      'sign_in.begin PATIENT',
      'sign_in.end PATIENT signed_out',
    ])
    expect((await told(patient, 'user')).at(-1)).toBe('sign_in.failed -')
  })

  test('from_where_somebody_signed_out_whose_access_token_had_run_out', async () => {
    const patient = await registerPatient(server())
    const elsewhere = await patient.otherBrowser()
    if (elsewhere.credentials.kind === 'cookies') elsewhere.credentials.jar.set('praktik_access', 'ran out')
    expectEmpty(await elsewhere.post('/api/auth/logout'))
    const [end] = (await entriesOf(patient)).filter(({ action }) => action === 'sign_in.end')
    expect(end).toMatchObject({ cause: 'signed_out', by: 'PATIENT', address: '127.0.0.1' })
  })

  test('what_becomes_of_an_account_and_who_did_it', async () => {
    const patient = await registerPatient(server())
    expectAnswer(await patient.http.patch('/api/me', { name: 'Another' }), 200)
    const password = { currentPassword: patient.password, newPassword: 'quite another one' }
    expectAnswer(await patient.http.patch('/api/me', { password }), 200)
    await operator(patient, 'reset-password', `${newAccount('PATIENT').password}\n`)
    expect((await patient.http.get('/api/me')).status).toBe(401)
    const doctor = await addDoctor(server())
    expect(await told(doctor, 'user'), 'added by the operator').toEqual(['user.create -'])
    await operator(patient, 'disable')
    // The page of a disabled person is read by nobody.
    const kept = inDatabase(server(), (db) =>
      db.prepare('SELECT action, cause FROM audit WHERE patient_id = ? ORDER BY at, id').all(patient.id),
    )
    const said = kept.map(({ action, cause }) => `${action} ${cause ?? ''}`.trim())
    expect(said.filter((line) => !line.startsWith('sign_in.begin')).toSorted()).toEqual([
      'sign_in.end password_reset',
      'user.consent',
      'user.create',
      'user.disable',
      'user.edit',
      'user.password',
      'user.reset_password',
    ])
  })

  test('every_sign-in_that_somebody_else_or_an_erasure_ended_with_its_cause', async () => {
    const ends = (who: Person) =>
      inDatabase(server(), (db) =>
        db
          .prepare(
            `SELECT cause, actor_id = patient_id AS own FROM audit JOIN sign_ins ON sign_ins.id = subject_id
             WHERE action = 'sign_in.end' AND subject = 'sign_in' AND user_id = ? ORDER BY audit.at, audit.id`,
          )
          .all(who.id)
          .map(({ cause, own }) => `${cause} ${own === 1 ? 'by oneself' : 'by somebody else'}`),
      )
    const lost = await registerPatient(server())
    expectAnswer(await lost.http.post('/api/me/second-factor', { password: lost.password }), 201)
    await lost.otherBrowser()
    await operator(lost, 'reset-second-factor')
    expect(ends(lost)).toEqual(Array(2).fill('second_factor_reset by somebody else'))

    const leaving = await registerPatient(server())
    await leaving.otherBrowser()
    expectEmpty(await leaving.http.post('/api/me/erase', { password: leaving.password }))
    expect(ends(leaving)).toEqual(Array(2).fill('erased by oneself'))

    const erased = await registerPatient(server())
    await operator(erased, 'erase')
    expect(ends(erased)).toEqual(['erased by somebody else'])

    const disabled = await registerPatient(server())
    await operator(disabled, 'disable')
    expect(ends(disabled)).toEqual(['disabled by somebody else'])
  })

  test('every_change_of_a_schedule_and_of_a_queue', async () => {
    const doctor = await addDoctor(server())
    const patient = await registerPatient(server())
    const { id } = await createSchedule(doctor)
    expectAnswer(await doctor.http.patch(`/api/schedules/${id}`, { note: 'bring water' }), 200)
    await change(doctor, id, 'start')
    expectAnswer(await doctor.http.put(`/api/schedules/${id}/notice`, { text: 'late' }), 200)
    const entry = await join(patient, id)
    await setReady(patient, entry.id)
    await setReady(patient, entry.id, false)
    await leave(patient, entry.id)
    await leave(doctor, (await join(patient, id)).id)
    await change(doctor, id, 'complete')
    await change(doctor, id, 'reopen')
    await change(doctor, (await createSchedule(doctor)).id, 'cancel')
    expect(await told(doctor, 'schedule')).toEqual([
      'schedule.create DOCTOR UPCOMING',
      'schedule.edit DOCTOR UPCOMING',
      'schedule.start DOCTOR ONLINE',
      'schedule.notice DOCTOR ONLINE',
      'schedule.complete DOCTOR COMPLETED',
      'schedule.reopen DOCTOR ONLINE',
      'schedule.create DOCTOR UPCOMING',
      'schedule.cancel DOCTOR CANCELLED',
    ])
    expect(await told(patient, 'entry')).toEqual([
      'entry.join PATIENT NOT_READY',
      'entry.readiness PATIENT READY',
      'entry.readiness PATIENT NOT_READY',
      'entry.leave PATIENT LEFT',
      'entry.join PATIENT NOT_READY',
      'entry.remove DOCTOR NOT_SEEN',
    ])
  })

  test('that_a_second_device_took_a_running_call_over_and_not_that_the_same_page_attached_again', async () => {
    const { doctor, patient, call } = await talking(server())
    const attach = async (page: Live) => {
      page.send({ op: 'attach', call: call.id })
      await page.op('attached')
    }
    const first = await patient.live()
    await attach(first)
    await attach(first)
    const second = await Live.open(await patient.otherBrowser())
    await attach(second)
    await first.op('detached', { reason: 'taken_over' })
    const attached = async () =>
      (await entriesOf(doctor))
        .filter(({ action }) => action === 'call.attach')
        .map(({ by, from, to, cause }) => ({ by, from, to, cause }))
    const states = { by: 'PATIENT', from: 'ACTIVE', to: 'ACTIVE' }
    await vi.waitFor(async () =>
      expect(await attached()).toEqual([
        { ...states, cause: 'taken_over' },
        { ...states, cause: undefined },
      ]),
    )
  })

  test('every_change_of_a_call_with_the_devices_that_took_part', async () => {
    const { doctor, patient, call, entry, schedule } = await talking(server())
    const page = await patient.live()
    page.send({ op: 'attach', call: call.id })
    await page.op('attached')
    await command(doctor, call.id, 'end')
    await requeue(doctor, entry.id)
    await command(patient, (await ring(doctor, entry.id)).id, 'decline')
    await setReady(patient, entry.id)
    const third = await ring(doctor, entry.id)
    page.send({ op: 'ringing', call: third.id, audible: true })
    await command(doctor, third.id, 'cancel')
    const last = await ring(doctor, entry.id)
    await change(doctor, schedule.id, 'complete')
    const said = await told(doctor, 'call')
    expect(said.filter((line) => !line.startsWith('call.ringing'))).toEqual([
      'call.invite DOCTOR RINGING',
      'call.accept PATIENT ACTIVE',
      'call.attach PATIENT ACTIVE',
      'call.end DOCTOR ENDED',
      'call.invite DOCTOR RINGING',
      'call.decline PATIENT DECLINED',
      'call.invite DOCTOR RINGING',
      'call.cancel DOCTOR CANCELLED',
      'call.invite DOCTOR RINGING',
      'schedule.complete DOCTOR CANCELLED',
    ])
    expect((await entriesOf(doctor)).find(({ subjectId }) => subjectId === last.id)?.doctor?.id).toBe(doctor.id)
  })

  test('a_browser_that_is_rung_by_pushes_and_one_that_is_no_longer', async () => {
    const patient = await registerPatient(server())
    const key = createECDH('prime256v1')
    key.generateKeys()
    const keys = { p256dh: key.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') }
    const body = { endpoint: `http://127.0.0.1:9/${randomUUID()}`, keys }
    const made = await patient.http.post('/api/push/subscriptions', body)
    const { subscription } = expectAnswer<{ subscription: { id: string } }>(made, 201)
    // The same browser, signed in anew.
    const anew = await patient.otherBrowser()
    expectAnswer(await anew.post('/api/push/subscriptions', body), 200)
    expectEmpty(await patient.http.delete(`/api/push/subscriptions/${subscription.id}`))
    expect(await told(patient, 'push_subscription')).toEqual([
      'push.subscribe PATIENT',
      'push.subscribe PATIENT renewed',
      'push.unsubscribe PATIENT asked',
    ])
  })

  test('that_a_browser_is_somebody_elses_now_without_telling_either_of_the_other', async () => {
    const [before, now] = [await registerPatient(server()), await registerPatient(server())]
    const key = createECDH('prime256v1').generateKeys('base64url')
    const keys = { p256dh: key, auth: randomBytes(16).toString('base64url') }
    const body = { endpoint: `http://127.0.0.1:9/${randomUUID()}`, keys }
    for (const { http } of [before, now]) expectAnswer(await http.post('/api/push/subscriptions', body), 201)
    expect(await told(before, 'push_subscription')).toEqual(['push.subscribe PATIENT', 'push.unsubscribe - moved'])
    expect(await told(now, 'push_subscription')).toEqual(['push.subscribe PATIENT'])
    expect(JSON.stringify(await entriesOf(now))).not.toContain(before.id)
    expect(JSON.stringify(await entriesOf(before))).not.toContain(now.id)
  })
})
