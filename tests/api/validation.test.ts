import { describe, expect, test } from 'vitest'
import { expectAnswer, expectFieldErrors } from '../support/answers.ts'
import { createSchedule, join, openPractice, ringing } from '../support/clinic.ts'
import { days, hours } from '../support/clock.ts'
import { Client } from '../support/http.ts'
import { atLeast } from '../support/lists.ts'
import { addDoctor, newAccount, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Schedule } from '../support/wire.ts'

/** Every body is read strictly: a 422 names each bad field, all of them at once. */
const server = serverForThisFile()

type Row = [situation: string, body: Record<string, unknown>, fields: string[]]

const nul = 'before\u0000after'
const tooLong = 'x'.repeat(5000)
const wrongTexts: [string, unknown][] = [
  ['a number', 42],
  ['a boolean', true],
  ['a list', ['text']],
  ['an object', { text: 'text' }],
  ['NUL inside', nul],
  ['far too long', tooLong],
]
const wrongInstants: [string, unknown][] = [
  ['text', '2026-11-23T08:00:00Z'],
  ['a fraction', 1_700_000_000_000.5],
  ['a boolean', true],
  ['null', null],
  ['beyond 64 bits', 1e30],
]

/** One row for each way in which each of these fields can be wrong. */
const each = (fields: string[], wrong: [string, unknown][], whole: () => Record<string, unknown>): Row[] =>
  fields.flatMap((field) =>
    wrong.map(([what, value]): Row => [`${field} is ${what}`, { ...whole(), [field]: value }, [field]]),
  )

const without = (body: Record<string, unknown>, ...fields: string[]) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !fields.includes(key)))

describe('POST /api/auth/register', () => {
  const whole = () => ({ ...newAccount('PATIENT') })
  const rows: Row[] = [
    ...each(['email', 'password', 'name', 'locale', 'phone', 'birthDate', 'consentVersion'], wrongTexts, whole),
    ...['email', 'password', 'name'].map((field): Row => [`${field} is missing`, without(whole(), field), [field]]),
    ...['email', 'password', 'name'].map((field): Row => [`${field} is null`, { ...whole(), [field]: null }, [field]]),
    ...['email', 'password', 'name'].map((field): Row => [`${field} is empty`, { ...whole(), [field]: '' }, [field]]),
    ['everything is missing', {}, ['email', 'password', 'name']],
    ['name is only space', { ...whole(), name: '   ' }, ['name']],
    ['email has no @', { ...whole(), email: 'somebody.example.test' }, ['email']],
    ['email has nothing before the @', { ...whole(), email: '@example.test' }, ['email']],
    ...[' ', '\u00a0', '\u3000', '\u200b', '\u00ad', '\ufeff', 'é', 'É', 'а', '\t', '\u007f'].map(
      (character): Row => [
        `email with U+${character.codePointAt(0)?.toString(16)} in it`,
        { ...whole(), email: `some${character}body@example.test` },
        ['email'],
      ],
    ),
    ['email with a space behind it', { ...whole(), email: 'somebody@example.test\u00a0' }, ['email']],
    ['email of a domain that is not in its ASCII form', { ...whole(), email: 'somebody@exämple.test' }, ['email']],
    ['birthDate is no date', { ...whole(), birthDate: 'yesterday' }, ['birthDate']],
    ['birthDate is a day that never was', { ...whole(), birthDate: '1981-02-29' }, ['birthDate']],
    ['an unknown key', { ...whole(), favouriteColour: 'red' }, ['favouriteColour']],
    ['somebody registers as a doctor', { ...whole(), role: 'DOCTOR' }, ['role']],
    ['several are wrong', { ...whole(), email: 1, name: 2, extra: 3 }, ['email', 'name', 'extra']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    expectFieldErrors(await new Client(server().origin).post('/api/auth/register', body), ...fields)
  })
})

describe.each(['/api/auth/login', '/api/auth/token'])('POST %s', (path) => {
  const whole = () => ({ email: 'somebody@example.test', password: 'a long enough password' })
  const rows: Row[] = [
    ...each(['email', 'password', 'otp'], wrongTexts.slice(0, 4), whole),
    ['everything is missing', {}, ['email', 'password']],
    ['password is missing', { email: whole().email }, ['password']],
    ['an unknown key', { ...whole(), remember: true }, ['remember']],
    ['NUL in the email', { ...whole(), email: nul }, ['email']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    expectFieldErrors(await new Client(server().origin).post(path, body), ...fields)
  })
})

describe('POST /api/auth/refresh', () => {
  const rows: Row[] = [
    ['the token is a number', { refreshToken: 7 }, ['refreshToken']],
    ['an unknown key', { refreshToken: 'text', all: true }, ['all']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    expectFieldErrors(await new Client(server().origin).post('/api/auth/refresh', body), ...fields)
  })
})

describe('PATCH /api/me', () => {
  const rows: Row[] = [
    ...each(['name', 'locale', 'phone', 'birthDate'], wrongTexts, () => ({})),
    ['name is empty', { name: '' }, ['name']],
    ['password is text', { password: 'a new password' }, ['password']],
    ['an unknown key beside a good one', { name: 'Fine', nickname: 'x' }, ['nickname']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    const patient = await registerPatient(server())
    expectFieldErrors(await patient.http.patch('/api/me', body), ...fields)
  })
})

describe('POST /api/schedules', () => {
  const now = Date.now()
  const whole = () => ({ startsAt: now + hours(1), endsAt: now + hours(3) })
  const rows: Row[] = [
    ...each(['startsAt', 'endsAt'], wrongInstants, whole),
    ...each(['note'], wrongTexts, whole),
    ...each(
      ['capacity'],
      [
        ['text', 'ten'],
        ['a fraction', 1.5],
        ['zero', 0],
        ['negative', -1],
        ['a boolean', true],
        ['beyond 64 bits', 1e30],
      ],
      whole,
    ),
    ['everything is missing', {}, ['startsAt', 'endsAt']],
    ['endsAt is missing', { startsAt: now }, ['endsAt']],
    ['it ends before it starts', { startsAt: now + hours(3), endsAt: now + hours(1) }, ['endsAt']],
    ['it ends when it starts', { startsAt: now + hours(1), endsAt: now + hours(1) }, ['endsAt']],
    ['it lasts longer than 24 h', { startsAt: now, endsAt: now + hours(24) + 1 }, ['endsAt']],
    ['it is over already', { startsAt: now - hours(3), endsAt: now - hours(1) }, ['endsAt']],
    ['an unknown key', { ...whole(), status: 'ONLINE' }, ['status']],
    ['several are wrong', { startsAt: 'soon', endsAt: 'later', room: 3 }, ['startsAt', 'endsAt', 'room']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    const doctor = await addDoctor(server())
    expectFieldErrors(await doctor.http.post('/api/schedules', body), ...fields)
  })

  test('exactly_24_hours_and_a_start_in_the_past_are_fine', async () => {
    const doctor = await addDoctor(server())
    const startsAt = Date.now() - hours(20)
    const schedule = await createSchedule(doctor, { startsAt, endsAt: startsAt + hours(24) })
    expect(schedule.startsAt).toBe(startsAt)
  })
})

describe('PATCH /api/schedules/{id}', () => {
  const now = Date.now()
  const rows: Row[] = [
    ...each(['startsAt', 'endsAt'], wrongInstants, () => ({})),
    ...each(['note'], wrongTexts, () => ({})),
    ['capacity is zero', { capacity: 0 }, ['capacity']],
    ['it would end before it starts', { startsAt: now + hours(3), endsAt: now + hours(2) }, ['endsAt']],
    ['an unknown key', { doctor: 'me' }, ['doctor']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    const doctor = await addDoctor(server())
    const schedule = await createSchedule(doctor)
    expectFieldErrors(await doctor.http.patch(`/api/schedules/${schedule.id}`, body), ...fields)
  })

  test('one_instant_alone_is_held_against_the_other_as_it_stands', async () => {
    const doctor = await addDoctor(server())
    const schedule = await createSchedule(doctor)
    const path = `/api/schedules/${schedule.id}`
    const before = await doctor.http.patch(path, { endsAt: schedule.startsAt - 1 })
    expectFieldErrors(before, 'endsAt')
    const answer = await doctor.http.patch(path, { startsAt: schedule.endsAt + 1 })
    expect(answer.status, answer.text).toBe(422)
    const after = expectAnswer<{ schedule: Schedule }>(await doctor.http.get(path), 200).schedule
    expect(after).toEqual(schedule)
  })
})

describe('PUT /api/schedules/{id}/notice', () => {
  const rows: Row[] = [
    ...each(['text'], wrongTexts, () => ({})),
    ['141 characters', { text: 'x'.repeat(141) }, ['text']],
    ['no text', {}, ['text']],
    ['an unknown key', { text: 'soon', colour: 'red' }, ['colour']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    const doctor = await addDoctor(server())
    const schedule = await createSchedule(doctor)
    expectFieldErrors(await doctor.http.put(`/api/schedules/${schedule.id}/notice`, body), ...fields)
  })

  test('140_characters_fit_and_a_character_is_not_a_byte', async () => {
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor)
    for (const text of ['x'.repeat(140), 'é'.repeat(140), '語'.repeat(140)]) {
      const answer = await doctor.http.put(`/api/schedules/${id}/notice`, { text })
      expect(expectAnswer<{ schedule: Schedule }>(answer, 200).schedule.notice).toBe(text)
    }
  })
})

describe('POST /api/schedules/{id}/queue', () => {
  const rows: Row[] = [
    ...each(['reason'], wrongTexts, () => ({})),
    ['281 characters', { reason: 'x'.repeat(281) }, ['reason']],
    ['an unknown key', { reason: 'cough', number: 1 }, ['number']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    const { schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    expectFieldErrors(await patient.http.post(`/api/schedules/${schedule.id}/queue`, body), ...fields)
  })

  test('280_characters_fit', async () => {
    const { schedule } = await openPractice(server(), 0)
    await join(await registerPatient(server()), schedule.id, '語'.repeat(280))
  })
})

describe('PUT /api/queue/{entryId}/readiness', () => {
  const rows: Row[] = [
    ['ready is text', { ready: 'true' }, ['ready']],
    ['ready is a number', { ready: 1 }, ['ready']],
    ['ready is null', { ready: null }, ['ready']],
    ['ready is missing', {}, ['ready']],
    ['an unknown key', { ready: true, number: 1 }, ['number']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    const { waiting } = await openPractice(server(), 1)
    const [{ patient, entry }] = atLeast(1, waiting)
    expectFieldErrors(await patient.http.put(`/api/queue/${entry.id}/readiness`, body), ...fields)
  })
})

describe('POST /api/calls/{id}/accept', () => {
  const rows: Row[] = [
    ['connection is a number', { connection: 7 }, ['connection']],
    ['connection has NUL inside', { connection: nul }, ['connection']],
    ['an unknown key', { device: 'phone' }, ['device']],
  ]
  test.each(rows)('%s', async (_, body, fields) => {
    const { patient, call } = await ringing(server())
    expectFieldErrors(await patient.http.post(`/api/calls/${call.id}/accept`, body), ...fields)
  })
})

describe('GET /api/schedules', () => {
  const now = Date.now()
  test.each([
    ['from is no instant', `from=yesterday&to=${now}`, ['from']],
    ['to is no instant', `from=${now}&to=tomorrow`, ['to']],
    ['from is a fraction', `from=1.5&to=${now}`, ['from']],
    ['a key that nobody knows', 'until=7', ['until']],
  ])('%s', async (_, query, fields) => {
    const doctor = await addDoctor(server())
    expectFieldErrors(await doctor.http.get(`/api/schedules?${query}`), ...fields)
  })

  test('62_days_may_be_asked_for_and_not_more', async () => {
    const doctor = await addDoctor(server())
    const ask = (to: number) => doctor.http.get(`/api/schedules?from=${now}&to=${to}`)
    expectAnswer(await ask(now + days(62)), 200)
    const answer = await ask(now + days(62) + 1)
    expect(answer.status, answer.text).toBe(422)
  })

  test('a_range_that_ends_before_it_begins_is_refused', async () => {
    const doctor = await addDoctor(server())
    const answer = await doctor.http.get(`/api/schedules?from=${now}&to=${now - 1}`)
    expect(answer.status, answer.text).toBe(422)
  })
})
