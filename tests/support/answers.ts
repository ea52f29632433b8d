import assert from 'node:assert/strict'
import type { Answer } from './http.ts'
import type { FieldError, Problem } from './wire.ts'

/** The JSON of an answer that must have this status. */
export function expectAnswer<T>(answer: Answer, status: number): T {
  assert.equal(answer.status, status, `${answer.asked} answered ${answer.status}: ${answer.text}`)
  assert.match(answer.headers['content-type'] ?? '', /^application\/json/, answer.asked)
  return answer.json<T>()
}

/** An answer that must have this status and no body. */
export function expectEmpty(answer: Answer, status = 204): void {
  assert.equal(answer.status, status, `${answer.asked} answered ${answer.status}: ${answer.text}`)
  assert.equal(answer.text, '', `${answer.asked} has a body`)
}

/** A refusal in the one shape that every error has; `code` may be several where the contract leaves the choice. */
export function expectProblem(answer: Answer, status: number, ...codes: string[]): Problem {
  const said = `${answer.asked} answered ${answer.status}: ${answer.text}`
  assert.equal(answer.status, status, said)
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/, said)
  const problem = answer.json<Problem>()
  assert.equal(problem.status, status, said)
  assert.match(problem.code, /^[a-z][a-z0-9_]*$/, said)
  if (codes.length > 0) assert.ok(codes.includes(problem.code), `expected ${codes.join(' or ')}; ${said}`)
  assert.equal(problem.type, `https://praktik.invalid/problems/${problem.code}`, said)
  assert.ok(typeof problem.title === 'string' && problem.title.trim().length > 0, `a title for people; ${said}`)
  assert.ok(typeof problem.requestId === 'string' && problem.requestId.length > 0, `a request id; ${said}`)
  return problem
}

/** A 409, with the object as it is now, bare. */
export function expectConflict<T extends { id: string }>(answer: Answer, ...codes: string[]): T {
  const problem = expectProblem(answer, 409, ...codes)
  const current = problem.current as T | undefined
  assert.ok(current !== undefined, `${answer.asked}: a 409 carries current; got ${answer.text}`)
  assert.equal(typeof current.id, 'string', `${answer.asked}: current is the bare object; got ${answer.text}`)
  return current
}

/** A 422 that names exactly these fields. */
export function expectFieldErrors(answer: Answer, ...fields: string[]): FieldError[] {
  const problem = expectProblem(answer, 422)
  const errors = problem.errors ?? []
  for (const error of errors) {
    assert.match(error.code, /^[a-z][a-z0-9_]*$/, answer.text)
    assert.ok(typeof error.title === 'string' && error.title.length > 0, answer.text)
  }
  const named = [...new Set(errors.map((error) => error.field))].sort()
  assert.deepEqual(named, [...fields].sort(), `${answer.asked} named other fields: ${answer.text}`)
  return errors
}

/** The words of a refusal, without what must differ each time. */
export function wordsOf(answer: Answer): unknown {
  const { requestId: _, ...words } = answer.json<Problem>()
  return { ...words, httpStatus: answer.status, contentType: answer.headers['content-type'] }
}
