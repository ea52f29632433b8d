import assert from 'node:assert/strict'
import type { Frame } from './live.ts'
import { canonical, holdsNull, mergePatch } from './merge-patch.ts'

/** A topic as a client has it. */
export interface TopicView {
  version: string
  state: unknown
  /** The server's clock in the newest frame of the topic. */
  serverAt: number
  /** When the newest frame of the topic arrived, by this machine's clock. */
  arrivedAt: number
}

/**
 * The watched topics of one connection, kept by merge patch. Throws on what must never come: a patch on a version
 * that this client does not have, null in a state, or one version of a topic with two states.
 */
export class Topics {
  readonly #views = new Map<string, TopicView>()
  readonly #gone = new Map<string, string>()
  readonly #watched = new Set<string>()
  /** Given up at some time: when they are watched again, frames of before may still be on their way. */
  readonly #ended = new Set<string>()
  readonly #known = new Map<string, string>()

  begin(topic: string, seen?: TopicView): void {
    this.#watched.add(topic)
    this.#gone.delete(topic)
    if (seen) this.#views.set(topic, seen)
  }

  end(topic: string): void {
    this.#watched.delete(topic)
    this.#ended.add(topic)
    this.#views.delete(topic)
  }

  watches(topic: string): boolean {
    return this.#watched.has(topic)
  }

  view(topic: string): TopicView | undefined {
    return this.#views.get(topic)
  }

  /** The code with which the topic is gone, if it is. */
  gone(topic: string): string | undefined {
    return this.#gone.get(topic)
  }

  receive(frame: Frame, arrivedAt: number): void {
    const topic = frame['topic'] as string
    // What was on its way when the topic was given up is nobody's state.
    if (frame['topic'] === undefined || !this.#watched.has(topic)) return
    if (frame.op === 'gone') {
      this.#views.delete(topic)
      this.#gone.set(topic, frame['code'] as string)
    } else if (frame.op === 'patch' && this.#ended.has(topic) && !this.#views.has(topic)) {
      // Of before it was given up; the state is still to come.
    } else if (frame.op === 'state' || frame.op === 'patch' || frame.op === 'current') {
      assert.ok(Number.isInteger(frame['serverAt']), `${frame.op} of ${topic} tells the server's time`)
      const version = frame['version'] as string
      const state = this.#nextState(topic, frame)
      this.#checkVersion(topic, version, state)
      this.#views.set(topic, { version, state, serverAt: frame['serverAt'] as number, arrivedAt })
    }
  }

  #nextState(topic: string, frame: Frame): unknown {
    if (frame.op === 'state') return frame['state']
    const before = this.#views.get(topic)
    assert.ok(before, `a ${frame.op} of ${topic} came before its state`)
    if (frame.op === 'current') {
      assert.equal(frame['version'], before.version, `current of ${topic} names the version I have`)
      return before.state
    }
    assert.equal(frame['base'], before.version, `a patch of ${topic} starts from the version I have`)
    assert.notEqual(frame['version'], frame['base'], `a patch of ${topic} changes its version`)
    return mergePatch(before.state, frame['patch'])
  }

  #checkVersion(topic: string, version: string, state: unknown): void {
    assert.ok(typeof version === 'string' && version !== '', `${topic} has a version`)
    assert.ok(!holdsNull(state), `the state of ${topic} holds null: ${canonical(state)}`)
    const key = `${topic} ${version}`
    const text = canonical(state)
    const earlier = this.#known.get(key)
    if (earlier !== undefined) assert.equal(text, earlier, `equal versions of ${topic} mean equal states`)
    this.#known.set(key, text)
  }
}
