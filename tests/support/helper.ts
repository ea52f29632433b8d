import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { within } from './clock.ts'

type Child = ChildProcessByStdio<Writable, Readable, Readable>

const running = new Set<Child>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export interface HelperOptions {
  /** On top of this process's own variables. */
  environment?: Record<string, string>
  /** Each whole line of its standard output. */
  onLine?: (line: string) => void
  /** Its standard output as it comes, by whoever wants bytes and not lines. */
  onBytes?: (bytes: Buffer) => void
}

/** A program that a test needs beside the one under test: a bus, a sound server, a recorder. Owned by who started it. */
export class Helper {
  readonly name: string
  readonly #child: Child
  #complaints = ''

  private constructor(name: string, child: Child) {
    this.name = name
    this.#child = child
  }

  static start(program: string, args: readonly string[], options: HelperOptions = {}): Helper {
    const env = { ...process.env, ...options.environment }
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
    const helper = new Helper(program, child)
    running.add(child)
    child.once('exit', () => running.delete(child))
    child.once('error', (error) => {
      running.delete(child)
      helper.#complaints += `${error.message}\n`
    })
    // A helper that ends early breaks its pipe; its end is what is reported.
    child.stdin.on('error', () => undefined)
    child.stderr.on('data', (chunk: Buffer) => {
      helper.#complaints += chunk.toString('utf8')
    })
    child.stdout.on('data', (chunk: Buffer) => options.onBytes?.(chunk))
    if (options.onLine) onEachLine(child.stdout, options.onLine)
    return helper
  }

  /** What it wrote to its standard error. */
  get complaints(): string {
    return this.#complaints
  }

  writeLine(line: string): void {
    this.#child.stdin.write(`${line}\n`)
  }

  /** Resolves with its exit code when it has ended; null when it was killed or never began. */
  get ended(): Promise<number | null> {
    const child = this.#child
    if (!running.has(child)) return Promise.resolve(child.exitCode)
    return new Promise((resolve) => {
      child.once('exit', resolve)
      child.once('error', () => resolve(null))
    })
  }

  /** Rejects when the helper ends before `promise` settles, or after 10 s. */
  async ready<T>(promise: Promise<T>): Promise<T> {
    const child = this.#child
    const gone = new Promise<never>((_, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => reject(new Error(`${this.name} ended: ${code ?? signal}`)))
    })
    return within(10_000, `${this.name} is ready`, Promise.race([promise, gone])).catch((error: Error) => {
      child.kill('SIGKILL')
      throw new Error(`${error.message}\n${this.#complaints}`)
    })
  }

  /** Ends the helper without giving it a chance to do anything more. Safe to repeat. */
  async kill(): Promise<void> {
    const child = this.#child
    if (!running.has(child)) return
    const over = once(child, 'exit')
    child.kill('SIGKILL')
    await over
  }

  /** Ends the helper and waits until it is gone. Safe to repeat. */
  async stop(): Promise<void> {
    const child = this.#child
    if (!running.has(child)) return
    const over = once(child, 'exit')
    child.kill('SIGTERM')
    const giveUp = setTimeout(() => child.kill('SIGKILL'), 3000)
    await over
    clearTimeout(giveUp)
  }
}

function onEachLine(stream: Readable, tell: (line: string) => void): void {
  let rest = ''
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) tell(line)
  })
}
