import { expect, test } from 'vitest'
import { openPractice } from '../support/clinic.ts'
import { registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { ScheduleTopic } from '../support/wire.ts'

const server = serverForThisFile()

test('an_id_in_capitals_names_no_topic_and_disturbs_nobody_who_watches', async () => {
  const { doctor, schedule } = await openPractice(server(), 0)
  const topic = `schedule:${schedule.id}`
  const capitals = `schedule:${schedule.id.toUpperCase()}`
  const patient = await registerPatient(server())
  const [early, twice, late] = [await doctor.live(), await patient.live(), await doctor.live()]
  await early.current(topic)
  await twice.current(topic)
  expect(await twice.untilGone(capitals)).toBe('not_found')
  early.unwatch(topic)
  await early.ping()
  twice.unwatch(capitals)
  await twice.ping()
  await late.current(topic)
  await twice.close()
  await doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text: 'still here' })
  await late.until<ScheduleTopic>(topic, (state) => state.schedule.notice === 'still here', 'the notice')
})
