import { execFile, execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * A home: a network namespace of its own, which a router, a second one, joins to this machine (network_namespaces(7),
 * veth(4)). What runs at home has no other way out, so its network can be cut for real, and nobody else's is.
 *
 *     this machine ── near ··· router ··· far ── home
 *
 * The addresses are of 198.18.0.0/15, which RFC 2544 keeps for tests. Remove it.
 */
export class Home {
  /** This machine's address as the home knows it. */
  readonly near: string
  /** The home's own address. */
  readonly far: string
  readonly #name: string
  readonly #directory: string
  /** The router's two addresses. */
  readonly #towardsNear: string
  readonly #towardsFar: string

  private constructor(tag: number, directory: string) {
    this.#name = `praktik-${tag}`
    this.#directory = directory
    const address = (host: number) => `198.18.${tag % 256}.${host}`
    this.near = address(1)
    this.#towardsNear = address(2)
    this.#towardsFar = address(5)
    this.far = address(6)
  }

  static async make(): Promise<Home> {
    const home = new Home(randomInt(1, 65_536), await mkdtemp(join(tmpdir(), 'praktik-home-')))
    made.add(home)
    try {
      await home.#build()
    } catch (error) {
      await home.remove()
      throw new Error(
        'this machine does not let a test make network namespaces (it takes root, and `ip` of iproute2), so no test ' +
          `can cut a browser's network: ${(error as Error).message}`,
      )
    }
    return home
  }

  /** A program that starts Chromium at home. */
  get chromium(): string {
    return join(this.#directory, 'chromium')
  }

  /** Takes the home's own link down: its machine knows at once that it has no network. */
  unplug(): Promise<void> {
    return this.#atHome('link', 'set', 'far', 'down')
  }

  /** The link is up again, and with it the way out, which went with it. */
  async plugIn(): Promise<void> {
    await this.#atHome('link', 'set', 'far', 'up')
    await this.#atHome('route', 'replace', 'default', 'via', this.#towardsFar)
  }

  /** The router loses every packet for the home and from it; all links stay up, and nobody is told. */
  async lose(): Promise<void> {
    await this.#atRouter('route', 'replace', 'blackhole', `${this.far}/32`)
    await this.#atRouter('route', 'replace', 'blackhole', `${this.near}/32`)
  }

  async find(): Promise<void> {
    await this.#atRouter('route', 'del', 'blackhole', `${this.far}/32`)
    await this.#atRouter('route', 'del', 'blackhole', `${this.near}/32`)
  }

  /** Takes everything away, also after a beginning that failed. */
  async remove(): Promise<void> {
    for (const args of this.#traces) await run('ip', args).catch(() => undefined)
    await rm(this.#directory, { recursive: true, force: true })
    made.delete(this)
  }

  /** As `remove`, for a process that ends and cannot wait. */
  removeNow(): void {
    for (const args of this.#traces) {
      try {
        execFileSync('ip', args, { stdio: 'ignore' })
      } catch {
        // It was never there, or is gone already.
      }
    }
  }

  async #build(): Promise<void> {
    const [near, router] = [this.#nearLink, this.#router]
    await ip('netns', 'add', router)
    await ip('netns', 'add', this.#name)
    await ip('link', 'add', near, 'type', 'veth', 'peer', 'name', 'near', 'netns', router)
    await this.#atRouter('link', 'add', 'far', 'type', 'veth', 'peer', 'name', 'far', 'netns', this.#name)
    await ip('addr', 'add', `${this.near}/30`, 'dev', near)
    await this.#atRouter('addr', 'add', `${this.#towardsNear}/30`, 'dev', 'near')
    await this.#atRouter('addr', 'add', `${this.#towardsFar}/30`, 'dev', 'far')
    await this.#atHome('addr', 'add', `${this.far}/30`, 'dev', 'far')
    await ip('link', 'set', near, 'up')
    await this.#atRouter('link', 'set', 'near', 'up')
    await this.#atRouter('link', 'set', 'far', 'up')
    await this.#atHome('link', 'set', 'lo', 'up')
    await this.plugIn()
    await ip('route', 'add', `${this.far}/32`, 'via', this.#towardsNear)
    await ip('netns', 'exec', router, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward')
    await writeFile(this.chromium, `#!/bin/sh\nexec ip netns exec ${this.#name} /usr/bin/chromium "$@"\n`, {
      mode: 0o700,
    })
  }

  get #router(): string {
    return `${this.#name}-router`
  }

  /** An interface's name has 15 letters at most. */
  get #nearLink(): string {
    return `${this.#name}-n`
  }

  get #traces(): string[][] {
    return [
      ['link', 'del', this.#nearLink],
      ['netns', 'del', this.#name],
      ['netns', 'del', this.#router],
    ]
  }

  #atHome(...args: string[]): Promise<void> {
    return ip('-n', this.#name, ...args)
  }

  #atRouter(...args: string[]): Promise<void> {
    return ip('-n', this.#router, ...args)
  }
}

const made = new Set<Home>()
process.on('exit', () => {
  for (const home of made) home.removeNow()
})

async function ip(...args: string[]): Promise<void> {
  await run('ip', args)
}
