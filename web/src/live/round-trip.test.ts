import { expect, test } from 'vitest'
import type { ConnectionState } from './client'
import { measureRoundTrip, ROUND_TRIP_PATIENCE_MS } from './round-trip'

function arrange(status: ConnectionState['status']) {
  const asked: string[] = []
  const listeners = { connection: new Set<(state: ConnectionState) => void>(), pong: new Set<(ms: number) => void>() }
  let expire = () => {}
  const become = (next: ConnectionState['status']) => {
    status = next
    for (const listener of listeners.connection) listener({ status, since: 0 })
  }
  const measuring = measureRoundTrip({
    live: {
      wake: () => asked.push(status),
      onConnection: (listener) => {
        listeners.connection.add(listener)
        listener({ status, since: 0 })
        return () => listeners.connection.delete(listener)
      },
      onRoundTrip: (listener) => {
        listeners.pong.add(listener)
        return () => listeners.pong.delete(listener)
      },
    },
    setTimer: (callback, ms) => {
      expect(ms).toBe(ROUND_TRIP_PATIENCE_MS)
      expire = callback
      return () => {
        expire = () => {}
      }
    },
  })
  const answer = (ms: number) => {
    for (const listener of [...listeners.pong]) listener(ms)
  }
  const listening = () => listeners.connection.size + listeners.pong.size
  return { asked, become, answer, measuring, listening, expire: () => expire() }
}

test('an open connection is asked at once', async () => {
  const { asked, answer, measuring, listening } = arrange('open')
  expect(asked).toEqual(['open'])
  answer(42)
  answer(7)
  expect(await measuring).toBe(42)
  expect(listening()).toBe(0)
})

test('a connection that was away is asked as soon as it is back', async () => {
  const { asked, become, answer, measuring } = arrange('offline')
  become('connecting')
  become('open')
  expect(asked).toEqual(['offline', 'open'])
  answer(90)
  expect(await measuring).toBe(90)
})

test('no answer in time is none', async () => {
  const { expire, measuring, listening } = arrange('connecting')
  expire()
  expect(await measuring).toBeUndefined()
  expect(listening()).toBe(0)
})
