import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectEmpty, expectFieldErrors, expectProblem } from '../support/answers.ts'
import { createSchedule, openPractice, ringing } from '../support/clinic.ts'
import { Client, CookieJar, type RequestParts } from '../support/http.ts'
import { addDoctor, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'

/** 413, 401, 403 origin, 403 role, 415, 400, 422, 404, 409: whoever breaks several is told the first. */
const server = serverForThisFile()

const foreign = 'https://evil.example'
const json = { 'content-type': 'application/json' }
const tooMuch = 'x'.repeat(64 * 1024 + 1)
const quality = (more: object = {}) => ({
  ...{ seconds: 60, freezes: 0, frozenMs: 0, lossInPermille: 0, relayed: false, reconnects: 0 },
  ...more,
})
const unknownSchedule = `/api/schedules/${randomUUID()}`

describe('the first broken check answers', () => {
  test('a_body_that_is_too_big_before_no_sign_in', async () => {
    const nobody = new Client(server().origin)
    const answer = await nobody.send({ method: 'POST', path: '/api/schedules', headers: json, body: tooMuch })
    expectProblem(answer, 413)
  })

  test('no_sign_in_before_a_foreign_origin', async () => {
    const jar = new CookieJar()
    jar.set('praktik_access', 'no.such.token')
    for (const path of ['/api/schedules', '/api/auth/logout']) {
      const answer = await Client.withCookies(server().origin, jar).send({ method: 'POST', path, origin: foreign })
      expectProblem(answer, 401, 'not_signed_in')
    }
  })

  test('a_foreign_origin_before_the_wrong_role', async () => {
    const patient = await registerPatient(server())
    const answer = await patient.http.send({ method: 'POST', path: '/api/schedules', origin: foreign })
    expectProblem(answer, 403, 'origin')
  })

  test('the_wrong_role_before_the_wrong_content_type', async () => {
    const patient = await registerPatient(server())
    const headers = { 'content-type': 'text/plain' }
    const answer = await patient.http.send({ method: 'POST', path: '/api/schedules', headers, body: 'hello' })
    expectProblem(answer, 403, 'role')
  })

  test('the_wrong_content_type_before_broken_json', async () => {
    const doctor = await addDoctor(server())
    for (const headers of [{ 'content-type': 'text/plain' }, { 'content-type': 'application/xml' }, {}]) {
      const answer = await doctor.http.send({ method: 'POST', path: '/api/schedules', headers, body: '{"starts' })
      expectProblem(answer, 415)
    }
  })

  test('broken_json_before_an_unknown_object', async () => {
    const doctor = await addDoctor(server())
    const answer = await doctor.http.send({ method: 'PATCH', path: unknownSchedule, headers: json, body: '{' })
    expectProblem(answer, 400, 'malformed')
  })

  test('bad_fields_before_an_unknown_object', async () => {
    const doctor = await addDoctor(server())
    expectFieldErrors(await doctor.http.patch(unknownSchedule, { capacity: 'many' }), 'capacity')
    expectFieldErrors(await doctor.http.put(`${unknownSchedule}/notice`, { text: 7 }), 'text')
    expectFieldErrors(await doctor.http.put(`/api/calls/${randomUUID()}/quality`, quality({ freezes: -1 })), 'freezes')
  })

  test('an_unknown_object_before_the_state_it_is_in', async () => {
    const { schedule } = await openPractice(server(), 0)
    const other = await addDoctor(server())
    expectProblem(await other.http.patch(`/api/schedules/${schedule.id}`, { note: 'mine' }), 404)
    expectProblem(await other.http.post(`/api/schedules/${schedule.id}/cancel`), 404)
    const { call } = await ringing(server())
    expectProblem(await other.http.put(`/api/calls/${call.id}/quality`, quality()), 404)
  })
})

describe('the body', () => {
  const full = (bytes: number) => {
    const body = JSON.stringify({ startsAt: Date.now(), endsAt: Date.now() + 3_600_000 })
    return body + ' '.repeat(bytes - body.length)
  }

  test('of_exactly_64_KiB_is_read_and_one_byte_more_is_not', async () => {
    const doctor = await addDoctor(server())
    const send = (body: string) => doctor.http.send({ method: 'POST', path: '/api/schedules', headers: json, body })
    expectAnswer(await send(full(64 * 1024)), 201)
    expectProblem(await send(full(64 * 1024 + 1)), 413)
    expectAnswer(await doctor.http.get('/api/me'), 200)
  })

  test('of_several_megabytes_is_refused_all_the_same', async () => {
    const doctor = await addDoctor(server())
    const body = 'y'.repeat(5 * 1024 * 1024)
    const answer = await doctor.http.send({ method: 'POST', path: '/api/schedules', headers: json, body })
    expectProblem(answer, 413)
  })

  test('sent_in_chunks_has_the_same_limit', async () => {
    const doctor = await addDoctor(server())
    const { accessToken } = await doctor.tokens()
    const reply = await fetch(`${server().origin}/api/schedules`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${accessToken}` },
      body: new Blob([tooMuch]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(reply.status).toBe(413)
    await reply.arrayBuffer()
  })

  test('may_name_its_character_set', async () => {
    const doctor = await addDoctor(server())
    const answer = await doctor.http.send({
      method: 'POST',
      path: '/api/schedules',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: full(200),
    })
    expectAnswer(answer, 201)
  })

  const malformed: [string, string | Uint8Array][] = [
    ['cut off', '{"startsAt":1'],
    ['with a trailing comma', '{"startsAt":1,}'],
    ['with a comment', '{/* hello */}'],
    ['with something behind it', '{} {}'],
    ['empty text', ' '],
    ['a list', '[]'],
    ['a string', '"startsAt"'],
    ['a number', '7'],
    ['null', 'null'],
    ['invalid UTF-8', Uint8Array.from([...Buffer.from('{"note":"'), 0xc3, 0x28, ...Buffer.from('"}')])],
    ['an overlong UTF-8 sequence', Uint8Array.from([...Buffer.from('{"note":"'), 0xc0, 0xaf, ...Buffer.from('"}')])],
    [
      'a lone surrogate in UTF-8',
      Uint8Array.from([...Buffer.from('{"note":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]),
    ],
    ['nested without end', '['.repeat(20_000)],
    ['nested deeply', `{"note":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ]
  test.each(malformed)('that_is_%s_is_malformed', async (what, body) => {
    const doctor = await addDoctor(server())
    const answer = await doctor.http.send({ method: 'POST', path: '/api/schedules', headers: json, body })
    if (what === 'nested deeply') expect([400, 422], answer.text).toContain(answer.status)
    else expectProblem(answer, 400, 'malformed')
    expectAnswer(await doctor.http.get('/api/me'), 200)
  })
})

describe('a command without a needed body', () => {
  test('takes_an_empty_one_and_no_content_type', async () => {
    const { doctor, schedule, waiting } = await openPractice(server(), 1)
    const patient = await registerPatient(server())
    expectAnswer(await patient.http.post(`/api/schedules/${schedule.id}/queue`), 201)
    expectAnswer(await doctor.http.post(`/api/queue/${waiting[0]?.entry.id}/call`), 201)
    expectEmpty(await patient.http.post('/api/auth/logout'))
  })

  test('takes_an_empty_object_where_keys_are_optional', async () => {
    const { schedule } = await openPractice(server(), 0)
    const patient = await registerPatient(server())
    expectAnswer(await patient.http.post(`/api/schedules/${schedule.id}/queue`, {}), 201)
  })

  test('a_needed_body_that_is_missing_is_refused', async () => {
    const doctor = await addDoctor(server())
    const { id } = await createSchedule(doctor)
    for (const parts of [
      { method: 'POST', path: '/api/schedules' },
      { method: 'PUT', path: `/api/schedules/${id}/notice` },
    ] satisfies RequestParts[]) {
      const answer = await doctor.http.send({ ...parts, headers: json })
      expect([400, 422], `${answer.status} ${answer.text}`).toContain(answer.status)
      expectProblem(answer, answer.status)
    }
  })
})

describe('the origin of a request with cookies', () => {
  const writes: [string, (id: string) => RequestParts][] = [
    ['POST', () => ({ method: 'POST', path: '/api/auth/logout' })],
    ['PATCH', () => ({ method: 'PATCH', path: '/api/me', headers: json, body: '{}' })],
    ['DELETE', (id) => ({ method: 'DELETE', path: `/api/me/sessions/${id}` })],
    ['PUT', (id) => ({ method: 'PUT', path: `/api/queue/${id}/readiness`, headers: json, body: '{"ready":true}' })],
  ]
  const origins: [string, string | null][] = [
    ['none', null],
    ['foreign', foreign],
    ['null', 'null'],
    ['the same host on another port', 'http://127.0.0.1:1'],
    ['https', 'https://127.0.0.1'],
    ['one that only begins like it', 'http://127.0.0.1.evil.example'],
  ]

  test.each(writes)('%s_from_elsewhere_is_refused_and_does_nothing', async (_, parts) => {
    const patient = await registerPatient(server())
    for (const [name, origin] of origins) {
      const answer = await patient.http.send({ ...parts(randomUUID()), origin })
      expect(answer.status, name).toBe(403)
      expectProblem(answer, 403, 'origin')
    }
    expectAnswer(await patient.http.get('/api/me'), 200)
  })

  test.each(['Basic cGF0aWVudDpwcmFrdGlr', 'Bearer', 'Digest username="x"', 'Bearerx y', 'Bearer no.such.token'])(
    'matters_for_the_sign_in_cookies_whatever_stands_beside_them: %s',
    async (authorization) => {
      const patient = await registerPatient(server())
      for (const path of ['/api/auth/refresh', '/api/auth/logout']) {
        for (const origin of [null, foreign]) {
          const answer = await patient.http.send({ method: 'POST', path, headers: { authorization }, origin })
          expectProblem(answer, 403, 'origin')
          expect(answer.cookies).toEqual([])
        }
      }
      expectAnswer(await patient.http.get('/api/me'), 200)
    },
  )

  test('is_what_lets_a_browser_in_through_a_proxy_that_asks_for_a_password_of_its_own', async () => {
    const patient = await registerPatient(server())
    const authorization = 'Basic cGF0aWVudDpwcmFrdGlr'
    const write = { method: 'PATCH', path: '/api/me', headers: { ...json, authorization }, body: '{}' }
    expectAnswer(await patient.http.send(write), 200)
    expectProblem(await patient.http.send({ ...write, origin: foreign }), 403, 'origin')
    expectEmpty(await patient.http.send({ method: 'POST', path: '/api/auth/refresh', headers: { authorization } }))
  })

  test('every_name_of_loopback_with_this_port_is_the_servers_own', async () => {
    const patient = await registerPatient(server())
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      const origin = `http://${host}:${server().port}`
      expectAnswer(
        await patient.http.send({ method: 'PATCH', path: '/api/me', headers: json, body: '{}', origin }),
        200,
      )
    }
  })

  test('does_not_matter_for_reading', async () => {
    const patient = await registerPatient(server())
    expectAnswer(await patient.http.send({ method: 'GET', path: '/api/me', origin: null }), 200)
  })

  test('does_not_matter_with_a_token', async () => {
    const { accessToken } = await (await registerPatient(server())).tokens()
    const client = Client.withToken(server().origin, accessToken)
    for (const origin of [null, foreign]) {
      expectAnswer(await client.send({ method: 'PATCH', path: '/api/me', headers: json, body: '{}', origin }), 200)
    }
    const headers = { ...json, authorization: `bEARER ${accessToken}` }
    const nobody = new Client(server().origin)
    expectAnswer(await nobody.send({ method: 'PATCH', path: '/api/me', headers, body: '{}' }), 200)
  })
})

describe('the wrong role', () => {
  const id = randomUUID()
  const doctorsOnly: [string, string][] = [
    ['POST', '/api/schedules'],
    ['PATCH', `/api/schedules/${id}`],
    ['POST', `/api/schedules/${id}/start`],
    ['POST', `/api/schedules/${id}/complete`],
    ['POST', `/api/schedules/${id}/reopen`],
    ['POST', `/api/schedules/${id}/cancel`],
    ['PUT', `/api/schedules/${id}/notice`],
    ['GET', `/api/schedules/${id}/summary`],
    ['GET', `/api/schedules/${id}/queue`],
    ['POST', `/api/queue/${id}/call`],
    ['POST', `/api/queue/${id}/requeue`],
    ['GET', `/api/queue/${id}/calls`],
    ['POST', `/api/calls/${id}/cancel`],
    ['GET', `/api/calls/${id}/quality`],
  ]
  const patientsOnly: [string, string][] = [
    ['POST', `/api/schedules/${id}/queue`],
    ['PUT', `/api/queue/${id}/readiness`],
    ['POST', `/api/calls/${id}/accept`],
    ['POST', `/api/calls/${id}/decline`],
  ]

  test.each(doctorsOnly)('a_patient_is_refused: %s %s', async (method, path) => {
    const patient = await registerPatient(server())
    expectProblem(await patient.http.send({ method, path }), 403, 'role')
  })

  test.each(patientsOnly)('a_doctor_is_refused: %s %s', async (method, path) => {
    const doctor = await addDoctor(server())
    expectProblem(await doctor.http.send({ method, path }), 403, 'role')
  })
})

describe('nobody', () => {
  const id = randomUUID()
  test.each([
    ['GET', '/api/me'],
    ['PATCH', '/api/me'],
    ['GET', '/api/me/sessions'],
    ['DELETE', `/api/me/sessions/${id}`],
    ['POST', '/api/auth/logout'],
    ['GET', '/api/schedules'],
    ['POST', '/api/schedules'],
    ['GET', `/api/schedules/${id}`],
    ['PATCH', `/api/schedules/${id}`],
    ['POST', `/api/schedules/${id}/start`],
    ['POST', `/api/schedules/${id}/complete`],
    ['POST', `/api/schedules/${id}/reopen`],
    ['POST', `/api/schedules/${id}/cancel`],
    ['PUT', `/api/schedules/${id}/notice`],
    ['GET', `/api/schedules/${id}/calendar.ics`],
    ['GET', `/api/schedules/${id}/summary`],
    ['POST', `/api/schedules/${id}/queue`],
    ['GET', `/api/schedules/${id}/queue`],
    ['PUT', `/api/queue/${id}/readiness`],
    ['DELETE', `/api/queue/${id}`],
    ['POST', `/api/queue/${id}/call`],
    ['POST', `/api/queue/${id}/requeue`],
    ['GET', `/api/queue/${id}/calls`],
    ['GET', `/api/calls/${id}`],
    ['POST', `/api/calls/${id}/accept`],
    ['POST', `/api/calls/${id}/decline`],
    ['POST', `/api/calls/${id}/cancel`],
    ['POST', `/api/calls/${id}/end`],
    ['GET', `/api/calls/${id}/ice`],
    ['PUT', `/api/calls/${id}/quality`],
    ['GET', `/api/calls/${id}/quality`],
    ['GET', '/api/ice-test'],
    ['GET', '/api/audit'],
  ])('is_not_signed_in: %s %s', async (method, path) => {
    expectProblem(await new Client(server().origin).send({ method, path }), 401)
  })
})
