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
}

/** A real coturn for UDP on a free port of loopback, sharing `secret`. Stop it. */
export class Coturn {
  readonly port: number
  readonly secret: string
  /** A file with the secret, for `--turn-secret-file`. */
  readonly secretFile: string
  readonly #directory: string
  readonly #helper: Helper

  private constructor(port: number, secret: string, directory: string, helper: Helper) {
    this.port = port
    this.secret = secret
    this.secretFile = join(directory, 'secret')
    this.#directory = directory
    this.#helper = helper
  }

  static async start(options: CoturnOptions = {}): Promise<Coturn> {
    const directory = await mkdtemp(join(tmpdir(), 'praktik-coturn-'))
    const secret = randomBytes(24).toString('hex')
    const config = join(directory, 'turnserver.conf')
    await writeFile(config, options.config ?? '')
    await writeFile(join(directory, 'secret'), `${secret}\n`, { mode: 0o600 })
    const port = await freeUdpPort()
    const listening = Promise.withResolvers<void>()
    const helper = Helper.start('turnserver', [...flags(config, directory, port, secret), ...tlsFlags(port, options)], {
      onLine: (line) => {
        if (/UDP listener opened on: 127\.0\.0\.1:\d+/.test(line)) listening.resolve()
      },
    })
    const server = new Coturn(port, secret, directory, helper)
    await helper.ready(listening.promise).catch(async (error: Error) => {
      await server.stop()
      throw error
    })
    return server
  }

  get uri(): string {
    return `turn:127.0.0.1:${this.port}?transport=udp`
  }

  /** A credential as whoever knows a secret makes it, for what the server under test never hands out. */
  static credential(secret: string, expiresAt: number, tag = 'test'): TurnUser {
    const username = `${Math.floor(expiresAt / 1000)}:${tag}`
    return { username, credential: createHmac('sha1', secret).update(username).digest('base64') }
  }

  async stop(): Promise<void> {
    await this.#helper.stop()
    await rm(this.#directory, { recursive: true, force: true })
  }
}

const tlsFlags = (port: number, { tls }: CoturnOptions) =>
  tls ? [`--tls-listening-port=${port}`, `--cert=${tls.certificate}`, `--pkey=${tls.key}`] : ['--no-tls']

const flags = (config: string, directory: string, port: number, secret: string) => [
  ...['-c', config, '--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`],
  ...['--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=praktik.test', '--fingerprint'],
  // Only a verbose one says when it listens.
  ...['--no-cli', '--no-tcp', '--no-dtls', '--log-file=stdout', '--verbose'],
  ...[`--pidfile=${join(directory, 'pid')}`, `--db=${join(directory, 'db')}`],
]

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}
