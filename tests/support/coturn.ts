import { createHmac, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Helper } from './helper.ts'
import type { TurnUser } from './turn.ts'

export interface CoturnOptions {
  /** A configuration file of its own; the flags win over it. */
  config?: string
  /** Files in PEM: then it listens for TLS over TCP on the same port, beside UDP. */
  tls?: { certificate: string; key: string }
  /** Listens for TCP on the same port as well. */
  tcp?: boolean
  /** Relays between two browsers of this machine too, which no clinic's server may. */
  loopbackPeers?: boolean
  /** Bytes that one allocation may carry in a second, each way; what is above is dropped. */
  maxBps?: number
  /** Where it listens and relays: an IPv4 address that it has; loopback unless told. */
  address?: string
  /** A command that starts it in its place: `ip netns exec NAME`. */
  launcher?: readonly string[]
}

/** A real coturn for UDP on a free port, sharing `secret`. Stop it. */
export class Coturn {
  readonly port: number
  readonly secret: string
  readonly #directory: string
  #options: CoturnOptions
  #helper: Helper | undefined

  private constructor(port: number, directory: string, options: CoturnOptions) {
    this.port = port
    this.secret = randomBytes(24).toString('hex')
    this.#directory = directory
    this.#options = options
  }

  static async start(options: CoturnOptions = {}): Promise<Coturn> {
    const directory = await mkdtemp(join(tmpdir(), 'praktik-coturn-'))
    const server = new Coturn(await freeUdpPort(), directory, options)
    await writeFile(server.#config, options.config ?? '')
    await writeFile(server.secretFile, `${server.secret}\n`, { mode: 0o600 })
    await server.restart().catch(async (error: Error) => {
      await server.stop()
      throw error
    })
    return server
  }

  get uri(): string {
    return `turn:${this.#address}:${this.port}?transport=udp`
  }

  /** With the option `tcp`. */
  get tcpUri(): string {
    return `turn:${this.#address}:${this.port}?transport=tcp`
  }

  /** A file with the secret, for `--turn-secret-file`. */
  get secretFile(): string {
    return join(this.#directory, 'secret')
  }

  /** What makes a server under test hand out this relay, by these of its addresses. */
  flags(...uris: readonly string[]): string[] {
    const servers = uris.length > 0 ? uris : [this.uri]
    return ['--turn', servers.join(), '--turn-secret-file', this.secretFile]
  }

  /** Ends it without a word to those whom it serves; what they were allotted is lost. */
  async kill(): Promise<void> {
    await this.#helper?.kill()
    this.#helper = undefined
  }

  /** Starts one that is not running, again on the same port and with the same secret; `maxBps` as told now. */
  async restart({ maxBps } = this.#options): Promise<void> {
    if (this.#helper) throw new Error('coturn is still running')
    const { maxBps: _, ...options } = this.#options
    this.#options = { ...options, ...(maxBps !== undefined && { maxBps }) }
    const listening = Promise.withResolvers<void>()
    const [program = '', ...args] = [...(this.#options.launcher ?? []), 'turnserver', ...this.#flags()]
    this.#helper = Helper.start(program, args, {
      onLine: (line) => {
        if (line.includes(`UDP listener opened on: ${this.#address}:${this.port}`)) listening.resolve()
      },
    })
    await this.#helper.ready(listening.promise)
  }

  /** A credential as whoever knows a secret makes it, for what the server under test never hands out. */
  static credential(secret: string, expiresAt: number, tag = 'test'): TurnUser {
    const username = `${Math.floor(expiresAt / 1000)}:${tag}`
    return { username, credential: createHmac('sha1', secret).update(username).digest('base64') }
  }

  async stop(): Promise<void> {
    await this.#helper?.stop()
    await rm(this.#directory, { recursive: true, force: true })
  }

  get #address(): string {
    return this.#options.address ?? '127.0.0.1'
  }

  get #config(): string {
    return join(this.#directory, 'turnserver.conf')
  }

  #flags(): string[] {
    const { tls, tcp, loopbackPeers, maxBps } = this.#options
    return [
      ...['-c', this.#config, `--listening-ip=${this.#address}`, `--relay-ip=${this.#address}`],
      ...[`--listening-port=${this.port}`, '--use-auth-secret', `--static-auth-secret=${this.secret}`],
      // Only a verbose one says when it listens.
      ...['--realm=praktik.test', '--fingerprint', '--no-cli', '--no-dtls', '--log-file=stdout', '--verbose'],
      ...[`--pidfile=${join(this.#directory, 'pid')}`, `--db=${join(this.#directory, 'db')}`],
      ...(tls ? [`--tls-listening-port=${this.port}`, `--cert=${tls.certificate}`, `--pkey=${tls.key}`] : ['--no-tls']),
      ...(tcp ? [] : ['--no-tcp']),
      ...(loopbackPeers ? ['--allow-loopback-peers'] : []),
      ...(maxBps === undefined ? [] : [`--max-bps=${maxBps}`]),
    ]
  }
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}
