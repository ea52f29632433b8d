import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { command, createSchedule, openPractice, ring, setReady, talking } from '../support/clinic.ts'
import { hours, seconds } from '../support/clock.ts'
import { alter } from '../support/data.ts'
import { atLeast } from '../support/lists.ts'
import { Live } from '../support/live.ts'
import { addDoctor, registerPatient } from '../support/people.ts'
import { UpgradeRefused } from '../support/upgrade.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { PracticeTopic, Problem } from '../support/wire.ts'

const server = serverForThisFile({ keepConnections: true })

const kibibyte = 1024

describe.concurrent('a connection', () => {
  test('answers_ping_with_the_servers_clock', async () => {
    const page = await (await registerPatient(server())).live()
    const before = Date.now()
    const serverAt = await page.ping()
    expect(serverAt).toBeGreaterThanOrEqual(before - 1)
    expect(serverAt).toBeLessThanOrEqual(Date.now() + 1)
  })

  test('hears_a_websocket_ping_within_every_heartbeat', async () => {
    const page = await (await registerPatient(server())).live()
    const openedAt = Date.now()
    const first = new Promise<void>((resolve) => page.socket.once('ping', () => resolve()))
    await first
    // The server looks each second whose heartbeat is due, and the ping has a way to go.
    expect(Date.now() - openedAt).toBeLessThanOrEqual(seconds(22))
  }, 40_000)

  test('from_which_nothing_comes_is_closed_with_4408_after_two_and_a_half_heartbeats', async () => {
    const page = await (await registerPatient(server())).live({ autoPong: false })
    const openedAt = Date.now()
    const closing = await page.closing(seconds(60), 'no heartbeat came')
    expect(closing.code).toBe(4408)
    expect(closing.at - openedAt).toBeGreaterThanOrEqual(seconds(49))
    expect(closing.at - openedAt).toBeLessThanOrEqual(seconds(56))
  }, 80_000)

  test('whose_only_sign_of_life_is_the_heartbeats_answer_stays_open', async () => {
    const page = await (await registerPatient(server())).live()
    const pings = new Promise<void>((resolve) => {
      page.socket.on('ping', () => page.heartbeats.length >= 3 && resolve())
    })
    await pings
    await page.ping()
  }, 80_000)
})

describe.concurrent('garbage', () => {
  const garbage: [string, string][] = [
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['a number', '7'],
    ['cut off', '{"op":"watch"'],
    ['no op', '{"topic":"me"}'],
    ['an op that is no text', '{"op":7}'],
    ['an op that nobody knows', '{"op":"dance"}'],
    ['a watch without a topic', '{"op":"watch"}'],
    ['a watch of a number', '{"op":"watch","topic":7}'],
    ['an unknown key', '{"op":"watch","topic":"me","colour":"red"}'],
    ['a ping without an id', '{"op":"ping"}'],
    ['a signal without data', `{"op":"signal","call":"${randomUUID()}"}`],
    ['an attach without a call', '{"op":"attach"}'],
    ['a ringing without a call', '{"op":"ringing","audible":true}'],
  ]
  test.each(garbage)('%s_gets_an_error_and_the_connection_lives', async (_, text) => {
    const page = await (await registerPatient(server())).live()
    page.sendRaw(text)
    const { frame } = await page.op('error')
    expect(frame['code']).toMatch(/^[a-z][a-z0-9_]*$/)
    expect(frame['title']).toMatch(/.+/)
    const op = /^\{"op":"(watch|ping|signal|attach|ringing)"[,}].*\}$/.exec(text)?.[1]
    if (op !== undefined) expect(frame['re']).toBe(op)
    await page.ping()
    expect(page.count('error'), 'one frame, one error').toBe(1)
  })

  test('ten_times_in_a_minute_closes_with_4400', async () => {
    const page = await (await registerPatient(server())).live()
    for (let round = 0; round < 9; ++round) page.sendRaw('garbage')
    await page.ping()
    page.sendRaw('garbage')
    expect((await page.closing(3000, 'too much garbage came')).code).toBe(4400)
  })

  test('invalid_utf8_closes_the_connection_and_no_other', async () => {
    const [patient, other] = [await registerPatient(server()), await registerPatient(server())]
    const [page, stays] = [await patient.live(), await other.live()]
    page.socket.send(Buffer.from([0xc3, 0x28]), { binary: false })
    const outcome = await Promise.race([
      page.closing(3000, 'text that is no UTF-8 came').then(({ code }) => code),
      page.op('error', {}, 3000).then(
        () => 'error',
        () => 'closed',
      ),
    ])
    expect([1007, 4400, 'error', 'closed']).toContain(outcome)
    await stays.ping()
  })

  test('a_binary_message_is_not_understood_and_harms_nobody', async () => {
    const [patient, other] = [await registerPatient(server()), await registerPatient(server())]
    const [page, stays] = [await patient.live(), await other.live()]
    page.sendRaw(Buffer.from('{"op":"ping","id":1}'))
    const outcome = await Promise.race([
      page.closing(3000, 'a binary message came').then(({ code }) => code),
      page.op('error', {}, 3000).then(
        () => 'error',
        () => 'closed',
      ),
    ])
    expect([1003, 4400, 'error', 'closed']).toContain(outcome)
    expect(page.count('pong')).toBe(0)
    await stays.ping()
  })
})

describe.concurrent('bounds', () => {
  test('a_message_of_64_KiB_is_relayed_and_one_byte_more_closes_with_4413', async () => {
    const { doctor, patient, call } = await talking(server())
    const [sender, receiver] = [await doctor.live(), await patient.live()]
    for (const page of [sender, receiver]) {
      page.send({ op: 'attach', call: call.id })
      await page.op('attached')
    }
    const message = (bytes: number) => {
      const frame = (padding: string) =>
        JSON.stringify({ op: 'signal', call: call.id, data: { candidate: { candidate: padding } } })
      return frame('x'.repeat(bytes - frame('').length))
    }
    sender.sendRaw(message(64 * kibibyte))
    await receiver.op('signal')
    sender.sendRaw(message(64 * kibibyte + 1))
    expect((await sender.closing(3000, 'the message was too big')).code).toBe(4413)
    expect(receiver.count('signal')).toBe(1)
  })

  test('a_message_of_a_megabyte_in_pieces_closes_with_4413', async () => {
    const page = await (await registerPatient(server())).live()
    const piece = 'x'.repeat(16 * kibibyte)
    page.socket.on('error', () => undefined)
    for (let index = 0; index < 64; ++index) page.socket.send(piece, { fin: index === 63 })
    expect((await page.closing(3000, 'the message was too big')).code).toBe(4413)
  })

  test('the_33rd_topic_is_refused_and_the_32_go_on', async () => {
    const doctor = await addDoctor(server())
    const page = await doctor.live()
    const ids: string[] = []
    for (let index = 0; index < 33; ++index) {
      const startsAt = Date.now() + hours(index + 1)
      ids.push((await createSchedule(doctor, { startsAt, endsAt: startsAt + hours(1) })).id)
    }
    for (const id of ids.slice(0, 32)) await page.current(`schedule:${id}`)
    page.send({ op: 'watch', topic: `schedule:${ids[32]}` })
    expect((await page.op('error')).frame['re']).toBe('watch')
    await page.ping()
    page.unwatch(`schedule:${ids[0]}`)
    await page.current(`schedule:${ids[32]}`)
    expectAnswer(await doctor.http.put(`/api/schedules/${ids[1]}/notice`, { text: 'still here' }), 200)
    await page.until<{ schedule: { notice?: string } }>(
      `schedule:${ids[1]}`,
      ({ schedule }) => schedule.notice === 'still here',
      'the watched topics go on',
    )
  })

  test('the_21st_connection_of_a_user_is_refused_with_429_until_one_goes', async () => {
    const patient = await registerPatient(server())
    const otherBrowser = await patient.otherBrowser()
    const pages: Live[] = []
    for (let index = 0; index < 20; ++index) pages.push(await Live.open(index % 2 === 0 ? patient.http : otherBrowser))
    const refused = await patient.live().then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(UpgradeRefused)
    expect((refused as UpgradeRefused).status).toBe(429)
    expect((JSON.parse((refused as UpgradeRefused).body) as Problem).status).toBe(429)
    for (const page of pages) await page.ping()
    await (await registerPatient(server())).live()
    await pages[7]?.close()
    await patient.live()
  })

  test('a_flood_of_messages_closes_with_4429', async () => {
    const page = await (await registerPatient(server())).live()
    for (let id = 0; id < 20_000; ++id) page.socket.send(`{"op":"ping","id":${id}}`)
    expect((await page.closing(10_000, 'too many messages came')).code).toBe(4429)
  })

  test('somebody_who_reads_nothing_is_closed_with_4409_and_the_others_are_not_held_up', async () => {
    const { doctor, patient, call } = await talking(server())
    const [sender, slow] = [await doctor.live(), await patient.live()]
    for (const page of [sender, slow]) {
      page.send({ op: 'attach', call: call.id })
      await page.op('attached')
    }
    slow.socket.pause()
    // 18 MB, far beyond the kernel's buffers for a reader that does not read and the server's own queue.
    const data = { candidate: { candidate: 'y'.repeat(60 * kibibyte) } }
    for (let round = 0; round < 300; ++round) sender.send({ op: 'signal', call: call.id, data })
    await sender.op('peer', { call: call.id, present: false }, 20_000)
    await sender.ping()
    slow.socket.resume()
    const closing = await slow.closing(5000, 'this connection was too slow')
    expect([4409, 1006], 'the close frame itself may not fit any more').toContain(closing.code)
  }, 60_000)

  test('a_room_longer_than_what_may_wait_for_a_connection_opens_and_goes_on', async () => {
    const { doctor, waiting, schedule } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    const left = 6000
    const reason = String.fromCharCode(1).repeat(280)
    const rows = alter(
      server(),
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${left})
       INSERT INTO entries (id, schedule_id, patient_id, number, status, joined_at, closed_at, reason, missed_calls)
       SELECT printf('01a00000-0000-7000-8000-%012d', n), ?, ?, n + 1000, 'LEFT', ?, ?, ?, 0 FROM numbers`,
      ...[schedule.id, first.patient.id, Date.now(), Date.now(), reason],
    )
    expect(rows).toBe(left)
    const page = await doctor.live()
    const room = await page.current<PracticeTopic>(`practice:${schedule.id}`)
    expect(JSON.stringify(room).length).toBeGreaterThan(2 * 1024 * kibibyte)
    const readiness = (status: string) => (state: PracticeTopic) => state.entries[first.entry.id]?.status === status
    await setReady(first.patient, first.entry.id)
    await page.until<PracticeTopic>(`practice:${schedule.id}`, readiness('READY'), 'the room goes on')
    page.unwatch(`practice:${schedule.id}`)
    page.watch(`practice:${schedule.id}`)
    page.socket.pause()
    await setReady(first.patient, first.entry.id, false)
    page.socket.resume()
    const what = 'what changed while the room was on its way'
    await page.until<PracticeTopic>(`practice:${schedule.id}`, readiness('NOT_READY'), what)
    await page.ping()
  })

  test('a_slow_watcher_sees_the_newest_state_at_last', async () => {
    const { doctor, waiting, schedule } = await openPractice(server(), 1)
    const [first] = atLeast(1, waiting)
    const page = await doctor.live()
    const topic = `practice:${schedule.id}`
    await page.current(topic)
    page.socket.pause()
    for (let round = 0; round < 50; ++round) await setReady(first.patient, first.entry.id, round % 2 === 1)
    const call = await ring(doctor, first.entry.id)
    await command(first.patient, call.id, 'accept')
    page.socket.resume()
    await page.until<PracticeTopic>(topic, (state) => state.call?.status === 'ACTIVE', 'the newest state arrives')
  })
})
