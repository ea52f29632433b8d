import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectProblem } from '../support/answers.ts'
import { Client } from '../support/http.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'

/** The messages under protocol/, tried on the real server; the web app's tests read the same files. */
const golden = <T>(name: string) =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../protocol', name), 'utf8')) as T

interface BodyCase {
  name: string
  method: string
  path: string
  role: 'NOBODY' | 'ANYONE' | 'DOCTOR' | 'PATIENT'
  body?: unknown
  text?: string
  base64?: string
  status: number
  code?: string
  errors?: { field: string; code: string }[]
}

interface FrameCase {
  name: string
  frame?: unknown
  text?: string
  valid: boolean
  error?: string
}

const server = serverForThisFile()
let people: Record<BodyCase['role'], Client>
let patient: Person

beforeAll(async () => {
  const doctor = await addDoctor(server())
  patient = await registerPatient(server())
  people = {
    NOBODY: new Client(server().origin),
    ANYONE: patient.http,
    DOCTOR: doctor.http,
    PATIENT: patient.http,
  }
})

const sorted = (errors: { field: string; code: string }[]) => errors.map(({ field, code }) => `${field} ${code}`).sort()

describe('a body', () => {
  const cases = golden<BodyCase[]>('http-bodies.json')
  /** Logging out is for nobody whom a later case needs. */
  const clientFor = async ({ path, role }: BodyCase) =>
    path === '/api/auth/logout' ? (await registerPatient(server())).http : people[role]

  test.each(cases)('$method $path $name: $status', async (given) => {
    const { method, path, status, code, errors } = given
    const body =
      given.base64 === undefined ? (given.text ?? JSON.stringify(given.body)) : Buffer.from(given.base64, 'base64')
    const client = await clientFor(given)
    const answer = await client.send({
      method,
      path: path.replace('{id}', randomUUID()),
      headers: { 'content-type': 'application/json' },
      body,
    })
    if (status < 300) {
      // The objects that it would need are not there; what counts is that nobody objects to the body.
      expect([400, 413, 415, 422], answer.text).not.toContain(answer.status)
      return
    }
    const problem = expectProblem(answer, status, ...(code === undefined ? [] : [code]))
    if (errors !== undefined) expect(sorted(problem.errors ?? [])).toEqual(sorted(errors))
  })
})

describe('a frame', () => {
  test.each(golden<FrameCase[]>('client-frames.json'))(
    '$name, valid: $valid',
    async ({ frame, text, valid, error }) => {
      const page = await patient.live()
      page.sendRaw(text ?? JSON.stringify(frame))
      if (valid) {
        await page.ping()
        const complaints = page.arrivals
          .filter(({ frame: came }) => came.op === 'error')
          .map(({ frame: came }) => came['code'])
        expect(complaints).not.toContain('malformed')
        expect(complaints).not.toContain('unknown_op')
      } else {
        expect((await page.op('error')).frame['code']).toBe(error)
      }
    },
  )
})
