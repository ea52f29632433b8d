import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import {
  schedule as change,
  command,
  createSchedule,
  join,
  leave,
  openPractice,
  readQueue,
  readSchedule,
  requeue,
  ring,
  ringing,
  setReady,
  talking,
} from '../support/clinic.ts'
import { days, hours, seconds } from '../support/clock.ts'
import { atLeast } from '../support/lists.ts'
import type { Live } from '../support/live.ts'
import { addDoctor, type Person, registerPatient, registerPatients } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { CallTopic, DirectoryTopic, Entry, MeTopic, PracticeTopic, ScheduleTopic } from '../support/wire.ts'

const server = serverForThisFile()

describe('me', () => {
  test('of_somebody_new_is_the_user_and_nothing_else', async () => {
    const patient = await registerPatient(server())
    const page = await patient.live()
    expect(await page.current<MeTopic>('me')).toEqual({ user: patient.user, entries: {} })
  })

  test('follows_a_patient_from_the_queue_to_the_end_of_the_call', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    const page = await patient.live()
    await page.current('me')
    const entry = await join(patient, schedule.id, 'a cough')
    const joined = await page.until<MeTopic>('me', ({ entries }) => entry.id in entries, 'the number is there')
    expect(joined.entries[entry.id]).toEqual(entry)
    const ready = await setReady(patient, entry.id)
    await page.until<MeTopic>('me', ({ entries }) => entries[entry.id]?.status === 'READY', 'ready')
    expect(page.state<MeTopic>('me').entries[entry.id]).toEqual(ready)
    const call = await ring(doctor, entry.id)
    const rung = await page.until<MeTopic>('me', (me) => me.call !== undefined, 'the patient is rung')
    expect(rung.call).toEqual(call)
    expect(rung.entries[entry.id]?.status).toBe('RINGING')
    const active = await command(patient, call.id, 'accept')
    const talks = await page.until<MeTopic>('me', (me) => me.call?.status === 'ACTIVE', 'the call is answered')
    expect(talks.call).toEqual(active)
    const ended = await command(doctor, call.id, 'end')
    const over = await page.until<MeTopic>('me', (me) => me.call === undefined, 'the call is over')
    expect(over.lastCall).toEqual(ended)
    expect(over.entries[entry.id]).toMatchObject({ status: 'DONE', lastOutcome: 'ENDED' })
  })

  test('of_a_doctor_shows_the_live_call_too', async () => {
    const { doctor, call } = await ringing(server())
    const page = await doctor.live()
    expect((await page.current<MeTopic>('me')).call).toEqual(call)
  })

  test('shows_the_newest_finished_call', async () => {
    const { doctor, patient, entry, call } = await ringing(server())
    await command(doctor, call.id, 'cancel')
    const second = await ring(doctor, entry.id)
    const declined = await command(patient, second.id, 'decline')
    const page = await patient.live()
    expect((await page.current<MeTopic>('me')).lastCall).toEqual(declined)
  })

  test('comes_to_every_page_of_the_user_and_to_nobody_else', async () => {
    const [patient, stranger] = atLeast(2, await registerPatients(server(), 2))
    const { schedule } = await openPractice(server(), 0)
    const pages = [await patient.live(), await patient.live()]
    const other = await stranger.live()
    for (const page of [...pages, other]) await page.current('me')
    await join(patient, schedule.id)
    for (const page of pages) {
      await page.until<MeTopic>('me', ({ entries }) => Object.keys(entries).length === 1, 'both pages are told')
    }
    await other.ping()
    expect(other.count('patch')).toBe(0)
  })
})

describe('directory', () => {
  const entryOf = (id: string) => (state: DirectoryTopic) => state.schedules[id]

  test('is_what_the_list_of_schedules_says_for_each_role', async () => {
    const { doctor, schedule } = await openPractice(server(), 1)
    const [other, patient] = [await addDoctor(server()), await registerPatient(server())]
    for (const person of [doctor, other, patient]) {
      const page = await person.live()
      const { schedules } = expectAnswer<{ schedules: { id: string }[] }>(await person.http.get('/api/schedules'), 200)
      const state = await page.current<DirectoryTopic>('directory')
      expect(state.schedules).toEqual(Object.fromEntries(schedules.map((item) => [item.id, item])))
    }
    expect(await readSchedule(patient, schedule.id)).toBeDefined()
  })

  test('tells_of_every_change_of_status_at_once', async () => {
    const doctor = await addDoctor(server())
    const patient = await registerPatient(server())
    const page = await patient.live()
    await page.current('directory')
    const { id } = await createSchedule(doctor)
    await page.until<DirectoryTopic>('directory', ({ schedules }) => id in schedules, 'the new schedule', 2000)
    for (const [name, status] of [
      ['start', 'ONLINE'],
      ['complete', 'COMPLETED'],
      ['reopen', 'ONLINE'],
    ] as const) {
      const asked = Date.now()
      await change(doctor, id, name)
      await page.until<DirectoryTopic>('directory', (state) => entryOf(id)(state)?.status === status, status, 2000)
      expect(page.view('directory').arrivedAt - asked, `${status} at once`).toBeLessThan(500)
    }
  })

  test('leaves_out_what_is_too_far_away', async () => {
    const doctor = await addDoctor(server())
    const startsAt = Date.now() + days(20)
    const far = await createSchedule(doctor, { startsAt, endsAt: startsAt + hours(1) })
    const page = await (await registerPatient(server())).live()
    expect((await page.current<DirectoryTopic>('directory')).schedules).not.toHaveProperty(far.id)
  })

  test('counts_those_who_wait_at_most_once_a_second', async () => {
    const { schedule } = await openPractice(server(), 0)
    const patients = await registerPatients(server(), 12)
    const page = await (await registerPatient(server())).live()
    await page.current('directory')
    // One after another, so that twelve changes stand in at least as many moments.
    for (const patient of patients) await join(patient, schedule.id)
    await page.until<DirectoryTopic>(
      'directory',
      (state) => entryOf(schedule.id)(state)?.waiting === 12,
      'all count',
      4000,
    )
    const changes = page.arrivals.filter(({ frame }) => {
      const patch = frame['patch'] as { schedules?: Record<string, { waiting?: number } | null> } | undefined
      return frame.op === 'patch' && patch?.schedules?.[schedule.id]?.waiting !== undefined
    })
    expect(changes.length).toBeGreaterThanOrEqual(1)
    const instants = changes.map(({ frame }) => frame['serverAt'] as number)
    for (const [index, instant] of instants.entries()) {
      const before = instants[index - 1]
      if (before !== undefined) expect(instant - before).toBeGreaterThanOrEqual(950)
    }
  })
})

describe('schedule', () => {
  const topicOf = (id: string) => `schedule:${id}`

  test('shows_numbers_and_nobodys_name_or_readiness', async () => {
    const { schedule, waiting } = await openPractice(server(), 2)
    const [first, second] = atLeast(2, waiting)
    await setReady(second.patient, second.entry.id, false)
    const page = await first.patient.live()
    const state = await page.until<ScheduleTopic>(
      topicOf(schedule.id),
      ({ doctorPresent }) => !doctorPresent,
      'a server that has just started gives the doctor 10 seconds to come back',
      seconds(12),
    )
    expect(state).toEqual({
      schedule: await readSchedule(first.patient, schedule.id),
      doctorPresent: false,
      line: { '1': 1, '2': 1 },
    })
  })

  test('readiness_changes_nothing_in_it', async () => {
    const { schedule, waiting } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    const page = await first.patient.live()
    await page.current(topicOf(schedule.id))
    await page.current('me')
    await setReady(first.patient, first.entry.id, false)
    await page.until<MeTopic>('me', ({ entries }) => entries[first.entry.id]?.status === 'NOT_READY', 'me is told')
    await page.ping()
    const frames = page.arrivals.filter(({ frame }) => frame['topic'] === topicOf(schedule.id))
    expect(frames.map(({ frame }) => frame.op)).toEqual(['state'])
  })

  test('follows_who_is_served_and_who_still_waits', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 3)
    const [first, second, third] = atLeast(3, waiting)
    const page = await third.patient.live()
    const topic = topicOf(schedule.id)
    expect((await page.current<ScheduleTopic>(topic)).line).toEqual({ '1': 1, '2': 1, '3': 1 })
    const call = await ring(doctor, first.entry.id)
    await command(first.patient, call.id, 'accept')
    await page.until<ScheduleTopic>(topic, ({ serving }) => serving === 1, 'now serving number 1')
    await command(doctor, call.id, 'end')
    const after = await page.until<ScheduleTopic>(
      topic,
      ({ line, serving }) => !('1' in line) && serving === undefined,
      'number 1 is done',
    )
    expect(after.line).toEqual({ '2': 1, '3': 1 })
    await leave(second.patient, second.entry.id)
    await page.until<ScheduleTopic>(topic, ({ line }) => Object.keys(line).join() === '3', 'number 2 left')
    await requeue(doctor, first.entry.id)
    await page.until<ScheduleTopic>(topic, ({ line }) => Object.keys(line).join() === '1,3', 'number 1 is back')
  })

  test('shows_the_notice', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const page = await atLeast(1, waiting)[0].patient.live()
    const topic = topicOf(schedule.id)
    await page.current(topic)
    await doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text: '15 minutes late' })
    await page.until<ScheduleTopic>(topic, (state) => state.schedule.notice === '15 minutes late', 'the notice')
    await doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text: null })
    await page.until<ScheduleTopic>(topic, (state) => state.schedule.notice === undefined, 'no notice')
  })

  test('names_a_pace_only_from_the_third_finished_consultation_on', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 4)
    const page = await atLeast(4, waiting)[3].patient.live()
    const topic = topicOf(schedule.id)
    for (const [index, { patient, entry }] of waiting.slice(0, 3).entries()) {
      const call = await ring(doctor, entry.id)
      await command(patient, call.id, 'accept')
      await command(doctor, call.id, 'end')
      const state = await page.until<ScheduleTopic>(topic, ({ line }) => !(entry.number in line), 'one is done')
      if (index < 2) expect(state).not.toHaveProperty('pace')
    }
    const { pace } = await page.until<ScheduleTopic>(topic, (state) => state.pace !== undefined, 'a pace is known')
    expect(pace?.fromMinutes).toBeGreaterThanOrEqual(0)
    expect(pace?.toMinutes).toBeGreaterThanOrEqual(pace?.fromMinutes ?? 0)
  })

  test('says_that_the_doctor_is_there_and_only_after_10_seconds_that_not', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const page = await atLeast(1, waiting)[0].patient.live()
    const topic = topicOf(schedule.id)
    await page.until<ScheduleTopic>(topic, ({ doctorPresent }) => !doctorPresent, 'nobody is there', seconds(12))
    const before = page.arrivals.length
    const room = await doctor.live()
    await room.current(`practice:${schedule.id}`)
    await page.until<ScheduleTopic>(topic, ({ doctorPresent }) => doctorPresent, 'the doctor is there', 2000)
    // A reload of the doctor's page is nobody's business.
    room.abandon()
    const back = await doctor.live()
    await back.current(`practice:${schedule.id}`)
    back.abandon()
    const goneAt = Date.now()
    await page.until<ScheduleTopic>(topic, ({ doctorPresent }) => !doctorPresent, 'the doctor is away', seconds(14))
    expect(page.view(topic).serverAt - goneAt).toBeGreaterThanOrEqual(seconds(9.9))
    expect(page.view(topic).serverAt - goneAt).toBeLessThanOrEqual(seconds(12))
    const told = page.arrivals
      .slice(before)
      .filter(({ frame }) => (frame['patch'] as Partial<ScheduleTopic> | undefined)?.doctorPresent !== undefined)
    expect(told, 'present once, away once').toHaveLength(2)
  })

  test('is_one_frame_for_everybody_who_watches', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    const stranger = await registerPatient(server())
    const pages = await Promise.all([first.patient.live(), stranger.live(), stranger.live()])
    const topic = topicOf(schedule.id)
    for (const page of pages) await page.current(topic)
    await doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text: 'soon' })
    const patch = (page: Live) => page.op('patch', { topic })
    const texts = await Promise.all(pages.map(async (page) => (await patch(page)).text))
    expect(new Set(texts).size).toBe(1)
  })
})

describe('practice', () => {
  test('is_the_doctors_list_with_the_live_call', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 2)
    const page = await doctor.live()
    const topic = `practice:${schedule.id}`
    const state = await page.current<PracticeTopic>(topic)
    const byId = async () =>
      Object.fromEntries((await readQueue(doctor, schedule.id)).map((entry): [string, Entry] => [entry.id, entry]))
    expect(state).toEqual({ schedule: await readSchedule(doctor, schedule.id), entries: await byId() })
    const call = await ring(doctor, waiting[0]?.entry.id ?? '')
    const rung = await page.until<PracticeTopic>(topic, (practice) => practice.call !== undefined, 'it rings')
    expect(rung.call).toEqual(call)
    expect(rung.entries).toEqual(await byId())
    await command(doctor, call.id, 'cancel')
    const after = await page.until<PracticeTopic>(topic, (practice) => practice.call === undefined, 'it is cancelled')
    expect(after).not.toHaveProperty('receipts')
    expect(after.entries).toEqual(await byId())
  })

  test('keeps_every_entry_whatever_its_status', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 2)
    const [first, second] = atLeast(2, waiting)
    const page = await doctor.live()
    const topic = `practice:${schedule.id}`
    await page.current(topic)
    await leave(first.patient, first.entry.id)
    await leave(doctor, second.entry.id)
    const state = await page.until<PracticeTopic>(
      topic,
      ({ entries }) => entries[second.entry.id]?.status === 'NOT_SEEN',
      'both are gone from the line',
    )
    expect(state.entries[first.entry.id]?.status).toBe('LEFT')
  })

  test('shows_who_has_an_open_page', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    const room = await doctor.live()
    const topic = `practice:${schedule.id}`
    const reachable = (how: string) => (state: PracticeTopic) => state.entries[first.entry.id]?.reachability === how
    await room.until<PracticeTopic>(topic, reachable('NONE'), 'no page is open')
    const [page, second] = [await first.patient.live(), await first.patient.live()]
    await room.until<PracticeTopic>(topic, reachable('LIVE'), 'a page is open')
    await page.close()
    await second.ping()
    expect(reachable('LIVE')(room.state(topic)), 'one of two pages is still open').toBe(true)
    await second.close()
    const state = await room.until<PracticeTopic>(topic, reachable('NONE'), 'every page is closed', seconds(15))
    expect(state.entries[first.entry.id]?.status, 'losing the connection moves nobody').toBe('READY')
  })
})

describe('call', () => {
  test('shows_both_participants_the_call_and_who_is_attached', async () => {
    const { doctor, patient, call } = await talking(server())
    const [theirs, hers] = [await doctor.live(), await patient.live()]
    const topic = `call:${call.id}`
    for (const page of [theirs, hers]) {
      const state = await page.current<CallTopic>(topic)
      expect(state).toEqual({ call, doctor: { attached: false }, patient: { attached: false } })
    }
    hers.send({ op: 'attach', call: call.id })
    await theirs.until<CallTopic>(topic, (state) => state.patient.attached, 'the patient is attached')
    expect(theirs.state<CallTopic>(topic).doctor.attached).toBe(false)
    const ended = await command(patient, call.id, 'end')
    for (const page of [theirs, hers]) {
      const state = await page.until<CallTopic>(topic, (view) => view.call.status === 'ENDED', 'the call is over')
      expect(state.call).toEqual(ended)
    }
  })
})

describe('what nobody may watch', () => {
  test('a_patient_and_another_doctor_at_a_practice_and_strangers_at_a_call', async () => {
    const { doctor, patient, schedule, call } = await ringing(server())
    const [otherDoctor, otherPatient] = [await addDoctor(server()), await registerPatient(server())]
    const codes = async (who: Person, kind: 'practice' | 'call', id: string) => {
      const page = await who.live()
      return [await page.untilGone(`${kind}:${id}`), await page.untilGone(`${kind}:${randomUUID()}`)]
    }
    for (const [foreign, unknown] of [
      await codes(patient, 'practice', schedule.id),
      await codes(otherDoctor, 'practice', schedule.id),
      await codes(otherPatient, 'call', call.id),
      await codes(otherDoctor, 'call', call.id),
    ]) {
      expect(['not_found', 'forbidden']).toContain(foreign)
      expect(foreign, 'the same word for what is foreign and what is not there').toBe(unknown)
    }
    const room = await doctor.live()
    await room.current(`practice:${schedule.id}`)
  })

  test.each(['schedule:', 'schedule:not-an-id', `schedule:${randomUUID()}`, 'me:somebody', 'everything', ''])(
    'a_topic_that_does_not_exist: "%s"',
    async (topic) => {
      const page = await (await registerPatient(server())).live()
      page.send({ op: 'watch', topic })
      const { frame } = await page.frame(({ op }) => op === 'gone' || op === 'error', 'a refusal')
      if (frame.op === 'gone') expect(frame).toMatchObject({ topic, code: 'not_found' })
      else expect(frame['re']).toBe('watch')
      await page.ping()
    },
  )
})

describe('watching', () => {
  test('again_with_the_version_one_has_is_answered_with_current', async () => {
    const patient = await registerPatient(server())
    const page = await patient.live()
    await page.current('me')
    const { version } = page.view('me')
    page.watch('me', version)
    expect((await page.op('current', { topic: 'me' })).frame['version']).toBe(version)
  })

  test('with_a_version_that_never_was_brings_the_whole_state', async () => {
    const page = await (await registerPatient(server())).live()
    page.watch('me', 'no-such-version')
    await page.op('state', { topic: 'me' })
  })

  test('after_a_change_that_was_missed_brings_the_truth', async () => {
    const patient = await registerPatient(server())
    const page = await patient.live()
    await page.current('me')
    const seen = page.view('me')
    page.abandon()
    const { schedule } = await openPractice(server(), 0)
    const entry = await join(patient, schedule.id)
    const back = await patient.live()
    back.resume('me', seen)
    await back.until<MeTopic>('me', ({ entries }) => entry.id in entries, 'the missed change')
    expect(back.view('me').version).not.toBe(seen.version)
  })

  test('given_up_and_watched_again_at_once_begins_with_a_state_whatever_was_on_its_way', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const page = await doctor.live()
    const topic = `schedule:${schedule.id}`
    await page.current(topic)
    for (let turn = 1; turn <= 20; turn++) {
      const changed = doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text: `${turn} minutes late` })
      for (let again = 0; again < 2; again++) {
        page.unwatch(topic)
        page.watch(topic)
        await page.ping()
      }
      await changed
    }
    await page.until<ScheduleTopic>(topic, (state) => state.schedule.notice === '20 minutes late', 'the last notice')
  })

  test('no_more_means_no_more_frames', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const page = await doctor.live()
    const topic = `schedule:${schedule.id}`
    await page.current(topic)
    await page.current('directory')
    page.unwatch(topic)
    await page.ping()
    await doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text: 'nobody listens' })
    await page.until<DirectoryTopic>(
      'directory',
      ({ schedules }) => schedules[schedule.id]?.notice === 'nobody listens',
      'the change is pushed where it is watched',
    )
    expect(page.arrivals.filter(({ frame }) => frame['topic'] === topic && frame.op === 'patch')).toEqual([])
  })

  test('a_version_means_the_same_state_before_and_after_a_change_and_back', async () => {
    const { doctor, schedule } = await openPractice(server(), 0)
    const page = await (await registerPatient(server())).live()
    const topic = `schedule:${schedule.id}`
    await page.current(topic)
    const before = page.view(topic)
    await doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text: 'late' })
    await page.until<ScheduleTopic>(topic, (state) => state.schedule.notice === 'late', 'the notice')
    expect(page.view(topic).version).not.toBe(before.version)
    await doctor.http.put(`/api/schedules/${schedule.id}/notice`, { text: null })
    await page.until<ScheduleTopic>(topic, (state) => state.schedule.notice === undefined, 'no notice')
    expect(page.view(topic).state).toEqual(before.state)
    expect(page.view(topic).version).toBe(before.version)
  })

  test('many_changes_in_a_row_end_in_the_newest_state', async () => {
    const { waiting, doctor, schedule } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    const room = await doctor.live()
    const topic = `practice:${schedule.id}`
    await room.current(topic)
    for (let round = 0; round < 40; ++round) await setReady(first.patient, first.entry.id, round % 2 === 1)
    await leave(first.patient, first.entry.id)
    const state = await room.until<PracticeTopic>(
      topic,
      ({ entries }) => entries[first.entry.id]?.status === 'LEFT',
      'the newest state',
    )
    const [truth] = await readQueue(doctor, schedule.id)
    await room.ping()
    expect(room.state<PracticeTopic>(topic).entries).toEqual({ [first.entry.id]: truth })
    expect(state.entries[first.entry.id]).toEqual(truth)
  })
})
