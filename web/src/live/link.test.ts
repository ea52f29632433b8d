import { beforeEach, describe, expect, test } from 'vitest'
import { type ConnectionState, Link } from './link'
import { FakeServer } from './testing/fake-server'

let server: FakeServer
let link: Link
let states: ConnectionState['status'][]

beforeEach(() => {
  server = new FakeServer()
  states = []
  link = new Link(server.deps, {
    onFrame: () => {},
    onState: (state) => states.push(state.status),
    onPong: () => {},
  })
  link.start()
})

async function openAndSteady(): Promise<void> {
  server.welcome()
  await server.time.pass(6_000)
}

describe('a lost connection', () => {
  test('is tried again at once, then with growing waits of 0.5 s to 4 s', async () => {
    await openAndSteady()
    server.socket.die()
    expect(server.sockets).toHaveLength(2)
    const waits: number[] = []
    for (let attempt = 0; attempt < 7; attempt++) {
      server.socket.die()
      const before = server.time.now()
      const tried = server.sockets.length
      while (server.sockets.length === tried) await server.time.pass(50)
      waits.push(server.time.now() - before)
    }
    // The dice show 0: each wait is half of its bound.
    expect(waits).toEqual([250, 500, 1000, 2000, 2000, 2000, 2000])
  })

  test('waits up to the whole bound when the dice show most', async () => {
    server.dice = 0.999
    server.socket.die()
    await server.time.pass(490)
    expect(server.sockets).toHaveLength(1)
    await server.time.pass(20)
    expect(server.sockets).toHaveLength(2)
  })

  test('is offline only when the first try failed too, since the moment of the loss', async () => {
    await openAndSteady()
    const lostAt = server.time.now()
    server.socket.die()
    expect(link.state).toEqual({ status: 'connecting', since: lostAt })
    server.socket.die()
    expect(link.state).toEqual({ status: 'offline', since: lostAt })
    await server.time.pass(3_000)
    server.socket.die()
    expect(link.state).toEqual({ status: 'offline', since: lostAt })
  })

  test('that never lived for 5 s is not tried again at once', () => {
    server.welcome()
    server.socket.die()
    expect(server.sockets).toHaveLength(1)
    expect(link.state.status).toBe('offline')
  })

  test('with 1012 comes back at once, with jitter', async () => {
    server.dice = 0.5
    await openAndSteady()
    server.socket.die(1012)
    expect(server.sockets).toHaveLength(1)
    await server.time.pass(150)
    expect(server.sockets).toHaveLength(2)
    expect(states).not.toContain('offline')
  })

  test('is tried at once when the page wakes up', async () => {
    server.socket.die()
    link.wake()
    expect(server.sockets).toHaveLength(2)
  })
})

describe('the heartbeat', () => {
  test('pings every 10 s as long as pongs come', async () => {
    const socket = server.welcome()
    for (let round = 1; round <= 4; round++) {
      await server.time.pass(10_000)
      expect(socket.sentOp('ping')).toHaveLength(round)
      socket.push({ op: 'pong', id: round, serverAt: server.time.now() })
    }
    expect(server.sockets).toHaveLength(1)
  })

  test('gives up a socket whose pong is missing for 5 s', async () => {
    const socket = server.welcome()
    await server.time.pass(14_999)
    expect(server.sockets).toHaveLength(1)
    await server.time.pass(1)
    expect(socket.closedByPage).toBe(true)
    expect(server.sockets).toHaveLength(2)
  })

  test('pings at once when the page wakes up with an open connection', () => {
    const socket = server.welcome()
    link.wake()
    expect(socket.sentOp('ping')).toHaveLength(1)
  })

  test('gives up a socket that says no hello for 8 s', async () => {
    await server.time.pass(8_000)
    expect(server.sockets[0]?.closedByPage).toBe(true)
    expect(link.state.status).toBe('offline')
  })
})

describe('a change of network', () => {
  test('gives an open socket 2 s to answer', async () => {
    await openAndSteady()
    link.networkChanged()
    await server.time.pass(1_999)
    expect(server.sockets).toHaveLength(1)
    await server.time.pass(1)
    expect(server.sockets).toHaveLength(2)
  })

  test('keeps the socket that answers', async () => {
    await openAndSteady()
    link.networkChanged()
    server.socket.push({ op: 'pong', id: 1, serverAt: server.time.now() })
    await server.time.pass(5_000)
    expect(server.sockets).toHaveLength(1)
  })

  test('gives up at once a socket that owes an answer since before it', async () => {
    await openAndSteady()
    link.wake()
    await server.time.pass(1_000)
    link.networkChanged()
    expect(server.sockets[0]?.closedByPage).toBe(true)
    expect(server.sockets).toHaveLength(2)
  })

  test('dials anew instead of waiting for a dial from before it', async () => {
    await server.time.pass(999)
    link.networkChanged()
    expect(server.sockets).toHaveLength(1)
    await server.time.pass(1)
    link.networkChanged()
    expect(server.sockets[0]?.closedByPage).toBe(true)
    expect(server.sockets).toHaveLength(2)
  })

  test('dials at once, and soon again when the new network is not ready yet', async () => {
    for (let failure = 0; failure < 8; failure++) {
      server.socket.die()
      await server.time.pass(4_000)
    }
    server.socket.die()
    const tried = server.sockets.length
    link.networkChanged()
    expect(server.sockets).toHaveLength(tried + 1)
    server.socket.die()
    await server.time.pass(500)
    expect(server.sockets).toHaveLength(tried + 2)
    expect(states).not.toContain('open')
    expect(link.state.status).toBe('offline')
  })

  test('changes nothing for whoever is signed out', () => {
    link.signOut()
    link.networkChanged()
    expect(server.sockets).toHaveLength(1)
  })
})

describe('a sign-in that ran out (4401)', () => {
  test('is renewed once and the connection comes back', async () => {
    server.socket.die(4401)
    await server.time.pass(0)
    expect(server.refreshes).toBe(1)
    expect(server.sockets).toHaveLength(2)
    server.welcome()
    expect(link.state.status).toBe('open')
  })

  test('again right after the renewal means signed out', async () => {
    server.socket.die(4401)
    await server.time.pass(0)
    server.socket.die(4401)
    await server.time.pass(60_000)
    expect(server.refreshes).toBe(1)
    expect(server.sockets).toHaveLength(2)
    expect(link.state.status).toBe('signed_out')
  })

  test('is renewed again after a connection that was good', async () => {
    server.socket.die(4401)
    await server.time.pass(0)
    server.welcome()
    server.socket.die(4401)
    await server.time.pass(0)
    expect(server.refreshes).toBe(2)
  })

  test('that cannot be renewed means signed out, and nothing is tried any more', async () => {
    server.refreshOutcome = 'signed_out'
    server.socket.die(4401)
    await server.time.pass(60_000)
    link.wake()
    expect(link.state.status).toBe('signed_out')
    expect(server.sockets).toHaveLength(1)
  })

  test('is tried again later when the server cannot be reached', async () => {
    server.refreshOutcome = 'unreachable'
    server.socket.die(4401)
    await server.time.pass(0)
    expect(link.state.status).toBe('offline')
    await server.time.pass(500)
    expect(server.sockets).toHaveLength(2)
  })
})

test('signing out closes, and start() comes back', async () => {
  const socket = server.welcome()
  link.signOut()
  expect(socket.closedByPage).toBe(true)
  await server.time.pass(60_000)
  expect(server.sockets).toHaveLength(1)
  link.start()
  expect(server.sockets).toHaveLength(2)
  expect(link.state.status).toBe('connecting')
})

test('signing out while the sign-in is being renewed stays signed out', async () => {
  server.socket.die(4401)
  link.signOut()
  await server.time.pass(1_000)
  expect(link.state.status).toBe('signed_out')
  expect(server.sockets).toHaveLength(1)
})

test('nothing is sent before hello', () => {
  expect(link.send({ op: 'attach', call: 'x' })).toBe(false)
  server.welcome()
  expect(link.send({ op: 'attach', call: 'x' })).toBe(true)
})
