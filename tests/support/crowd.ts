import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

export type Order =
  | { do: 'sign in'; port: number; connections: number }
  | { do: 'open'; port: number; connections: number }
  | { do: 'ping' }
  | { do: 'close'; connections: number }

/** How many things came out how. */
export type Report = Record<string, number>

/** A client process of its own, with many connections. Owned by who started it. */
export class CrowdMember {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static start(): CrowdMember {
    return new CrowdMember(fork(resolve(import.meta.dirname, 'crowd-member.ts')))
  }

  /** One order at a time. */
  async told(order: Order): Promise<Report> {
    this.#child.send(order)
    const [report] = (await Promise.race([
      once(this.#child, 'message'),
      once(this.#child, 'exit').then(() => {
        throw new Error('a client process ended')
      }),
    ])) as [Report]
    return report
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }
}

/** All together. */
export function sum(reports: readonly Report[]): Report {
  const all: Report = {}
  for (const report of reports) {
    for (const [outcome, times] of Object.entries(report)) all[outcome] = (all[outcome] ?? 0) + times
  }
  return all
}
