import { describe, expect, test } from 'vitest'
import { expectAnswer, expectEmpty, expectProblem } from '../support/answers.ts'
import { openPractice } from '../support/clinic.ts'
import { inDatabase } from '../support/data.ts'
import { type Answer, Client } from '../support/http.ts'
import { type Person, registerPatient } from '../support/people.ts'
import { command } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Entry } from '../support/wire.ts'

const server = serverForThisFile()

/** Asks in eight rows at once, again and again, until each row hears that the sign-in is over. */
function untilSignedOut(ask: () => Promise<Answer>): Promise<unknown> {
  const row = async () => {
    for (;;) if ((await ask()).status === 401) return
  }
  return Promise.all(Array.from({ length: 8 }, row))
}

const signIn = ({ email }: Person, password: string) =>
  new Client(server().origin).post('/api/auth/token', { email, password })

describe('what is on its way when a sign-in ends changes nothing any more', () => {
  test('a change of the password, whose hash takes its time, does not undo the operators', async () => {
    const patient = await registerPatient(server())
    const keepsOn = untilSignedOut(() =>
      patient.http.patch('/api/me', {
        password: { currentPassword: patient.password, newPassword: patient.password },
      }),
    )
    const given = 'a sentence of the operators'
    const reset = ['user', 'reset-password', '--data', server().dataDir, '--email', patient.email, '--password-stdin']
    expect((await command(reset, `${given}\n`)).code).toBe(0)
    await keepsOn
    expectProblem(await signIn(patient, patient.password), 401, 'invalid_credentials')
    expectAnswer(await signIn(patient, given), 200)
  })

  test('taking a number leaves none to somebody who is erased', async () => {
    const { schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const path = `/api/schedules/${schedule.id}/queue`
    const keepsOn = untilSignedOut(() => patient.http.post(path, { reason: 'A cough' }))
    expectEmpty(await patient.http.post('/api/me/erase', { password: patient.password }), 204)
    await keepsOn
    const places = inDatabase(server(), (database) =>
      database.prepare('SELECT status, reason FROM entries WHERE patient_id = ?').all(patient.id),
    ) as unknown as Pick<Entry, 'status' | 'reason'>[]
    for (const place of places) expect(place).toMatchObject({ status: 'LEFT', reason: null })
  })

  test('an edit puts no name back on somebody who is erased', async () => {
    const patient = await registerPatient(server())
    const keepsOn = untilSignedOut(() => patient.http.patch('/api/me', { name: 'Rina', phone: '+62 812 3456' }))
    expectEmpty(await patient.http.post('/api/me/erase', { password: patient.password }), 204)
    await keepsOn
    const kept = inDatabase(server(), (database) =>
      database.prepare('SELECT name, phone FROM users WHERE id = ?').get(patient.id),
    )
    expect(kept?.['name']).not.toBe('Rina')
    expect(kept?.['phone']).toBeNull()
  })
})
