import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { command, join, leave, openPractice, type Practice, ring } from '../support/clinic.ts'
import type { Person } from '../support/people.ts'
import { registerPatients } from '../support/people.ts'
import { expectLife, type PushDevice, PushService } from '../support/push-service.ts'
import { command as praktik } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'

/** What waiting patients without an open page are told: the doctor's line, and how near they have come. */
const server = serverForThisFile()
let service: PushService
beforeAll(async () => {
  service = await PushService.start()
})
afterAll(() => service.stop())

const notice = async ({ doctor, schedule }: Practice, text: string | null) =>
  expectAnswer(await doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text }), 200)

/** A practice and that many READY patients with a subscription each. */
async function line(count: number) {
  const practice = await openPractice(server(), count)
  const devices = await Promise.all(practice.waiting.map(({ patient }) => service.subscribed(patient.http)))
  return { practice, devices }
}

/** A later push to the same device: what should not have come would have come before it. */
async function fence(patient: Person, device: PushDevice): Promise<string[]> {
  expectAnswer(await patient.http.post('/api/push/test'), 200)
  await device.message('test')
  return device.received.map(({ payload }) => payload.kind)
}

describe('the doctors line', () => {
  test('reaches_those_who_wait_without_a_page_and_nobody_else', async () => {
    const { practice, devices } = await line(3)
    const [away, here, gone] = practice.waiting.map(({ patient }, index) => ({
      patient,
      device: devices[index] as PushDevice,
    }))
    if (!away || !here || !gone) throw new Error('three wait')
    const page = await here.patient.live()
    await page.ping()
    await leave(gone.patient, practice.waiting[2]?.entry.id as string)
    await notice(practice, '15 minutes late')
    const came = await away.device.message('notice')
    expectLife(came, 3600)
    expect(came.payload).toEqual({
      kind: 'notice',
      schedule: practice.schedule.id,
      title: 'A message from your practice',
      body: '15 minutes late',
    })
    await notice(practice, null)
    await notice(practice, '30 minutes late')
    await away.device.until(
      () => (away.device.received.filter(({ payload: { kind } }) => kind === 'notice').length === 2 ? true : undefined),
      'the next line',
      5000,
    )
    expect(await fence(here.patient, here.device)).not.toContain('notice')
    expect(await fence(gone.patient, gone.device)).not.toContain('notice')
    const topics = away.device.received
      .filter(({ payload: { kind } }) => kind === 'notice')
      .map(({ headers }) => headers['topic'])
    expect(new Set(topics).size).toBe(1)
  })
})

describe('the place in the line', () => {
  const places = (device: PushDevice | undefined) =>
    device?.received.filter(({ payload }) => payload.kind === 'place').map(({ payload }) => payload['ahead'])

  test('is_told_at_three_at_one_and_next_each_once', async () => {
    const { practice, devices } = await line(5)
    const { doctor, waiting, schedule } = practice
    const last = devices[4] as PushDevice
    const told = (ahead: number) =>
      last.until(
        () => last.received.find(({ payload }) => payload.kind === 'place' && payload['ahead'] === ahead),
        `${ahead} ahead`,
        5000,
      )
    await leave(doctor, waiting[0]?.entry.id as string)
    expect((await told(3)).payload).toEqual({
      kind: 'place',
      schedule: schedule.id,
      ahead: 3,
      title: expect.any(String),
      body: expect.any(String),
    })
    await leave(doctor, waiting[1]?.entry.id as string)
    await leave(doctor, waiting[2]?.entry.id as string)
    await told(1)
    const call = await ring(doctor, waiting[3]?.entry.id as string)
    await command(waiting[3]?.patient as Person, call.id, 'accept')
    expectLife(await told(0), 600)
    await command(doctor, call.id, 'end')
    expectAnswer(await doctor.http.post(`/api/queue/${waiting[3]?.entry.id}/requeue`), 200)
    await leave(doctor, waiting[3]?.entry.id as string)
    expect(await fence(waiting[4]?.patient as Person, last)).toContain('place')
    expect(places(last)).toEqual([3, 1, 0])
  })

  test('is_not_told_to_somebody_who_is_being_rung', async () => {
    const { practice, devices } = await line(2)
    const { doctor, waiting } = practice
    const call = await ring(doctor, waiting[0]?.entry.id as string)
    await leave(doctor, waiting[1]?.entry.id as string)
    expect(await fence(waiting[0]?.patient as Person, devices[0] as PushDevice)).not.toContain('place')
    await command(doctor, call.id, 'cancel')
  })

  test('is_not_told_to_somebody_whose_page_is_open', async () => {
    const { practice, devices } = await line(2)
    const { doctor, waiting } = practice
    const second = waiting[1]?.patient as Person
    await (await second.live()).ping()
    await leave(doctor, waiting[0]?.entry.id as string)
    expect(await fence(second, devices[1] as PushDevice)).not.toContain('place')
  })

  test('is_told_when_the_operator_erases_whoever_was_ahead', async () => {
    const { practice, devices } = await line(2)
    const first = practice.waiting[0]?.patient as Person
    const { code, output } = await praktik(['user', 'erase', '--data', server().dataDir, '--email', first.email])
    expect(code, output).toBe(0)
    expect((await devices[1]?.message('place'))?.payload['ahead']).toBe(0)
  })

  test('is_told_when_the_practice_begins_and_not_before', async () => {
    const { practice } = await line(0)
    expectAnswer(await practice.doctor.http.post(`/api/schedules/${practice.schedule.id}/complete`), 200)
    const startsAt = Date.now()
    const answer = await practice.doctor.http.post('/api/schedules', { startsAt, endsAt: startsAt + 3_600_000 })
    const { schedule } = expectAnswer<{ schedule: { id: string } }>(answer, 201)
    const [first, second] = await registerPatients(server(), 2)
    if (!first || !second) throw new Error('two patients')
    const place = await join(first, schedule.id)
    await join(second, schedule.id)
    const device = await service.subscribed(second.http)
    await leave(first, place.id)
    expect(await fence(second, device)).not.toContain('place')
    expectAnswer(await practice.doctor.http.post(`/api/schedules/${schedule.id}/start`), 200)
    expect((await device.message('place')).payload['ahead']).toBe(0)
  })
})
