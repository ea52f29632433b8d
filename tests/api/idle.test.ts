import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { expectAnswer, expectEmpty, expectProblem } from '../support/answers.ts'
import { openPractice } from '../support/clinic.ts'
import { hours, minutes } from '../support/clock.ts'
import { alter, inDatabase } from '../support/data.ts'
import { Live } from '../support/live.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { PushService } from '../support/push-service.ts'
import { Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { SignIn } from '../support/wire.ts'

/** Nobody waits half an hour here: what is remembered of the last use is set back instead. */
const server = serverForThisFile({ flags: ['--idle-patient-minutes', '60'] })
let service: PushService
beforeAll(async () => {
  service = await PushService.start()
})
afterAll(() => service.stop())

function rowSeenBefore(who: Person, ago: number, on: Server = server()): void {
  alter(on, 'UPDATE sign_ins SET last_seen_at = ? WHERE user_id = ?', Date.now() - ago, who.id)
}

/** The server that runs remembers requests that no row tells of yet; the next one knows only the rows. */
async function lastSeenBefore(ago: number, ...people: Person[]): Promise<void> {
  await server().stop()
  for (const who of people) rowSeenBefore(who, ago)
  await server().restart()
}

interface Row {
  ended_at: number | null
  end_cause: string | null
  last_seen_at: number
}
const rowsOf = (who: Person, on: Server = server()) =>
  inDatabase(on, (database) =>
    database.prepare('SELECT ended_at, end_cause, last_seen_at FROM sign_ins WHERE user_id = ?').all(who.id),
  ) as unknown as Row[]

/** Looks at the rows until it holds: the clock that ends a sign-in tells nobody but the database. */
const until = (reason: string, holds: () => boolean) =>
  vi.waitFor(() => expect(holds(), reason).toBe(true), { timeout: 5000, interval: 20 })

const refusedEverywhere = async (who: Person) => {
  expectProblem(await who.http.get('/api/me'), 401, 'not_signed_in')
  expectProblem(await who.http.post('/api/auth/refresh'), 401, 'not_signed_in')
}

describe('a sign-in that is idle', () => {
  test('of_a_doctor_ends_after_half_an_hour_with_its_subscriptions_and_is_recorded', async () => {
    const doctor = await addDoctor(server())
    await lastSeenBefore(minutes(30) - 15_000, doctor)
    expectAnswer(await doctor.http.get('/api/me'), 200)
    await lastSeenBefore(minutes(30), doctor)
    await refusedEverywhere(doctor)
    await until('the clock ends it', () => rowsOf(doctor)[0]?.end_cause === 'idle')
    const recorded = inDatabase(server(), (database) =>
      database
        .prepare("SELECT actor_id FROM audit WHERE action = 'sign_in.end' AND cause = 'idle' AND doctor_id = ?")
        .all(doctor.id),
    )
    expect(recorded, 'recorded once, as done by the server').toEqual([{ actor_id: null }])
  })

  test('of_a_patient_ends_after_its_own_time_and_takes_the_subscriptions', async () => {
    const patient = await registerPatient(server())
    await service.subscribed(patient.http)
    await lastSeenBefore(minutes(59), patient)
    expectAnswer(await patient.http.get('/api/me'), 200)
    const subscriptions = () =>
      inDatabase(server(), (database) =>
        database.prepare('SELECT id FROM push_subscriptions WHERE user_id = ?').all(patient.id),
      )
    expect(subscriptions()).toHaveLength(1)
    await lastSeenBefore(minutes(60), patient)
    await until('its push subscription goes', () => subscriptions().length === 0)
    await refusedEverywhere(patient)
  })

  test('ends_alone', async () => {
    const patient = await registerPatient(server())
    const other = await patient.otherBrowser()
    const { sessions } = expectAnswer<{ sessions: SignIn[] }>(await other.get('/api/me/sessions'), 200)
    const first = sessions.find(({ current }) => !current)
    alter(server(), 'UPDATE sign_ins SET last_seen_at = ? WHERE id = ?', Date.now() - hours(2), first?.id ?? '')
    const left = expectAnswer<{ sessions: SignIn[] }>(await other.get('/api/me/sessions'), 200).sessions
    expect(left.map(({ current }) => current)).toEqual([true])
    await refusedEverywhere(patient)
    expectEmpty(await other.post('/api/auth/refresh'))
  })
})

describe('is not idle', () => {
  test('who_has_a_page_open', async () => {
    const doctor = await addDoctor(server())
    const page = await Live.open(doctor.http)
    rowSeenBefore(doctor, hours(2))
    await until('the page counts as use', () => (rowsOf(doctor)[0]?.last_seen_at ?? 0) > Date.now() - minutes(1))
    await page.ping()
    expectAnswer(await doctor.http.get('/api/me'), 200)
  })

  test('who_has_a_practice_online_or_a_place_in_its_queue_until_it_is_over', async () => {
    const { doctor, schedule, waiting } = await openPractice(server())
    const patient = waiting[0]?.patient as Person
    await lastSeenBefore(hours(3), doctor, patient)
    expectAnswer(await doctor.http.get('/api/me'), 200)
    expectAnswer(await patient.http.get('/api/me'), 200)
    await lastSeenBefore(hours(3), doctor, patient)
    const complete = () => doctor.http.post(`/api/schedules/${schedule.id}/complete`)
    expectAnswer(await complete(), 200)
    await until('nothing keeps the patient', () => rowsOf(patient)[0]?.end_cause === 'idle')
    expectAnswer(await complete(), 200)
    await lastSeenBefore(hours(3), doctor)
    expectProblem(await complete(), 401, 'not_signed_in')
  })

  test('who_asked_in_the_last_moment', async () => {
    const doctor = await addDoctor(server())
    await lastSeenBefore(minutes(30) - 15_000, doctor)
    expectAnswer(await doctor.http.get('/api/me'), 200)
    rowSeenBefore(doctor, minutes(30))
    await until('the request counts as use', () => (rowsOf(doctor)[0]?.last_seen_at ?? 0) > Date.now() - minutes(1))
    expectAnswer(await doctor.http.get('/api/me'), 200)
  })
})

test('the_last_use_is_on_disk_after_a_stop_and_counts_after_the_start', async () => {
  const own = await Server.start({ flags: ['--idle-doctor-minutes', '5', '--sign-in-days', '2'] })
  try {
    const doctor = await addDoctor(own)
    const [begun] = rowsOf(doctor, own)
    const asked = Date.now()
    const { sessions } = expectAnswer<{ sessions: SignIn[] }>(await doctor.http.get('/api/me/sessions'), 200)
    expect(sessions[0]?.expiresAt).toBeLessThanOrEqual(Date.now() + hours(48))
    expect(rowsOf(doctor, own), 'a request alone writes nothing').toEqual([begun])
    expect(await own.stop()).toBe(0)
    expect(rowsOf(doctor, own)[0]?.last_seen_at).toBeGreaterThanOrEqual(asked)
    rowSeenBefore(doctor, minutes(5), own)
    await own.restart()
    await refusedEverywhere(doctor)
  } finally {
    await own.dispose()
  }
})
