import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { seconds, within } from './clock.ts'
import { binary } from './server.ts'

/** A server whose data lies on a small disk of its own, in a mount namespace (mount_namespaces(7)) that ends with it. */
export class SmallDisk {
  readonly #server: ChildProcessByStdio<null, Readable, Readable>
  readonly #directory: string
  /** Where root may not make one, a user namespace may let it. */
  readonly #isUsers: boolean
  /** Everything the server wrote. */
  log = ''

  private constructor(directory: string, megabytes: number) {
    this.#directory = directory
    const script = `mount -t tmpfs -o size=${megabytes}m none "$1" && exec "$2" serve --listen 127.0.0.1:0 --throttle off --data "$1/data"`
    this.#isUsers = spawnSync('unshare', ['-m', 'true']).status !== 0
    const args = [...(this.#isUsers ? ['--map-root-user'] : []), '-m', 'sh', '-c', script, 'sh', directory, binary]
    this.#server = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const output of [this.#server.stdout, this.#server.stderr]) {
      output.on('data', (chunk: Buffer) => {
        this.log += chunk.toString('utf8')
      })
    }
  }

  /** @param directory an empty folder, where the disk is mounted for the server alone */
  static async start(directory: string, megabytes: number): Promise<SmallDisk> {
    const disk = new SmallDisk(directory, megabytes)
    const listening = new Promise<void>((found, failed) => {
      const look = () => disk.origin !== '' && found()
      for (const output of [disk.#server.stdout, disk.#server.stderr]) output.on('data', look)
      disk.#server.once('exit', () => failed(new Error(`no server on a disk of its own (it takes root): ${disk.log}`)))
    })
    await within(seconds(15), 'the server on the small disk listens', listening)
    return disk
  }

  get origin(): string {
    return /listening on (http:\/\/[\d.:]+)/.exec(this.log)?.[1] ?? ''
  }

  /** The data directory, as this process sees it. */
  get dataDir(): string {
    return join('/proc', String(this.#server.pid), 'root', this.#directory, 'data')
  }

  /** Runs a command of the program beside the server, on its data; what it says, and its exit code. */
  command(name: string, args: readonly string[]): { code: number | null; output: string } {
    const there = ['--target', String(this.#server.pid), '--mount', ...(this.#isUsers ? ['--user'] : [])]
    const data = ['--data', join(this.#directory, 'data')]
    const said = spawnSync('nsenter', [...there, binary, name, ...data, ...args], {
      encoding: 'utf8',
      timeout: seconds(20),
    })
    return { code: said.status, output: said.stdout + said.stderr }
  }

  async stop(): Promise<void> {
    const over = once(this.#server, 'exit')
    this.#server.kill('SIGTERM')
    await within(seconds(15), 'the server on the small disk ends', over).finally(() => this.#server.kill('SIGKILL'))
  }
}
