import { describe, expect, it } from 'vitest'
import type { PushStatus } from '../../push/push-device'
import { reachOf, testOutcome, wayToMore } from './reach'

const unproved: PushStatus[] = ['unsupported', 'needs_install', 'denied', 'off', 'arming', 'failed']

describe('how a patient can be rung', () => {
  it('armed: also with the app closed, whatever the sound of this page', () => {
    for (const sound of ['asleep', 'blocked', 'running'] as const) {
      for (const connection of ['open', 'connecting'] as const) {
        expect(reachOf(connection, 'armed', sound)).toBe('device')
      }
    }
  })

  it.each(unproved)('%s: only this page, and heard only when its sound is on', (push) => {
    expect(reachOf('open', push, 'running')).toBe('page')
    expect(reachOf('open', push, 'blocked')).toBe('silent_page')
    expect(reachOf('open', push, 'asleep')).toBe('silent_page')
  })

  it('without a connection: not at all, whatever was proved', () => {
    for (const push of ['armed', ...unproved] as const) {
      expect(reachOf('offline', push, 'running')).toBe('not_at_all')
    }
  })
})

it.each<[PushStatus, string]>([
  ['armed', 'none'],
  ['unsupported', 'none'],
  ['needs_install', 'install'],
  ['denied', 'arm'],
  ['off', 'arm'],
  ['failed', 'arm'],
  ['arming', 'arm'],
])('%s: the way to more is "%s"', (push, way) => {
  expect(wayToMore(push)).toBe(way)
})

it.each([
  [201, 'accepted'],
  [200, 'accepted'],
  [0, 'unreachable'],
  [404, 'gone'],
  [410, 'gone'],
  [429, 'busy'],
  [500, 'broken'],
  [503, 'broken'],
  [400, 'refused'],
  [403, 'refused'],
])('a push service that says %i: %s', (status, outcome) => {
  expect(testOutcome(status)).toBe(outcome)
})
