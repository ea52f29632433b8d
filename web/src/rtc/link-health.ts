import { Observable } from './observable'
import { follow, initialQuality, judge, type Measurement, measure, type Quality, type Verdict } from './quality'
import { type FingerprintPair, fingerprintPair } from './security-code'
import { type Reading, readStats, type StatsReport } from './stats'

/** What one look at a living connection finds. */
export interface Inspection {
  /** Tells one connection from the next. */
  readonly connection: object
  readonly report: StatsReport
  /** The descriptions in force, empty before there are any. */
  readonly localSdp: string
  readonly remoteSdp: string
}

export interface LinkHealthState {
  /** Absent unless media flows, and until two looks could be compared. */
  readonly verdict?: Verdict
  readonly measured?: Measurement
  /** What both people compare; absent while there is no connection, and where none can be told. */
  readonly securityCode?: readonly string[]
}

export interface LinkHealthDeps {
  /** Undefined when there is no connection. Asks the browser alone. */
  inspect(): Promise<Inspection | undefined>
  codeOf(pair: FingerprintPair): Promise<readonly string[] | undefined>
  /** Calls back once after `ms`; returns what cancels it. */
  setTimer(callback: () => void, ms: number): () => void
}

/** How often a running connection is looked at. */
export const LOOK_MS = 1000

/** How one call's connection does, looked at between start() and stop(). What it does never reaches the server. */
export class LinkHealth extends Observable<LinkHealthState> {
  readonly #deps: LinkHealthDeps
  /** One object for each start(): what an earlier one still waits for comes too late. */
  #run: object | undefined
  #cancel = () => {}
  #last: { connection: object; reading: Reading } | undefined
  #quality: Quality = initialQuality
  #codeFor: string | undefined
  readonly #measuredListeners = new Set<(measured: Measurement) => void>()

  constructor(deps: LinkHealthDeps) {
    super({})
    this.#deps = deps
  }

  /** Calls back with every measurement until the returned function is called. */
  onMeasured(listener: (measured: Measurement) => void): () => void {
    this.#measuredListeners.add(listener)
    return () => this.#measuredListeners.delete(listener)
  }

  /** Media flows: looks now and every second. Safe to repeat. */
  start(): void {
    if (this.#run !== undefined) return
    const run = {}
    this.#run = run
    void this.#look(run)
  }

  /** Media stopped: forgets everything that was true of it. Safe to repeat. */
  stop(): void {
    this.#cancel()
    this.#cancel = () => {}
    this.#run = undefined
    this.#last = undefined
    this.#quality = initialQuality
    this.#codeFor = undefined
    this.change({ verdict: undefined, measured: undefined, securityCode: undefined })
  }

  async #look(run: object): Promise<void> {
    const found = await this.#deps.inspect().catch(() => undefined)
    if (this.#run !== run) return
    this.#cancel = this.#deps.setTimer(() => void this.#look(run), LOOK_MS)
    if (found === undefined) return
    this.#weigh(found)
    await this.#compare(found, run)
  }

  #weigh({ connection, report }: Inspection): void {
    const reading = readStats(report)
    const before = this.#last
    this.#last = { connection, reading }
    // A new connection counts from zero.
    const measured = before?.connection === connection ? measure(before.reading, reading) : undefined
    if (measured === undefined) return
    this.#quality = follow(this.#quality, judge(measured))
    this.change({ verdict: this.#quality.shown, measured })
    for (const listener of [...this.#measuredListeners]) listener(measured)
  }

  /** Works the code out anew whenever a certificate changed, and shows none meanwhile. */
  async #compare({ localSdp, remoteSdp }: Inspection, run: object): Promise<void> {
    const pair = fingerprintPair(localSdp, remoteSdp)
    const codeFor = pair?.join()
    if (codeFor === this.#codeFor) return
    this.#codeFor = codeFor
    this.change({ securityCode: undefined })
    const securityCode = pair && (await this.#deps.codeOf(pair).catch(() => undefined))
    if (this.#run === run && this.#codeFor === codeFor) this.change({ securityCode })
  }
}
