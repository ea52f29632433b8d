import type { WorkerMessage } from '../../domain/worker-messages'
import { settle, VirtualTime } from '../../live/testing/virtual-time'
import type { Desk, NoteOptions } from '../desk'
import type { Pages } from '../pages'
import type { RingOutcome } from '../payload'
import type { ReceiptEvent, Tell } from '../receipts'
import { makeSwitchboard } from '../switchboard'
import { textsIn } from '../texts'

interface Shown extends NoteOptions {
  readonly title: string
  /** When, in ms since the test began. */
  readonly at: number
}

/** The notifications of a device. */
export class FakeDesk implements Desk {
  /** What lies there now, by tag. */
  readonly notes = new Map<string, Shown>()
  /** Everything that was ever shown. */
  readonly shown: Shown[] = []
  readonly closed: string[] = []
  renotifies = true
  maxActions = 2
  isAllowed = true

  constructor(private readonly now: () => number) {}

  async show(title: string, options: NoteOptions): Promise<void> {
    if (!this.isAllowed) throw new TypeError('No notification permission has been granted for this origin.')
    // As browsers do (Notifications API, "create a notification").
    if (options.silent && options.vibrate) throw new TypeError('Silent notifications must not specify vibration.')
    const note = { title, ...options, at: this.now() }
    this.notes.set(options.tag, note)
    this.shown.push(note)
  }

  async close(tag: string): Promise<void> {
    this.notes.delete(tag)
    this.closed.push(tag)
  }

  /** The moments at which the device made a noise for a call. */
  alerts(tag: string): number[] {
    return this.shown.filter((note) => note.tag === tag && !note.silent).map((note) => note.at)
  }
}

/** The pages of this browser: none, until a test opens some. */
export class FakePages implements Pages {
  visible = false
  sounding = false
  /** False: the browser lets no page come forward. */
  mayOpen = true
  readonly told: WorkerMessage[] = []
  readonly opened: string[] = []

  areSounding = async () => this.visible && this.sounding
  anyVisible = async () => this.visible
  tellAll = async (message: WorkerMessage) => void this.told.push(message)
  bringForward = async (message: WorkerMessage, path: string) => {
    if (!this.mayOpen) return false
    if (this.visible) this.told.push(message)
    else this.opened.push(path)
    return true
  }
}

/** The server's side of receipts for one call, whose clock may differ from the device's. */
export class FakeReceipts {
  /** "network": nobody answers; "unknown": the token is not known. */
  state: 'network' | 'unknown' | { status: string; outcome?: RingOutcome } = { status: 'RINGING' }
  expiresAt = 0
  /** What the server's clock is ahead of the device's, in ms. */
  skew = 0
  readonly got: { token: string; event: ReceiptEvent; at: number }[] = []

  constructor(private readonly now: () => number) {}

  readonly tell: Tell = async (token, event) => {
    if (this.state === 'network') return 'unreachable'
    this.got.push({ token, event, at: this.now() })
    if (this.state === 'unknown') return 'unknown'
    if (event === 'declined' && this.state.status === 'RINGING') this.end('DECLINED')
    return { ...this.state, expiresAt: this.expiresAt, serverAt: this.now() + this.skew }
  }

  end(outcome: RingOutcome): void {
    this.state = { status: outcome === 'ANSWERED' ? 'ACTIVE' : outcome, outcome }
  }

  events(): ReceiptEvent[] {
    return this.got.map(({ event }) => event)
  }
}

/** A device with its service worker, under a test's control. */
export function makeHouse({ language = 'en' } = {}) {
  const time = new VirtualTime(0)
  const desk = new FakeDesk(time.now)
  const pages = new FakePages()
  const receipts = new FakeReceipts(time.now)
  const house = { time, desk, pages, receipts, tookOver: 0 }
  const deps = {
    desk,
    pages,
    tell: receipts.tell,
    texts: async () => textsIn(language, { languages: ['en-GB'], timeZone: 'Asia/Jakarta' }),
    now: time.now,
    setTimer: time.setTimer,
    takeOver: async () => void house.tookOver++,
  }
  const switchboard = makeSwitchboard(deps)

  /** A push arrives. What it returns settles when the worker may sleep. */
  const push = (message: object) => switchboard.onPush(JSON.stringify(message))
  const ring = (call = 'c1', expiresAt = time.now() + 30_000) => {
    receipts.expiresAt = expiresAt + receipts.skew
    const words = { title: 'Your doctor is calling', body: 'Answer to begin.' }
    return push({ kind: 'ring', call, expiresAt: receipts.expiresAt, receipt: `token-${call}`, ...words })
  }
  const click = (tag: string, action = '') => {
    const note = desk.notes.get(tag)
    if (note === undefined) throw new Error(`no notification "${tag}" to click on`)
    return switchboard.onClick({ tag, data: note.data }, action)
  }
  /** The worker falls asleep and wakes with nothing in its memory; notifications stay. */
  const wakeAnew = () => makeSwitchboard(deps)
  return Object.assign(house, { push, ring, click, wakeAnew, switchboard, settle })
}

export type House = ReturnType<typeof makeHouse>

/** Whether a promise has settled by now. */
export async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false
  void promise.finally(() => {
    done = true
  })
  await settle()
  return done
}
