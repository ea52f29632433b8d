import { Observable } from '../../rtc/observable'
import type { Playback, SoundEngine } from '../../rtc/sound'

/**
 * `waiting`: another page of this browser may have the sound, or the browser still thinks. `sounding`: it is heard.
 * `blocked`: the browser wants a tap first. `silenced`: the person wants it so.
 */
export type RingerStatus = 'off' | 'waiting' | 'sounding' | 'blocked' | 'silenced'

export interface RingerState {
  readonly status: RingerStatus
}

export interface RingerDeps {
  readonly sound: Pick<SoundEngine, 'play' | 'unlock' | 'subscribe' | 'state'>
  /** Runs `work` while this page alone holds the browser's one right to ring; waits for it until `signal` aborts. */
  hold(signal: AbortSignal, work: () => Promise<void>): Promise<void>
  /** How likely the browser lets this page sound: whoever was touched and is looked at goes first. */
  standing(): { readonly touched: boolean; readonly visible: boolean }
  /** Tells the server that this page rings, and whether it is heard. */
  report(callId: string, audible: boolean): void
  vibrate(pattern: number[]): void
  /** Calls back once after `ms`; returns what cancels it. */
  setTimer(callback: () => void, ms: number): () => void
}

/** Milliseconds that a page with little hope of being heard leaves to the others. */
export function waitBeforeElection({ touched, visible }: { touched: boolean; visible: boolean }): number {
  return (touched ? 0 : 300) + (visible ? 0 : 150)
}

const BUZZ = [700, 300, 700, 300, 700]
const BUZZ_EVERY_MS = 4000

/**
 * Rings for one call at a time until it is told to stop: elects the one page of this browser that sounds, loops the
 * ringtone there, and reports what is really heard. Pages that were not elected report nothing.
 */
export class Ringer extends Observable<RingerState> {
  readonly #deps: RingerDeps
  #end: (() => void) | undefined
  #report: (() => void) | undefined
  #silence: (() => void) | undefined

  constructor(deps: RingerDeps) {
    super({ status: 'off' })
    this.#deps = deps
  }

  start(callId: string): void {
    this.stop()
    const aborter = new AbortController()
    this.change({ status: 'waiting' })
    const cancelWait = this.#deps.setTimer(() => {
      this.#deps
        .hold(aborter.signal, () => this.#sound(callId, aborter.signal))
        .catch(() => {
          // Stopped while another page had the sound.
        })
    }, waitBeforeElection(this.#deps.standing()))
    this.#end = () => {
      cancelWait()
      aborter.abort()
    }
  }

  /** Stops the sound here and nowhere else; the call rings on. Keeps the right to sound, so that no other tab begins. */
  silence(): void {
    this.#silence?.()
  }

  /** Call it in a tap: lets a blocked ring be heard. */
  unlock(): void {
    void this.#deps.sound.unlock()
  }

  /** Says again what was reported, to a server that may not have heard it. */
  reportAgain(): void {
    this.#report?.()
  }

  /** The outcome is there. Safe to repeat. */
  stop(): void {
    this.#end?.()
    this.#end = undefined
    this.change({ status: 'off' })
  }

  /** Rings from being elected until the abort. */
  #sound(callId: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    const { sound, vibrate, report } = this.#deps
    const playback: Playback = sound.play('ringtone', { loop: true })
    const endBuzz = this.#buzz()
    let silent = false
    const quiet = () => {
      playback.stop()
      endBuzz()
      vibrate([])
    }
    const look = () => {
      const { status } = sound.state
      if (!silent && status !== 'asleep') this.change({ status: status === 'running' ? 'sounding' : 'blocked' })
    }
    const tell = () => {
      const { status } = this.state
      if (status === 'sounding' || status === 'blocked') report(callId, status === 'sounding')
    }
    const endLook = sound.subscribe(look)
    const endTell = this.subscribe(tell)
    this.#report = tell
    this.#silence = () => {
      silent = true
      quiet()
      this.change({ status: 'silenced' })
    }
    look()
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        endTell()
        endLook()
        if (!silent) quiet()
        this.#report = undefined
        this.#silence = undefined
        resolve()
      })
    })
  }

  #buzz(): () => void {
    let cancel = () => {}
    const again = () => {
      this.#deps.vibrate(BUZZ)
      cancel = this.#deps.setTimer(again, BUZZ_EVERY_MS)
    }
    again()
    return () => cancel()
  }
}
