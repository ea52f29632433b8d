import { beforeEach, expect, test } from 'vitest'
import { LiveClient, type TopicState } from './client'
import { FakeServer } from './testing/fake-server'
import { settle } from './testing/virtual-time'

interface Counter {
  count: number
}

let server: FakeServer
let live: LiveClient
let seen: TopicState<Counter>[]

beforeEach(() => {
  server = new FakeServer()
  live = new LiveClient(server.deps)
  live.start()
  seen = []
})

function watchCounter(): () => void {
  return live.watch<Counter>('counter', (state) => seen.push(state))
}

function pushState(count: number, version: string): void {
  server.socket.push({ op: 'state', topic: 'counter', version, serverAt: server.time.now(), state: { count } })
}

function pushPatch(count: number, base: string, version: string): void {
  server.socket.push({ op: 'patch', topic: 'counter', base, version, serverAt: server.time.now(), patch: { count } })
}

test('a topic that was watched before hello is asked for at hello', () => {
  watchCounter()
  expect(seen).toEqual([{ status: 'loading' }])
  const socket = server.welcome()
  expect(socket.sent).toEqual([{ op: 'watch', topic: 'counter' }])
  pushState(1, 'a')
  expect(seen.at(-1)).toEqual({ status: 'live', state: { count: 1 }, version: 'a' })
})

test('patches follow one another', () => {
  server.welcome()
  watchCounter()
  pushState(1, 'a')
  pushPatch(2, 'a', 'b')
  pushPatch(3, 'b', 'c')
  expect(seen.at(-1)).toEqual({ status: 'live', state: { count: 3 }, version: 'c' })
})

test('a patch on an unknown base changes nothing and makes the page watch again, once, for the whole state', () => {
  const socket = server.welcome()
  watchCounter()
  pushState(1, 'a')
  pushPatch(9, 'x', 'y')
  pushPatch(10, 'y', 'z')
  expect(seen.at(-1)?.state).toEqual({ count: 1 })
  expect(socket.sentOp('watch')).toEqual([
    { op: 'watch', topic: 'counter' },
    { op: 'watch', topic: 'counter' },
  ])
  pushState(10, 'z')
  pushPatch(11, 'z', 'zz')
  expect(seen.at(-1)?.state).toEqual({ count: 11 })
})

test('after a reconnect the last version is named, and "current" makes the stale state live again', async () => {
  server.welcome()
  watchCounter()
  pushState(1, 'a')
  await server.time.pass(6_000)
  server.socket.die()
  expect(seen.at(-1)).toEqual({ status: 'stale', state: { count: 1 }, version: 'a' })
  const socket = server.welcome()
  expect(socket.sent).toEqual([{ op: 'watch', topic: 'counter', version: 'a' }])
  socket.push({ op: 'current', topic: 'counter', version: 'a', serverAt: server.time.now() })
  expect(seen.at(-1)).toEqual({ status: 'live', state: { count: 1 }, version: 'a' })
})

test('two listeners share one watch, the second hears what is known at once', () => {
  const socket = server.welcome()
  watchCounter()
  pushState(1, 'a')
  const second: TopicState<Counter>[] = []
  live.watch<Counter>('counter', (state) => second.push(state))
  expect(second).toEqual([{ status: 'live', state: { count: 1 }, version: 'a' }])
  expect(socket.sentOp('watch')).toHaveLength(1)
})

test('the last listener to leave unwatches; a handover within one turn does not', async () => {
  const socket = server.welcome()
  const leave = watchCounter()
  leave()
  const leaveAgain = watchCounter()
  await settle()
  expect(socket.sentOp('unwatch')).toHaveLength(0)
  leaveAgain()
  await settle()
  expect(socket.sentOp('unwatch')).toEqual([{ op: 'unwatch', topic: 'counter' }])
  expect(live.peek('counter')).toEqual({ status: 'loading' })
})

test('gone takes the state away and says why', () => {
  server.welcome()
  watchCounter()
  pushState(1, 'a')
  server.socket.push({ op: 'gone', topic: 'counter', code: 'forbidden' })
  expect(seen.at(-1)).toEqual({ status: 'gone', code: 'forbidden' })
})

test('signing out forgets every state', () => {
  server.welcome()
  watchCounter()
  pushState(1, 'a')
  live.signOut()
  expect(seen.at(-1)).toEqual({ status: 'loading' })
  expect(live.connection.status).toBe('signed_out')
})

test('call frames reach their listeners until they leave', () => {
  const socket = server.welcome()
  const reasons: string[] = []
  const leave = live.on('detached', (frame) => reasons.push(frame.reason))
  socket.push({ op: 'detached', call: 'c', reason: 'taken_over' })
  leave()
  socket.push({ op: 'detached', call: 'c', reason: 'call_over' })
  expect(reasons).toEqual(['taken_over'])
})

test('the connection id is that of the open connection', async () => {
  expect(live.connectionId).toBeUndefined()
  server.welcome('first')
  expect(live.connectionId).toBe('first')
  await server.time.pass(6_000)
  server.socket.die()
  expect(live.connectionId).toBeUndefined()
  server.welcome('second')
  expect(live.connectionId).toBe('second')
})

test("the server's clock is followed", async () => {
  server.socket.hello('c', server.time.now() + 5_000)
  expect(live.serverNow() - server.time.now()).toBe(5_000)
})

test('a frame that is no JSON object, or of a later version, is passed over', () => {
  const socket = server.welcome()
  watchCounter()
  pushState(1, 'a')
  for (const data of ['nonsense', '[]', '{"op":7}', '{"op":"later"}', new Blob([])]) socket.onmessage?.({ data })
  expect(seen.at(-1)?.state).toEqual({ count: 1 })
})

test('the time of an answer is told to who asks for it', async () => {
  const socket = server.welcome()
  const told: number[] = []
  const end = live.onRoundTrip((ms) => told.push(ms))
  live.wake()
  await server.time.pass(35)
  socket.push({ op: 'pong', id: socket.sentOp('ping').at(-1)?.id ?? 0, serverAt: server.time.now() })
  end()
  live.wake()
  socket.push({ op: 'pong', id: socket.sentOp('ping').at(-1)?.id ?? 0, serverAt: server.time.now() })
  expect(told).toEqual([35])
})
