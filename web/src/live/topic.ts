import type { ServerFrames } from './frames'
import { applyMergePatch, type Json } from './merge-patch'

/** What a page knows about one topic. */
export interface TopicState<T> {
  /** loading: nothing yet; live: as the server has it; stale: the last known, while offline; gone: no such thing for you. */
  status: 'loading' | 'live' | 'stale' | 'gone'
  state?: T
  version?: string
  /** With gone: `not_found` or `forbidden`. */
  code?: string
}

export type TopicFrame = ServerFrames['state' | 'current' | 'patch' | 'gone']

/** The next state, or "watch again" when the frame does not fit on what is known. */
export type TopicStep = { next: TopicState<Json> } | 'watch_again' | 'ignore'

export const loading: TopicState<never> = { status: 'loading' }

/**
 * @param awaiting a watch was sent and not answered yet: patches that come before the answer are older than it.
 */
export function stepTopic(known: TopicState<Json>, frame: TopicFrame, awaiting: boolean): TopicStep {
  switch (frame.op) {
    case 'state':
      return { next: { status: 'live', state: frame.state, version: frame.version } }
    case 'current':
      if (known.state === undefined || known.version !== frame.version) return 'watch_again'
      return { next: { status: 'live', state: known.state, version: frame.version } }
    case 'patch':
      if (awaiting) return 'ignore'
      if (known.state === undefined || known.version !== frame.base) return 'watch_again'
      return { next: { status: 'live', state: applyMergePatch(known.state, frame.patch), version: frame.version } }
    case 'gone':
      return { next: { status: 'gone', code: frame.code } }
  }
}

/** What is left of a topic when the connection is lost. */
export function disconnected(known: TopicState<Json>): TopicState<Json> {
  return known.status === 'live' ? { ...known, status: 'stale' } : known
}
