import { resolve } from 'node:path'
import { seconds } from './clock.ts'
import { Happenings } from './happenings.ts'
import { Helper } from './helper.ts'

/** What a browser put on the desktop, as the notification service saw it. */
export interface Shown {
  event: 'shown'
  /** A notification that replaces another may keep its id. */
  id: number
  /** The id it asked to replace, or 0. */
  replaces: number
  summary: string
  body: string
  /** Each button's label by its key; a click beside the buttons has the key `default`. */
  actions: Record<string, string>
  /** 0 low, 1 normal, 2 critical: stays until somebody does something. */
  urgency: number
  /** By this machine's clock. */
  at: number
}

export interface Closed {
  event: 'closed'
  id: number
  at: number
}

type Happening = Shown | Closed

export const isShown = (happening: Happening): happening is Shown => happening.event === 'shown'
export const isClosed = (happening: Happening): happening is Closed => happening.event === 'closed'

/**
 * A desktop of the test's own: a private D-Bus and its notification service. Browsers that are started with
 * `environment` show their notifications here, and the test reads and clicks them.
 */
export class Desktop {
  readonly happenings = new Happenings<Happening>()
  #bus: Helper | undefined
  #service: Helper | undefined
  #address = ''

  static async start(): Promise<Desktop> {
    const desktop = new Desktop()
    try {
      await desktop.#start()
    } catch (error) {
      await desktop.stop()
      throw error
    }
    return desktop
  }

  /** For the browser's process. */
  get environment(): Record<string, string> {
    return { DBUS_SESSION_BUS_ADDRESS: this.#address }
  }

  /** All that was shown so far, the oldest first. */
  get shown(): Shown[] {
    return this.happenings.all.filter(isShown)
  }

  /** What the person sees now. */
  get visible(): Shown[] {
    const last = new Map<number, Happening>()
    for (const happening of this.happenings.all) last.set(happening.id, happening)
    return [...last.values()].filter(isShown)
  }

  /** Within more than the shortest ring: the first notification from the `from`th happening on that matches. */
  untilShown(matches: (shown: Shown) => boolean, reason: string, from = 0): Promise<Shown> {
    const wanted = (happening: Happening): happening is Shown => isShown(happening) && matches(happening)
    return this.happenings.until(wanted, reason, { from, timeoutMs: seconds(25) })
  }

  /** Clicks the button with this label; without one, the notification itself. */
  click(shown: Shown, label?: string): void {
    // A notification that was shown anew under the same id may have given its buttons new keys.
    const { id, actions } = this.visible.find((one) => one.id === shown.id) ?? shown
    const key = label === undefined ? 'default' : Object.keys(actions).find((one) => actions[one] === label)
    if (key === undefined) throw new Error(`there is no button ${label}: ${JSON.stringify(actions)}`)
    this.#service?.writeLine(JSON.stringify({ id, action: key }))
  }

  dismiss(shown: Shown): void {
    this.#service?.writeLine(JSON.stringify({ id: shown.id, dismiss: true }))
  }

  async stop(): Promise<void> {
    await this.#service?.stop()
    await this.#bus?.stop()
  }

  async #start(): Promise<void> {
    const address = Promise.withResolvers<string>()
    const options = ['--session', '--nofork', '--nopidfile', '--nosyslog', '--print-address=1']
    this.#bus = Helper.start('dbus-daemon', options, { onLine: address.resolve })
    this.#address = await this.#bus.ready(address.promise)
    const ready = Promise.withResolvers<void>()
    const onLine = (line: string) => {
      const happening = JSON.parse(line)
      if (happening.event === 'ready') ready.resolve()
      else this.happenings.add({ ...happening, at: Date.now() })
    }
    const script = resolve(import.meta.dirname, 'notification_service.py')
    // Debian's own interpreter: the bindings to GLib are a Debian package.
    this.#service = Helper.start('/usr/bin/python3', [script], { environment: this.environment, onLine })
    await this.#service.ready(ready.promise)
  }
}
