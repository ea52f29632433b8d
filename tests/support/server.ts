import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { atInstant, within } from './clock.ts'

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** The program under test; `PRAKTIK_BINARY` names another build of it. */
export const binary = process.env['PRAKTIK_BINARY'] ?? resolve(import.meta.dirname, '../../build/praktik')

export interface ServerOptions {
  ringSeconds?: number
  callGraceSeconds?: number
  joinSeconds?: number
  demo?: boolean
  throttle?: 'on' | 'off'
  /** Where it listens: an IPv4 address that this machine has; loopback unless told. Elsewhere rates are limited. */
  address?: string
  /** Flags that no test but one needs. */
  flags?: readonly string[]
  /** On top of this process's own variables. */
  environment?: Record<string, string>
}

/** How a program that was built with sanitizers begins what they report. */
const report = /^.*(?:(?:ERROR|WARNING): \w+Sanitizer|runtime error:)/m

function expectNoReport(output: string): void {
  const found = report.exec(output)
  if (found) throw new Error(`a sanitizer reports: ${output.slice(found.index, found.index + 8000)}`)
}

const running = new Set<Child>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** One real server process on a free port, with a data directory of its own. */
export class Server {
  readonly dataDir: string
  readonly #options: ServerOptions
  #child: Child | undefined
  #port = 0
  #log = ''

  private constructor(dataDir: string, options: ServerOptions) {
    this.dataDir = dataDir
    this.#options = options
  }

  /** Starts a server on an empty data directory and waits until it listens. */
  static async start(options: ServerOptions = {}): Promise<Server> {
    const dataDir = await mkdtemp(join(tmpdir(), 'praktik-test-'))
    const server = new Server(dataDir, options)
    // The origin is told before the server chooses.
    if (options.address !== undefined) server.#port = await freePort(options.address)
    await server.restart()
    return server
  }

  get origin(): string {
    return `http://${this.#address}:${this.#port}`
  }

  get port(): number {
    return this.#port
  }

  /** Everything the server wrote so far, over all its starts. */
  get log(): string {
    return this.#log
  }

  /** Resolves once the log holds this. */
  async says(words: RegExp): Promise<void> {
    const child = this.#child
    if (!child) throw new Error('no server runs')
    const said = new Promise<void>((found) => {
      const look = () => words.test(this.#log) && found()
      child.stderr.on('data', look)
      look()
    })
    await within(15_000, `the server says ${words}`, said)
  }

  /** Starts a server that is not running, again on the same data and port. */
  async restart(): Promise<void> {
    const child = this.#spawn()
    const listening = this.#listening(child)
    this.#port = await within(15_000, 'the server says where it listens', listening).catch((error: Error) => {
      child.kill('SIGKILL')
      throw new Error(`${error.message}\n${this.#log}`)
    })
  }

  /** Starts a server that is not running and kills it so many milliseconds later, however far it then is. */
  async startAndKill(milliseconds: number): Promise<void> {
    this.#spawn()
    await atInstant(Date.now() + milliseconds)
    await this.kill9()
  }

  /** Ends the server as an operator does; resolves with its exit code (null: it had to be killed after 12 s). */
  async stop(): Promise<number | null> {
    const child = this.#child
    if (!child) return 0
    this.#child = undefined
    // A server that a sanitizer ended says no more.
    if (hasEnded(child)) return child.exitCode
    // Its end and its last words: `log` is whole then.
    const over = once(child, 'close')
    child.kill('SIGTERM')
    const giveUp = setTimeout(() => child.kill('SIGKILL'), 12_000)
    await over
    clearTimeout(giveUp)
    return child.exitCode
  }

  /** Ends the server without giving it a chance to do anything more. */
  async kill9(): Promise<void> {
    const child = this.#child
    if (!child) throw new Error('no server runs')
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the server ended by itself\n${this.#log}`)
    this.#child = undefined
    const over = once(child, 'exit')
    child.kill('SIGKILL')
    await over
  }

  /** Stops the server and removes its data; throws what a sanitizer reported in any of its lives. */
  async dispose(): Promise<void> {
    await this.stop()
    await rm(this.dataDir, { recursive: true, force: true })
    expectNoReport(this.#log)
  }

  #spawn(): Child {
    if (this.#child) throw new Error('the server is still running')
    const env = { ...process.env, ...this.#options.environment }
    const child = spawn(binary, ['serve', ...this.#arguments()], { stdio: ['pipe', 'pipe', 'pipe'], env })
    this.#child = child
    running.add(child)
    child.once('exit', () => running.delete(child))
    return child
  }

  get #address(): string {
    return this.#options.address ?? '127.0.0.1'
  }

  #arguments(): string[] {
    const { ringSeconds, callGraceSeconds, joinSeconds, demo, address, flags = [] } = this.#options
    const { throttle = address === undefined ? 'off' : 'on' } = this.#options
    const settings: [string, number | string | undefined][] = [
      ['--listen', `${this.#address}:${this.#port}`],
      ['--origin', address === undefined ? undefined : this.origin],
      ['--data', this.dataDir],
      ['--throttle', throttle],
      ['--ring-seconds', ringSeconds],
      ['--call-grace-seconds', callGraceSeconds],
      ['--join-seconds', joinSeconds],
    ]
    const given = settings.flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)]))
    return [...given, ...(demo ? ['--demo'] : []), ...flags]
  }

  #listening(child: Child): Promise<number> {
    let said = ''
    return new Promise((found, failed) => {
      const read = (chunk: Buffer) => {
        this.#log += chunk.toString('utf8')
        said += chunk.toString('utf8')
        const port = /listening on http:\/\/[\d.]+:(\d+)/.exec(said)?.[1]
        if (port !== undefined) found(Number(port))
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('error', failed)
      child.once('exit', (code, signal) => failed(new Error(`the server ended: ${code ?? signal}`)))
    })
  }
}

const hasEnded = (child: Child) => child.exitCode !== null || child.signalCode !== null

async function freePort(address: string): Promise<number> {
  const listener = createServer().listen(0, address)
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  listener.close()
  await once(listener, 'close')
  return port
}

/** Calls `work` with a new directory and removes it afterwards. */
export async function inNewDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'praktik-test-'))
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

export interface CommandResult {
  code: number | null
  output: string
}

/** Runs one command of the program to its end, with `input` as its standard input and `environment` on top of ours. */
export async function command(
  args: readonly string[],
  input: string | Uint8Array = '',
  environment: Record<string, string> = {},
): Promise<CommandResult> {
  const env = { ...process.env, ...environment }
  const child = spawn(binary, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
  running.add(child)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  // A command that never reads its input ends all the same; its broken pipe says nothing about it.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = once(child, 'close').finally(() => running.delete(child))
  await within(20_000, `praktik ${args.slice(0, 2).join(' ')} ends`, ended).catch((error: Error) => {
    child.kill('SIGKILL')
    throw error
  })
  expectNoReport(output)
  return { code: child.exitCode, output }
}
