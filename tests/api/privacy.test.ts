import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import {
  schedule as change,
  command,
  createSchedule,
  join,
  leave,
  openPractice,
  requeue,
  ring,
  setReady,
} from '../support/clinic.ts'
import { atLeast } from '../support/lists.ts'
import type { Live } from '../support/live.ts'
import { addDoctor, type Person, registerPatient, registerPatients } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Entry, MeTopic, ScheduleTopic } from '../support/wire.ts'

const server = serverForThisFile()

const everythingFor = (person: Person, scheduleId: string) => [
  '/api/me',
  '/api/me/sessions',
  '/api/schedules',
  `/api/schedules/${scheduleId}`,
  `/api/schedules/${scheduleId}/calendar.ics`,
  `/api/schedules/${scheduleId}/queue`,
  `/api/schedules/${scheduleId}/summary`,
  `/api/users/${person.id}`,
]

function expectNoneOf(text: string, secrets: Record<string, string>, where: string): void {
  for (const [what, secret] of Object.entries(secrets)) {
    expect(text.includes(secret), `${what} stands in ${where}: ${text.slice(0, 400)}`).toBe(false)
  }
}

describe('a patient', () => {
  test('never_sees_anything_that_identifies_another_patient', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const [seen, watching] = atLeast(2, await registerPatients(server(), 2))
    expectAnswer(await seen.http.patch('/api/me', { phone: '+62 899 777 555', birthDate: '1955-05-05' }), 200)
    const page = await watching.live()
    const topics = ['me', 'directory', `schedule:${schedule.id}`]
    for (const topic of topics) await page.current(topic)

    // All that can happen to somebody in the queue, while the other one looks on.
    const entry = await join(seen, schedule.id, 'a reason nobody else may read')
    const own = await join(watching, schedule.id)
    await setReady(seen, entry.id)
    const calls: string[] = []
    for (const outcome of ['cancel', 'decline', 'accept'] as const) {
      await setReady(seen, entry.id)
      const call = await ring(doctor, entry.id)
      calls.push(call.id)
      await command(outcome === 'cancel' ? doctor : seen, call.id, outcome)
      if (outcome === 'accept') {
        await page.until<ScheduleTopic>(`schedule:${schedule.id}`, ({ serving }) => serving === 1, 'number 1 is served')
        await command(doctor, call.id, 'end')
      }
    }
    await requeue(doctor, entry.id)
    await leave(doctor, entry.id)
    await page.until<ScheduleTopic>(
      `schedule:${schedule.id}`,
      ({ line }) => Object.keys(line).join() === '2',
      'number 1 is gone from the line',
    )
    await setReady(watching, own.id)
    await page.until<MeTopic>('me', ({ entries }) => entries[own.id]?.status === 'READY', 'all frames are in')
    await page.ping()

    const secrets = {
      'the name': seen.user.name,
      'the e-mail': seen.email,
      'the id': seen.id,
      'the entry': entry.id,
      'the reason': 'nobody else may read',
      'the phone': '+62 899 777 555',
      'the birth date': '1955-05-05',
      ...Object.fromEntries(calls.map((id, index) => [`call ${index}`, id])),
    }
    for (const { text } of page.arrivals) expectNoneOf(text, secrets, 'a frame')
    for (const path of everythingFor(seen, schedule.id)) {
      expectNoneOf((await watching.http.get(path)).text, secrets, path)
    }
  })

  test('is_not_told_what_only_the_doctor_may_know_about_oneself', async () => {
    const { schedule, waiting } = await openPractice(server(), 1)
    const [{ patient, entry }] = atLeast(1, waiting)
    const page = await patient.live()
    const { entries } = await page.current<MeTopic>('me')
    for (const shown of [entry, entries[entry.id] as Entry]) {
      expect(shown).not.toHaveProperty('patient')
      expect(shown).not.toHaveProperty('reachability')
    }
    expect(schedule).not.toHaveProperty('entries')
  })

  test('sees_the_own_reason_again', async () => {
    const { schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const entry = await join(patient, schedule.id, 'my own words')
    const page = await patient.live()
    const { entries } = await page.current<MeTopic>('me')
    // "For the doctor only": it may come back to its author, and to nobody else.
    expect([undefined, 'my own words']).toContain(entries[entry.id]?.reason)
  })
})

describe('a doctor', () => {
  test('sees_nothing_of_another_doctors_patients', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const entry = await join(patient, schedule.id, 'for one doctor only')
    await setReady(patient, entry.id)
    const call = await ring(doctor, entry.id)
    await command(patient, call.id, 'accept')
    const other = await addDoctor(server())
    const mine = await createSchedule(other)
    await change(other, mine.id, 'start')
    const page = await other.live()
    for (const topic of ['me', 'directory', `schedule:${schedule.id}`, `practice:${mine.id}`]) await page.current(topic)
    for (const topic of [`practice:${schedule.id}`, `call:${call.id}`]) await page.untilGone(topic)
    const secrets = {
      'the name': patient.user.name,
      'the id': patient.id,
      'the e-mail': patient.email,
      'the entry': entry.id,
      'the reason': 'for one doctor only',
    }
    for (const { text } of page.arrivals) expectNoneOf(text, secrets, 'a frame')
    for (const path of [...everythingFor(patient, schedule.id), `/api/calls/${call.id}`, `/api/calls/${call.id}/ice`]) {
      expectNoneOf((await other.http.get(path)).text, secrets, path)
    }
  })

  test('does_not_see_the_email_of_a_patient_in_the_queue', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const [{ patient }] = atLeast(1, waiting)
    const page = await doctor.live()
    await page.current(`practice:${schedule.id}`)
    expectNoneOf(textOf(page), { 'the e-mail': patient.email }, 'the practice room')
  })
})

const textOf = (page: Live) => page.arrivals.map(({ text }) => text).join('\n')

describe('the servers own words', () => {
  test('the_log_holds_no_name_no_email_no_password_no_token_and_no_reason', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const tokens = await patient.tokens()
    const entry = await join(patient, schedule.id, 'not for the log')
    await setReady(patient, entry.id)
    const call = await ring(doctor, entry.id)
    await command(patient, call.id, 'accept')
    await command(doctor, call.id, 'end')
    await patient.http.post('/api/auth/login', { email: patient.email, password: 'a wrong password' })
    const page = await patient.live()
    page.sendRaw('garbage not for the log')
    await page.op('error')
    expectNoneOf(
      server().log,
      {
        'the name': patient.user.name,
        'the e-mail': patient.email,
        'the password': patient.password,
        'a wrong password': 'a wrong password',
        'the access token': tokens.accessToken,
        'the refresh token': tokens.refreshToken,
        'the reason': 'not for the log',
        'the doctors name': doctor.user.name,
      },
      'the log',
    )
  })
})
