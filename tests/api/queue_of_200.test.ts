import { expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { openPractice, readQueue } from '../support/clinic.ts'
import { registerPatients } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Entry, PracticeTopic, ScheduleTopic } from '../support/wire.ts'

const server = serverForThisFile()
const everybody = 200

test('200_patients_who_join_at_once_get_the_numbers_1_to_200_and_the_doctor_sees_them_in_that_order', async () => {
  const { doctor, schedule } = await openPractice(server(), 0)
  const patients = await registerPatients(server(), everybody)
  const page = await doctor.live()
  const topic = `practice:${schedule.id}`
  await page.current(topic)

  // Each patient has a connection of their own.
  const answers = await Promise.all(patients.map((patient) => patient.http.post(`/api/schedules/${schedule.id}/queue`)))
  const given = answers.map((answer) => expectAnswer<{ entry: Entry }>(answer, 201).entry)
  const wanted = Array.from({ length: everybody }, (_, index) => index + 1)
  expect(given.map(({ number }) => number).sort((a, b) => a - b)).toEqual(wanted)

  const list = await readQueue(doctor, schedule.id)
  expect(list.map(({ number }) => number)).toEqual(wanted)
  const nameOf = new Map(given.map((entry, index) => [entry.id, patients[index]?.user.name]))
  for (const entry of list) expect(entry.patient?.name, `number ${entry.number}`).toBe(nameOf.get(entry.id))

  const pushed = await page.until<PracticeTopic>(
    topic,
    ({ entries }) => Object.keys(entries).length === everybody,
    'everybody is on the doctors screen',
    10_000,
  )
  const byNumber = Object.values(pushed.entries).sort((a, b) => a.number - b.number)
  expect(byNumber).toEqual(list)

  const crowd = await patients[0]?.live()
  const waiting = await crowd?.current<ScheduleTopic>(`schedule:${schedule.id}`)
  expect(
    Object.keys(waiting?.line ?? {})
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual(wanted)
}, 120_000)
