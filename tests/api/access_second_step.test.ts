import { beforeAll, describe, expect, test } from 'vitest'
import { access, mayEver } from '../support/access.ts'
import { expectProblem } from '../support/answers.ts'
import { talking } from '../support/clinic.ts'
import { alter } from '../support/data.ts'
import { askAs, expectNoSlip, guarded, messageOf, opsOfCalls, type Side, sideOf, topicFor } from '../support/doors.ts'
import { Live } from '../support/live.ts'
import { addDoctor } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'

/** A doctor who owes the clinic two-step sign-in, at every door: the own account is open to them, and nothing else. */
const server = serverForThisFile({ flags: ['--second-factor', 'doctors'] })
const alwaysTheirs = ['useOwnAccount', 'connect']

let owing: Side
beforeAll(async () => {
  const doctor = await addDoctor(server())
  const on = 'INSERT INTO second_factors (user_id, secret, begun_at, confirmed_at) VALUES (?, ?, 1, 1)'
  alter(server(), on, doctor.id, 'sealed')
  const { schedule, entry, call } = await talking(server(), doctor)
  alter(server(), 'DELETE FROM second_factors WHERE user_id = ?', doctor.id)
  owing = await sideOf(doctor, { schedule: schedule.id, entry: entry.id, call: call.id })
})

describe('a doctor who owes the second step', () => {
  test.each(guarded)('at %s', async (_, door) => {
    const answer = await askAs(owing, door)
    if (!mayEver('DOCTOR', ...door.actions)) {
      expectProblem(answer, 403, 'role')
    } else if (door.actions.every((action) => alwaysTheirs.includes(action))) {
      expectNoSlip(door, answer)
      expect([400, 401, 403, 404, 405, 415, 500], answer.text).not.toContain(answer.status)
    } else {
      expectProblem(answer, 403, 'second_factor_required')
    }
  })

  test.each(access.topics.map((one) => [one.topic, one] as const))(
    'watches topic %s only if it is the own account',
    async (_, topic) => {
      const page = await Live.open(owing.http)
      const name = topicFor(topic, owing.ids)
      if (alwaysTheirs.includes(topic.action)) await page.current(name)
      else expect(await page.untilGone(name)).toBe('forbidden')
    },
  )

  test.each(opsOfCalls)('may not send op %s in the own call', async (op) => {
    const page = await Live.open(owing.http)
    page.send(messageOf(op, owing.ids.call))
    expect((await page.op('error', { re: op })).frame['code']).toBe('forbidden')
  })
})
