import { Agent, type IncomingHttpHeaders, type RequestOptions, request } from 'node:http'

/** How a client shows who it is. A cookie client also sends `Origin`, as a browser's page does. */
export type Credentials = { kind: 'nobody' } | { kind: 'bearer'; token: string } | { kind: 'cookies'; jar: CookieJar }

/** The cookies one browser keeps for the server, by name. */
export class CookieJar {
  readonly #values = new Map<string, string>()

  get(name: string): string | undefined {
    return this.#values.get(name)
  }

  set(name: string, value: string): void {
    this.#values.set(name, value)
  }

  header(): string | undefined {
    const pairs = [...this.#values].map(([name, value]) => `${name}=${value}`)
    return pairs.length > 0 ? pairs.join('; ') : undefined
  }

  keep(cookies: readonly SetCookie[]): void {
    for (const cookie of cookies) {
      if (cookie.removed) this.#values.delete(cookie.name)
      else this.#values.set(cookie.name, cookie.value)
    }
  }

  copy(): CookieJar {
    const jar = new CookieJar()
    for (const [name, value] of this.#values) jar.set(name, value)
    return jar
  }
}

export interface SetCookie {
  name: string
  value: string
  /** Attribute names in lower case; a flag's value is the empty string. */
  attributes: Map<string, string>
  removed: boolean
}

export interface RequestParts {
  method: string
  path: string
  headers?: Record<string, string>
  /** Sent as it is; without it there is no body. */
  body?: string | Uint8Array
  /** Replaces the `Origin` that the credentials would bring; null sends none. */
  origin?: string | null
}

export class Answer {
  readonly asked: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly cookies: readonly SetCookie[]

  constructor(asked: string, status: number, headers: IncomingHttpHeaders, text: string) {
    this.asked = asked
    this.status = status
    this.headers = headers
    this.text = text
    this.cookies = (headers['set-cookie'] ?? []).map(parseSetCookie)
  }

  json<T>(): T {
    return JSON.parse(this.text) as T
  }

  cookie(name: string): SetCookie | undefined {
    return this.cookies.find((cookie) => cookie.name === name)
  }
}

/** One client of one server: keeps its connections alive and its cookies, and nothing else. */
export class Client {
  readonly origin: string
  readonly credentials: Credentials
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 })

  constructor(origin: string, credentials: Credentials = { kind: 'nobody' }) {
    this.origin = origin
    this.credentials = credentials
  }

  static withToken(origin: string, token: string): Client {
    return new Client(origin, { kind: 'bearer', token })
  }

  static withCookies(origin: string, jar = new CookieJar()): Client {
    return new Client(origin, { kind: 'cookies', jar })
  }

  get(path: string): Promise<Answer> {
    return this.send({ method: 'GET', path })
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.#sendJson('POST', path, body)
  }

  put(path: string, body?: unknown): Promise<Answer> {
    return this.#sendJson('PUT', path, body)
  }

  patch(path: string, body?: unknown): Promise<Answer> {
    return this.#sendJson('PATCH', path, body)
  }

  delete(path: string): Promise<Answer> {
    return this.send({ method: 'DELETE', path })
  }

  /** The header lines that say who this is, also for a WebSocket upgrade. */
  identity(): Record<string, string> {
    switch (this.credentials.kind) {
      case 'nobody':
        return {}
      case 'bearer':
        return { authorization: `Bearer ${this.credentials.token}` }
      case 'cookies': {
        const cookie = this.credentials.jar.header()
        return { origin: this.origin, ...(cookie === undefined ? {} : { cookie }) }
      }
    }
  }

  async send(parts: RequestParts): Promise<Answer> {
    const headers: Record<string, string> = { ...this.identity(), ...parts.headers }
    if (parts.origin === null) delete headers['origin']
    else if (parts.origin !== undefined) headers['origin'] = parts.origin
    const body = parts.body === undefined ? undefined : Buffer.from(parts.body as string)
    if (body !== undefined) headers['content-length'] = String(body.byteLength)
    else if (parts.method !== 'GET' && parts.method !== 'HEAD') headers['content-length'] = '0'
    const answer = await exchange(
      new URL(this.origin),
      { method: parts.method, path: parts.path, headers, agent: this.#agent },
      body,
    )
    if (this.credentials.kind === 'cookies') this.credentials.jar.keep(answer.cookies)
    return answer
  }

  /** Lets go of the kept connections. */
  close(): void {
    this.#agent.destroy()
  }

  #sendJson(method: string, path: string, body: unknown): Promise<Answer> {
    if (body === undefined) return this.send({ method, path })
    return this.send({
      method,
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }
}

function exchange(url: URL, options: RequestOptions, body: Buffer | undefined): Promise<Answer> {
  const asked = `${options.method} ${options.path}`
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, host: url.hostname, port: url.port })
    let answered = false
    sent.on('response', (reply) => {
      answered = true
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('error', reject)
      reply.on('end', () => {
        resolve(new Answer(asked, reply.statusCode ?? 0, reply.headers, Buffer.concat(chunks).toString('utf8')))
      })
    })
    // A server that refuses a body may close before it has read all of it; the answer counts, not the broken pipe.
    sent.on('error', (error) => {
      if (!answered) reject(new Error(`${asked}: ${error.message}`, { cause: error }))
    })
    sent.end(body)
  })
}

function parseSetCookie(line: string): SetCookie {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const equals = pair.indexOf('=')
  const attributes = new Map(
    rest.map((part): [string, string] => {
      const at = part.indexOf('=')
      return at < 0 ? [part.toLowerCase(), ''] : [part.slice(0, at).toLowerCase(), part.slice(at + 1)]
    }),
  )
  const expires = attributes.get('expires')
  const removed =
    attributes.get('max-age') === '0' || (expires !== undefined && new Date(expires).getTime() <= Date.now())
  return { name: pair.slice(0, equals), value: pair.slice(equals + 1), attributes, removed }
}
