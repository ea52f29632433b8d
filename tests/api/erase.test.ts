import { readdir, readFile } from 'node:fs/promises'
import { join as pathOf } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectConflict, expectEmpty, expectFieldErrors, expectProblem } from '../support/answers.ts'
import {
  command as callCommand,
  createSchedule,
  join,
  openPractice,
  readEntry,
  readSchedule,
  ringing,
  schedule as scheduleCommand,
  setReady,
  talking,
} from '../support/clinic.ts'
import { hours } from '../support/clock.ts'
import { inDatabase } from '../support/data.ts'
import { Client } from '../support/http.ts'
import { atLeast } from '../support/lists.ts'
import { addDoctor, newAccount, type Person, registerPatient } from '../support/people.ts'
import { command, Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { AuditPage, Call, Entry, PracticeTopic, Schedule, User } from '../support/wire.ts'

/** Whoever erases the account is nobody any more, and what others did with them stays what it was. */
const server = serverForThisFile()

const eraseMe = (person: Person, password = person.password) => person.http.post('/api/me/erase', { password })
const erased = async (person: Person) => expectEmpty(await eraseMe(person))
const verified = async (of: Server) => {
  const { code, output } = await command(['audit', 'verify', '--data', of.dataDir])
  expect(code, output).toBe(0)
}

describe('POST /api/me/erase', () => {
  test('ends_every_sign-in_takes_the_cookies_away_and_lets_nobody_in_again', async () => {
    const patient = await registerPatient(server())
    const tokens = await patient.tokens()
    const page = await patient.live()
    const answer = await eraseMe(patient)
    expectEmpty(answer)
    expect(answer.cookies.map(({ name, removed }) => [name, removed])).toEqual([
      ['praktik_access', true],
      ['praktik_refresh', true],
    ])
    expect((await page.closing(5000, 'the account of this socket was erased')).code).toBe(4401)
    const nobody = new Client(server().origin)
    expectProblem(await Client.withToken(server().origin, tokens.accessToken).get('/api/me'), 401, 'not_signed_in')
    expectProblem(await nobody.post('/api/auth/refresh', { refreshToken: tokens.refreshToken }), 401)
    const { email, password } = patient
    expectProblem(await nobody.post('/api/auth/login', { email, password }), 401, 'invalid_credentials')
  })

  test('frees_the_address_for_a_new_account', async () => {
    const patient = await registerPatient(server())
    await erased(patient)
    const { email, password } = patient
    const again = new Client(server().origin)
    const { user } = expectAnswer<{ user: User }>(
      await again.post('/api/auth/register', { email, password, name: 'Again' }),
      201,
    )
    expect(user.id).not.toBe(patient.id)
  })

  test('wants_the_password', async () => {
    const patient = await registerPatient(server())
    const [fault] = atLeast(1, expectFieldErrors(await eraseMe(patient, 'not the password'), 'password'))
    expect(fault.code).toBe('wrong')
    expectFieldErrors(await patient.http.post('/api/me/erase', {}), 'password')
    expectAnswer(await patient.http.get('/api/me'), 200)
    expectProblem(await new Client(server().origin).post('/api/me/erase', { password: 'x' }), 401, 'not_signed_in')
  })

  test('waits_for_the_end_of_a_call_of_the_patient', async () => {
    const { doctor, patient, call } = await ringing(server())
    expect(expectConflict<Call>(await eraseMe(patient), 'in_call').id).toBe(call.id)
    await callCommand(patient, call.id, 'accept')
    expect(expectConflict<Call>(await eraseMe(patient), 'in_call').status).toBe('ACTIVE')
    expectAnswer(await patient.http.get('/api/me'), 200)
    await callCommand(doctor, call.id, 'end')
    await erased(patient)
  })

  test('waits_for_the_end_of_a_practice_of_the_doctor', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    expect(expectConflict<Schedule>(await eraseMe(doctor), 'practice_online').id).toBe(schedule.id)
    await scheduleCommand(doctor, schedule.id, 'complete')
    await erased(doctor)
  })
})

describe('what others see of somebody erased', () => {
  test('is_a_place_that_was_left_at_once_and_without_a_name', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const [{ patient, entry }] = atLeast(1, waiting)
    await patient.http.patch('/api/me', { phone: '+62 812 555', birthDate: '1990-04-17' })
    const room = await doctor.live()
    const topic = `practice:${schedule.id}`
    await room.until<PracticeTopic>(topic, ({ entries }) => entries[entry.id]?.status === 'READY', 'the patient waits')
    await erased(patient)
    const after = await room.until<PracticeTopic>(
      topic,
      ({ entries }) => entries[entry.id]?.status === 'LEFT',
      'the patient is gone',
    )
    expect(after.entries[entry.id]?.patient).toEqual({ id: patient.id, name: '–', erased: true })
  })

  test('is_a_call_without_a_name_and_cannot_be_called_again', async () => {
    const { doctor, patient, call, entry } = await talking(server())
    await callCommand(doctor, call.id, 'end')
    await erased(patient)
    const kept = expectAnswer<{ call: Call }>(await doctor.http.get(`/api/calls/${call.id}`), 200).call
    expect(kept.patient).toEqual({ id: patient.id, name: '–', erased: true })
    const answer = await doctor.http.post(`/api/queue/${entry.id}/requeue`)
    expect(expectConflict<Entry>(answer, 'entry_closed').status).toBe('DONE')
  })

  test('does_not_come_back_when_the_practice_is_reopened', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 2)
    const [gone, stays] = atLeast(2, waiting)
    await scheduleCommand(doctor, schedule.id, 'complete')
    await erased(gone.patient)
    await scheduleCommand(doctor, schedule.id, 'reopen')
    expect((await readEntry(doctor, gone.entry)).status).toBe('NOT_SEEN')
    expect((await readEntry(doctor, stays.entry)).status).toBe('NOT_READY')
  })

  test('of_a_doctor_are_schedules_that_were_cancelled_without_a_word_of_theirs', async () => {
    const doctor = await addDoctor(server(), 'Dermatology')
    const startsAt = Date.now() + hours(1)
    const coming = await createSchedule(doctor, { startsAt, endsAt: startsAt + hours(1), note: 'Bring the ointment.' })
    const patient = await registerPatient(server())
    const entry = await join(patient, coming.id)
    const page = await patient.live()
    const topic = `schedule:${coming.id}`
    await page.until<{ schedule: Schedule }>(topic, ({ schedule }) => schedule.status === 'UPCOMING', 'it is to come')
    await erased(doctor)
    const { schedule } = await page.until<{ schedule: Schedule }>(
      topic,
      (state) => state.schedule.status === 'CANCELLED' && state.schedule.doctor.name === '–',
      'it is cancelled, by nobody',
    )
    expect(schedule.doctor).toEqual({ id: doctor.id, name: '–', erased: true })
    expect(schedule.note).toBeUndefined()
    expect(await readSchedule(patient, coming.id)).toEqual(schedule)
    expect(entry.scheduleId).toBe(coming.id)
  })

  test('stands_in_the_record_without_a_name_with_the_erasure', async () => {
    const { doctor, patient, call } = await talking(server())
    await callCommand(doctor, call.id, 'end')
    await erased(patient)
    const { entries } = expectAnswer<AuditPage>(await doctor.http.get('/api/audit?limit=200'), 200)
    const concerning = entries.filter((entry) => entry.patient?.id === patient.id)
    expect(concerning.length).toBeGreaterThan(4)
    for (const { patient: who } of concerning) expect(who).toEqual({ id: patient.id, name: '–', erased: true })
    await verified(server())
  })
})

describe('nothing that tells who it was', () => {
  /** The text as it would stand in any of the server's files. */
  const filesWith = async (of: Server, text: string) => {
    const found: string[] = []
    for (const name of await readdir(of.dataDir)) {
      if ((await readFile(pathOf(of.dataDir, name))).includes(text)) found.push(name)
    }
    return found
  }

  test('is_left_in_the_database_or_its_files_and_the_chain_of_the_record_holds', async () => {
    const own = await Server.start()
    try {
      const { doctor, schedule } = await openPractice(own, 0)
      const patient = await registerPatient(own, { phone: '+62 811 7301', birthDate: '1971-03-09' })
      const reason = 'itching since Tuesday'
      const entry = await join(patient, schedule.id, reason)
      await setReady(patient, entry.id)
      const agent = 'Browser/7301'
      await patient.http.send({ method: 'POST', path: '/api/auth/logout', headers: { 'user-agent': agent } })
      const { email, password } = patient
      const signIn = (secret: string) =>
        patient.http.send({
          method: 'POST',
          path: '/api/auth/login',
          headers: { 'content-type': 'application/json', 'user-agent': agent },
          body: JSON.stringify({ email, password: secret }),
        })
      expectProblem(await signIn('somebody guesses'), 401)
      expectAnswer(await signIn(password), 200)
      const words = [email, patient.user.name, '+62 811 7301', '1971-03-09', reason, agent]
      for (const word of words) expect(await filesWith(own, word), word).not.toEqual([])

      await erased(patient)
      await own.stop()
      for (const word of words) expect(await filesWith(own, word), word).toEqual([])
      await verified(own)
      const count = (sql: string) => inDatabase(own, (database) => database.prepare(sql).get(patient.id))
      expect(count('SELECT COUNT(*) AS n FROM sign_ins WHERE user_id = ?')).toEqual({ n: 2 })
      const tokens = 'SELECT COUNT(*) AS n FROM refresh_tokens JOIN sign_ins ON id = sign_in_id WHERE user_id = ?'
      expect(count(tokens)).toEqual({ n: 0 })
      const origins = 'SELECT COUNT(*) AS n FROM audit_origins JOIN audit ON id = audit_id WHERE actor_id = ?'
      expect(count(origins)).toEqual({ n: 0 })
      await own.restart()
      expect((await readEntry(doctor, entry)).reason).toBeUndefined()
      await verified(own)
    } finally {
      await own.dispose()
    }
  })
})

describe('what was refused in the minute before', () => {
  test('is_counted_without_the_address_and_the_browser_of_the_erased', async () => {
    const own = await Server.start()
    try {
      const { doctor, call } = await talking(own)
      const patient = await registerPatient(own)
      for (let i = 0; i < 12; ++i) expectProblem(await patient.http.get(`/api/calls/${call.id}`), 404)
      await erased(patient)
      await callCommand(doctor, call.id, 'end')
      // Its end is the end of the minute as well.
      await own.stop()
      const rows = inDatabase(own, (database) =>
        database
          .prepare(
            `SELECT cause, origin_digest, (SELECT COUNT(*) FROM audit_origins WHERE audit_id = id) AS origins
             FROM audit WHERE action = 'access.refused_more' AND actor_id = ?`,
          )
          .all(patient.id),
      )
      expect(rows).toEqual([{ cause: '7', origin_digest: null, origins: 0 }])
      await verified(own)
    } finally {
      await own.dispose()
    }
  })
})

describe('praktik user erase', () => {
  const erase = (email: string) => command(['user', 'erase', '--data', server().dataDir, '--email', email])

  test('does_the_same_while_the_server_serves', async () => {
    const patient = await registerPatient(server())
    const page = await patient.live()
    const { code, output } = await erase(patient.email.toUpperCase())
    expect(code, output).toBe(0)
    expect((await page.closing(5000, 'the account of this socket was erased')).code).toBe(4401)
    expectProblem(await patient.http.get('/api/me'), 401, 'not_signed_in')
    const list = await command(['user', 'list', '--data', server().dataDir])
    expect(list.output).toMatch(new RegExp(`^${patient.id} +PATIENT +erased +${patient.id} +–$`, 'm'))
    expect(list.output).not.toContain(patient.email)
    const again = await erase(patient.email)
    expect(again.output).toMatch(/There is no account/)
    expect((await erase(patient.id)).output).toMatch(/There is no account/)
  })

  test('erases_nobody_who_has_a_call_and_says_so', async () => {
    const { doctor, patient, call } = await talking(server())
    for (const { email } of [patient, doctor]) {
      const { code, output } = await erase(email)
      expect(output).toMatch(/has a practice or a call that is not over; nothing was erased/)
      expect(code).toBe(1)
    }
    await callCommand(doctor, call.id, 'end')
    expect((await erase(patient.email)).code).toBe(0)
  })

  test('knows_nobody_by_an_address_that_nobody_has', async () => {
    const { code, output } = await erase(newAccount('PATIENT').email)
    expect(output).toMatch(/There is no account with the e-mail address/)
    expect(code).toBe(1)
  })
})
