/** A refused or failed command, after RFC 9457. `network` means that nobody answered. */
export interface Problem {
  /** Stable, for programs: one of the contract's codes, or `network`, `bad_answer`. */
  code: string
  /** A sentence for people, in the server's language; the app prefers its own words for the code. */
  title: string
  status?: number
  requestId?: string
  errors?: FieldProblem[]
  /** With 409: the object as it is now. */
  current?: unknown
  retryAfterSeconds?: number
}

export interface FieldProblem {
  field: string
  code: string
  title: string
}

export type Result<T> = { ok: true; status: number; data: T } | { ok: false; problem: Problem }

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function fieldProblems(value: unknown): FieldProblem[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.filter(isRecord).map((error) => ({
    field: text(error.field) ?? '',
    code: text(error.code) ?? 'invalid',
    title: text(error.title) ?? '',
  }))
}

/** Reads an error answer; a body that is no problem document becomes `bad_answer`. */
export function parseProblem(status: number, body: unknown, retryAfter: string | null): Problem {
  const record = isRecord(body) ? body : {}
  const errors = fieldProblems(record.errors)
  const requestId = text(record.requestId)
  const seconds = Number(retryAfter)
  return {
    code: text(record.code) ?? 'bad_answer',
    title: text(record.title) ?? '',
    status,
    ...(requestId !== undefined && { requestId }),
    ...(errors !== undefined && { errors }),
    ...('current' in record && { current: record.current }),
    ...(retryAfter !== null && Number.isFinite(seconds) && { retryAfterSeconds: seconds }),
  }
}
