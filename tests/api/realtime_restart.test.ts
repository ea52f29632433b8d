import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { command, join, openPractice, requeue, setReady, talking } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { closeEveryLive, type Live } from '../support/live.ts'
import { type Person, registerPatient } from '../support/people.ts'
import { Server } from '../support/server.ts'

let server: Server

beforeEach(async () => {
  server = await Server.start()
})

afterEach(async () => {
  try {
    closeEveryLive()
  } finally {
    await server.dispose()
  }
})

describe('over a restart', () => {
  test.each(['stop', 'kill9'] as const)(
    '%s: the_version_of_a_state_that_did_not_change_stays_the_same',
    async (how) => {
      const { doctor, patient, schedule, entry, call } = await talking(server)
      await command(doctor, call.id, 'end')
      await requeue(doctor, entry.id)
      const watched: [Person, string[]][] = [
        [doctor, ['me', 'directory', `schedule:${schedule.id}`, `practice:${schedule.id}`, `call:${call.id}`]],
        [patient, ['me', 'directory', `schedule:${schedule.id}`, `call:${call.id}`]],
      ]
      const look = async (from?: Map<string, ReturnType<Live['view']>>) => {
        const seen = new Map<string, ReturnType<Live['view']>>()
        for (const [person] of watched) {
          // Everybody is there before anybody looks: who is present stands in the states.
          await person.live()
        }
        for (const [person, topics] of watched) {
          const page = await person.live()
          for (const topic of topics) {
            const key = `${person.id} ${topic}`
            const before = from?.get(key)
            if (before) page.resume(topic, before)
            else page.watch(topic)
          }
          for (const topic of topics) {
            if (from) await page.op('current', { topic })
            await page.current(topic)
          }
          for (const topic of topics) seen.set(`${person.id} ${topic}`, page.view(topic))
        }
        return seen
      }
      // The room is watched first and again: the doctor's own presence changes what is shown.
      await look()
      const before = await look()
      closeEveryLive()
      await server[how]()
      await server.restart()
      for (const [person, topics] of watched) {
        const page = await person.live()
        for (const topic of topics) await page.current(topic)
      }
      const after = await look(before)
      for (const [key, view] of before) expect(after.get(key)?.version, key).toBe(view.version)
    },
  )

  test('a_change_during_the_outage_is_seen_by_whoever_watches_again', async () => {
    const { schedule } = await openPractice(server, 0)
    const patient = await registerPatient(server)
    const page = await patient.live()
    await page.current(`schedule:${schedule.id}`)
    const seen = page.view(`schedule:${schedule.id}`)
    const entry = await join(patient, schedule.id)
    await server.kill9()
    await server.restart()
    const back = await patient.live()
    back.resume(`schedule:${schedule.id}`, seen)
    await back.until<{ line: Record<string, 1> }>(
      `schedule:${schedule.id}`,
      ({ line }) => String(entry.number) in line,
      'the number that was given before the outage',
    )
    expect((await setReady(patient, entry.id)).status).toBe('READY')
  })
})

describe('a server that is told to stop', () => {
  test('says_1012_to_everybody_and_ends_within_10_seconds', async () => {
    const { doctor, waiting } = await openPractice(server, 2)
    const people = [doctor, ...waiting.map(({ patient }) => patient)]
    const pages = await Promise.all(people.map((person) => person.live()))
    const asked = Date.now()
    const ended = server.stop()
    for (const page of pages) expect((await page.closing(seconds(5), 'the server restarts')).code).toBe(1012)
    expect(await ended).toBe(0)
    expect(Date.now() - asked).toBeLessThanOrEqual(seconds(10))
  })

  test('keeps_every_command_it_answered', async () => {
    const { schedule } = await openPractice(server, 0)
    const patients = await Promise.all(Array.from({ length: 10 }, () => registerPatient(server)))
    const answers = patients.map((patient) =>
      patient.http.post(`/api/schedules/${schedule.id}/queue`).then(
        (answer) => answer.status,
        () => 0,
      ),
    )
    const [first] = answers
    await first
    await server.kill9()
    const statuses = await Promise.all(answers)
    await server.restart()
    for (const [index, patient] of patients.entries()) {
      if (statuses[index] !== 201) continue
      const again = await patient.http.post(`/api/schedules/${schedule.id}/queue`)
      expect(again.status, 'what was acknowledged is there').toBe(200)
    }
  })
})
