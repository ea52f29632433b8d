import { type Problem, parseProblem, type Result } from './problem'
import { makeRefresh, type RefreshOutcome } from './refresh'

export type { FieldProblem, Problem, Result } from './problem'

/** Commands to the server. Never rejects: every failure is a `Result` with a problem. */
export interface Api {
  /** @param signal takes the question back; the answer is then that nobody answered. */
  get<T>(path: string, signal?: AbortSignal): Promise<Result<T>>
  post<T>(path: string, body?: unknown): Promise<Result<T>>
  put<T>(path: string, body?: unknown): Promise<Result<T>>
  patch<T>(path: string, body?: unknown): Promise<Result<T>>
  del<T>(path: string): Promise<Result<T>>
  /** Renews the sign-in; shared by everything on this page that finds it has run out. */
  refresh(): Promise<RefreshOutcome>
}

/** JSON as what it means, anything else as text, nothing as undefined. */
async function readBody(answer: Response): Promise<unknown> {
  const body = await answer.text()
  if (body === '') return undefined
  if (!(answer.headers.get('Content-Type') ?? '').includes('json')) return body
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

async function readAnswer<T>(answer: Response): Promise<Result<T>> {
  const body = await readBody(answer)
  if (answer.ok) return { ok: true, status: answer.status, data: body as T }
  return { ok: false, problem: parseProblem(answer.status, body, answer.headers.get('Retry-After')) }
}

const unreachable: Problem = { code: 'network', title: '' }

/** A 401 about what was typed (a password, a one-time code) says nothing about the sign-in. */
const aboutWhatWasTyped = new Set(['invalid_credentials', 'otp_required', 'otp_wrong'])

function signInRanOut({ status, code }: Problem): boolean {
  return status === 401 && !aboutWhatWasTyped.has(code)
}

export function makeApi(deps: { fetch: typeof fetch; refresh: () => Promise<RefreshOutcome> }): Api {
  async function once<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Result<T>> {
    const withBody = body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      // A password typed on another keyboard must be the same text: the server compares code points.
      body: JSON.stringify(body).normalize('NFC'),
    }
    const how = { method, credentials: 'same-origin', ...withBody, ...(signal && { signal }) } as const
    try {
      return await readAnswer<T>(await deps.fetch(path, how))
    } catch {
      return { ok: false, problem: unreachable }
    }
  }

  async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Result<T>> {
    const first = await once<T>(method, path, body, signal)
    if (first.ok || !signInRanOut(first.problem)) return first
    const outcome = await deps.refresh()
    if (outcome === 'refreshed') return once<T>(method, path, body, signal)
    return outcome === 'unreachable' ? { ok: false, problem: unreachable } : first
  }

  return {
    get: (path, signal) => send('GET', path, undefined, signal),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    del: (path) => send('DELETE', path),
    refresh: deps.refresh,
  }
}

function browserStorage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}

// fetch is looked up at each call, so that a test may replace it.
const browserFetch: typeof fetch = (...request) => globalThis.fetch(...request)

/** The page's own api. */
export const api: Api = makeApi({
  fetch: browserFetch,
  refresh: makeRefresh({
    fetch: browserFetch,
    locks: globalThis.navigator?.locks,
    storage: browserStorage(),
    now: () => Date.now(),
  }),
})
