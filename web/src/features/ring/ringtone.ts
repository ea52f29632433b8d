import { Observable } from '../../rtc/observable'
import type { Playback, SoundEngine } from '../../rtc/sound'

/**
 * `waiting`: another page of this browser may have the sound, or the browser still thinks. `sounding`: it is heard.
 * `blocked`: the browser wants a tap first. `unable`: a tap did not help, most likely there is no loudspeaker.
 * `silenced`: the person wants it so, in the whole browser.
 */
export type RingerStatus = 'off' | 'waiting' | 'sounding' | 'blocked' | 'unable' | 'silenced'

export interface RingerState {
  readonly status: RingerStatus
}

/** The calls whose ring was silenced in this browser, whichever page it was done on. */
export interface Silenced {
  has(callId: string): boolean
  add(callId: string): void
  /** Calls back when another page added one; returns what ends that. */
  subscribe(listener: () => void): () => void
}

export interface RingerDeps {
  readonly sound: Pick<SoundEngine, 'play' | 'unlock' | 'subscribe' | 'state'>
  /** Runs `work` while this page alone holds the browser's one right to ring; waits for it until `signal` aborts. */
  hold(signal: AbortSignal, work: () => Promise<void>): Promise<void>
  /** How likely the browser lets this page sound: whoever was touched and is looked at goes first. */
  standing(): Standing
  readonly silenced: Silenced
  /** Tells the server that this page rings, and whether it is heard. */
  report(callId: string, audible: boolean): void
  vibrate(pattern: number[]): void
  /** Calls back once after `ms`; returns what cancels it. */
  setTimer(callback: () => void, ms: number): () => void
}

export interface Standing {
  readonly touched: boolean
  readonly visible: boolean
}

/** Milliseconds that a page with little hope of being heard leaves to the others. */
export function waitBeforeElection({ touched, visible }: Standing): number {
  return (touched ? 0 : 300) + (visible ? 0 : 150)
}

const BUZZ = [700, 300, 700, 300, 700]
const BUZZ_EVERY_MS = 4000
/** A blocked page that waits this long for the right to ring knows that another one sounds. */
const ANOTHER_SOUNDS_MS = 600
/** How often a blocked page looks whether another one sounds meanwhile. */
const LOOK_AGAIN_MS = 1000

/**
 * Rings for one call at a time until it is told to stop: elects the one page of this browser that sounds, loops the
 * ringtone there, and reports what is really heard. The right to ring is held only by a page that sounds: who is
 * blocked, muted or closed leaves it to the next, and pages that were not elected report nothing.
 */
export class Ringer extends Observable<RingerState> {
  readonly #deps: RingerDeps
  #ring: Ring | undefined

  constructor(deps: RingerDeps) {
    super({ status: 'off' })
    this.#deps = deps
  }

  start(callId: string): void {
    this.stop()
    this.change({ status: 'waiting' })
    this.#ring = new Ring(callId, this.#deps, (status) => this.change({ status }))
    void this.#ring.run()
  }

  /** Stops the sound in this browser and nowhere else; the call rings on. */
  silence(): void {
    this.#ring?.silence()
  }

  /** Call it in a tap: lets a blocked ring be heard. */
  tap(): void {
    void this.#ring?.tap()
  }

  /** The page came to the front, which is enough for some browsers. */
  tryAgain(): void {
    void this.#deps.sound.unlock()
  }

  /**
   * Whether nobody else needs to sound for this ring in this browser: it is heard here or on another page, or the person
   * silenced it. Only a page that is kept mute cannot say so.
   */
  caresFor(callId: string): boolean {
    return this.#ring?.callId === callId && !isMute(this.state.status)
  }

  /** Says again what was reported, to a server that may not have heard it. */
  reportAgain(): void {
    this.#ring?.reportAgain()
  }

  /** The outcome is there. Safe to repeat. */
  stop(): void {
    this.#ring?.end()
    this.#ring = undefined
    this.change({ status: 'off' })
  }
}

/** The page wants to sound and does not. */
function isMute(status: RingerStatus): boolean {
  return status === 'blocked' || status === 'unable'
}

/** The ring of one call on this page, from its invitation to its outcome. */
class Ring {
  readonly #aborter = new AbortController()
  #status: RingerStatus = 'waiting'
  #reported: boolean | undefined
  #turns = 0
  #tapFailed = false
  #playback: Playback | undefined
  #endBuzz = () => {}
  #wake = () => {}
  readonly #endWatch: () => void

  constructor(
    readonly callId: string,
    readonly deps: RingerDeps,
    readonly tell: (status: RingerStatus) => void,
  ) {
    const ends = [deps.silenced.subscribe(() => this.#wake()), deps.sound.subscribe(() => this.#wake())]
    this.#endWatch = () => {
      for (const end of ends) end()
    }
  }

  async run(): Promise<void> {
    await this.#pause(waitBeforeElection(this.deps.standing()))
    while (this.#goesOn()) {
      const cancelGuess = this.deps.setTimer(() => this.#become('waiting'), ANOTHER_SOUNDS_MS)
      // Rejects when the ring is over before this page's turn.
      await this.deps.hold(this.#aborter.signal, () => this.#turn(cancelGuess)).catch(() => {})
      cancelGuess()
      // The second turn comes at once, behind those who wait for their first.
      if (this.#goesOn() && this.#turns !== 1) await this.#pause(LOOK_AGAIN_MS)
    }
  }

  silence(): void {
    this.deps.silenced.add(this.callId)
    this.#become('silenced')
    this.#wake()
  }

  async tap(): Promise<void> {
    this.#tapFailed = !(await this.deps.sound.unlock())
    if (this.#tapFailed && this.#status === 'blocked') this.#become('unable')
  }

  reportAgain(): void {
    if (this.#reported !== undefined) this.deps.report(this.callId, this.#reported)
  }

  end(): void {
    this.#aborter.abort()
    this.#endWatch()
    this.#quiet()
    this.#buzz(false)
    this.#wake()
  }

  /** False when there is nothing left to sound for: it is over, or somebody silenced it here or on another page. */
  #goesOn(): boolean {
    if (this.#aborter.signal.aborted) return false
    if (!this.deps.silenced.has(this.callId)) return true
    this.#become('silenced')
    return false
  }

  /** Sounds for as long as the browser lets it. Runs while no other page of the browser sounds. */
  async #turn(elected: () => void): Promise<void> {
    elected()
    if (!this.#goesOn()) return
    const { sound } = this.deps
    this.#turns++
    // Only the first turn asks the browser; after that a tap decides.
    const allowed = this.#turns === 1 ? await sound.unlock() : sound.state.status === 'running'
    if (!this.#goesOn()) return
    if (!allowed) return this.#blocked()
    this.#playback = sound.play('ringtone', { loop: true })
    await this.#playback.started
    if (this.#goesOn()) {
      this.#become('sounding')
      this.#report(true)
    }
    while (this.#goesOn() && sound.state.status === 'running') await this.#pause(undefined)
    if (this.#goesOn()) this.#become(this.#tapFailed ? 'unable' : 'blocked')
  }

  #blocked(): void {
    this.#become(this.#tapFailed ? 'unable' : 'blocked')
    // After the first turn the others have theirs; who comes back to the second found nobody who sounds.
    if (this.#turns > 1) this.#report(false)
  }

  #become(status: RingerStatus): void {
    if (this.#aborter.signal.aborted || this.#status === status) return
    this.#status = status
    if (status !== 'sounding') this.#quiet()
    this.#buzz(status === 'sounding' || isMute(status))
    this.tell(status)
  }

  #quiet(): void {
    this.#playback?.stop()
    this.#playback = undefined
  }

  #report(audible: boolean): void {
    if (this.#reported === audible) return
    this.#reported = audible
    this.deps.report(this.callId, audible)
  }

  #buzz(on: boolean): void {
    this.#endBuzz()
    this.#endBuzz = () => {}
    if (!on) return this.deps.vibrate([])
    const again = () => {
      this.deps.vibrate(BUZZ)
      this.#endBuzz = this.deps.setTimer(again, BUZZ_EVERY_MS)
    }
    again()
  }

  /** Until something changed that matters, or `ms` have passed. */
  #pause(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const cancel = ms === undefined ? () => {} : this.deps.setTimer(resolve, ms)
      this.#wake = () => {
        cancel()
        resolve()
      }
      if (this.#aborter.signal.aborted) this.#wake()
    })
  }
}
