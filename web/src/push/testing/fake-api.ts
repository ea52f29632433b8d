import type { Result } from '../../live/http'

/** The server's push routes. */
export class FakePushApi {
  readonly asked: string[] = []
  /** What the server has, endpoint by id. */
  readonly subscriptions = new Map<string, string>()
  isReachable = true
  #ids = 0

  #answer<T>(data: unknown): Result<T> {
    if (!this.isReachable) return { ok: false, problem: { code: 'network', title: '' } }
    return { ok: true, status: 200, data: data as T }
  }

  get = async <T>(path: string): Promise<Result<T>> => {
    this.asked.push(`GET ${path}`)
    return this.#answer({ publicKey: 'server-key' })
  }

  post = async <T>(path: string, body?: unknown): Promise<Result<T>> => {
    this.asked.push(`POST ${path}`)
    if (!this.isReachable || path === '/api/push/test') return this.#answer({ results: [] })
    const { endpoint } = body as { endpoint: string }
    const known = [...this.subscriptions].find(([, kept]) => kept === endpoint)?.[0]
    const id = known ?? `id${++this.#ids}`
    this.subscriptions.set(id, endpoint)
    return this.#answer({ subscription: { id } })
  }

  del = async <T>(path: string): Promise<Result<T>> => {
    this.asked.push(`DELETE ${path}`)
    if (this.isReachable) this.subscriptions.delete(path.split('/').at(-1) ?? '')
    return this.#answer(undefined)
  }
}
