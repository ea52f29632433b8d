import { describe, expect, test } from 'vitest'
import { disconnected, loading, stepTopic, type TopicFrame } from './topic'

const known = { status: 'live', state: { a: 1 }, version: 'v1' } as const
const frames = {
  state: { op: 'state', topic: 't', version: 'v9', serverAt: 1, state: { z: 1 } },
  currentSame: { op: 'current', topic: 't', version: 'v1', serverAt: 1 },
  currentOther: { op: 'current', topic: 't', version: 'v7', serverAt: 1 },
  patchFits: { op: 'patch', topic: 't', base: 'v1', version: 'v2', serverAt: 1, patch: { a: 2 } },
  patchMisses: { op: 'patch', topic: 't', base: 'v0', version: 'v2', serverAt: 1, patch: { a: 2 } },
  gone: { op: 'gone', topic: 't', code: 'forbidden' },
} satisfies Record<string, TopicFrame>

describe('a topic that is known at v1', () => {
  test.each([
    ['state', frames.state, { next: { status: 'live', state: { z: 1 }, version: 'v9' } }],
    ['current with the same version', frames.currentSame, { next: known }],
    ['current with another version', frames.currentOther, 'watch_again'],
    ['a patch on v1', frames.patchFits, { next: { status: 'live', state: { a: 2 }, version: 'v2' } }],
    ['a patch on another version', frames.patchMisses, 'watch_again'],
    ['gone', frames.gone, { next: { status: 'gone', code: 'forbidden' } }],
  ] as const)('%s', (_, frame, step) => {
    expect(stepTopic(known, frame, false)).toEqual(step)
  })

  test.each([frames.patchFits, frames.patchMisses])(
    'ignores a patch that comes before the answer to its watch',
    (frame) => {
      expect(stepTopic(known, frame, true)).toBe('ignore')
    },
  )
})

test.each([frames.patchFits, frames.currentSame])('without a state, %j makes it watch again', (frame) => {
  expect(stepTopic(loading, frame, false)).toBe('watch_again')
})

test('a lost connection makes a live topic stale and leaves the others', () => {
  expect(disconnected(known)).toEqual({ ...known, status: 'stale' })
  expect(disconnected(loading)).toBe(loading)
  const gone = { status: 'gone', code: 'not_found' } as const
  expect(disconnected(gone)).toBe(gone)
})
