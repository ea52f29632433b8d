/**
 * A process with thousands of connections; driven by crowd.ts over its channel. Speaks the WebSocket by hand, so that a
 * connection costs it a socket and little else.
 */
import { connect, type Socket } from 'node:net'
import { expectAnswer } from './answers.ts'
import { seconds } from './clock.ts'
import type { Order, Report } from './crowd.ts'
import { Client } from './http.ts'
import { newAccount } from './people.ts'

/** As many as one user may have. */
const perUser = 20
const atOnce = 200

interface Connection {
  socket: Socket
  received: string
  wake: () => void
}

const open: Connection[] = []

/** Resolves once `isThere` holds for what came on this connection, or it has ended. */
function until(connection: Connection, isThere: (received: string) => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    connection.wake = () => {
      if (!isThere(connection.received) && !connection.socket.closed) return
      connection.wake = () => undefined
      resolve(isThere(connection.received))
    }
    connection.wake()
  })
}

function dial(port: number): Connection {
  const socket = connect({ host: '127.0.0.1', port })
  const connection: Connection = { socket, received: '', wake: () => undefined }
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    connection.received += text
    connection.wake()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => connection.wake())
  return connection
}

function upgrade(browser: Client): string {
  const headers = {
    host: 'praktik',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'praktik.v1',
    ...browser.identity(),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET /api/realtime HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** A text frame of a client, masked with zeros (RFC 6455 §5.2). */
const frame = (text: string) => `${String.fromCharCode(0x81, 0x80 | text.length)}\0\0\0\0${text}`

/** A sign of life, as browsers give it by themselves: an unasked pong, masked with zeros. */
const pong = '\x8a\x80\0\0\0\0'
setInterval(() => {
  for (const { socket } of open) socket.write(pong, 'latin1')
}, seconds(15)).unref()

async function openOne(port: number, browser: Client): Promise<'live' | 'refused in words' | 'lost'> {
  const connection = dial(port)
  connection.socket.write(upgrade(browser))
  const isWhole = (said: string) =>
    said.includes('"op":"hello"') || (/^HTTP\/1\.1 503/.test(said) && said.endsWith('}'))
  await until(connection, isWhole)
  if (connection.received.startsWith('HTTP/1.1 101')) {
    connection.received = ''
    open.push(connection)
    return 'live'
  }
  connection.socket.destroy()
  const isInWords = /"code":"try_again"/.test(connection.received) && /Retry-After: \d+/.test(connection.received)
  return isInWords ? 'refused in words' : 'lost'
}

async function ping(connection: Connection): Promise<boolean> {
  connection.received = ''
  connection.socket.write(frame('{"op":"ping","id":7}'), 'latin1')
  return until(connection, (received) => /"op":"pong","id":7/.test(received))
}

/** Runs the jobs, a few at once, and counts what comes of them. */
async function count<T extends string>(jobs: (() => Promise<T>)[]): Promise<Record<T, number>> {
  const counts = {} as Record<T, number>
  const queue = jobs.values()
  const work = async () => {
    for (const job of queue) {
      const outcome = await job()
      counts[outcome] = (counts[outcome] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return counts
}

const browsers: Client[] = []

async function signIn(port: number): Promise<'signed in'> {
  const browser = Client.withCookies(`http://127.0.0.1:${port}`)
  expectAnswer(await browser.post('/api/auth/register', newAccount('PATIENT')), 201)
  browsers.push(browser)
  browser.close()
  return 'signed in'
}

let dialled = 0

/** Each has its turn for as many connections as a user may have. */
function nextBrowser(): Client {
  const browser = browsers[Math.floor(dialled++ / perUser)]
  if (!browser) throw new Error('too few people have signed in')
  return browser
}

async function obey(order: Order): Promise<Report> {
  switch (order.do) {
    case 'sign in':
      return count(Array.from({ length: Math.ceil(order.connections / perUser) }, () => () => signIn(order.port)))
    case 'open':
      return count(Array.from({ length: order.connections }, () => () => openOne(order.port, nextBrowser())))
    case 'ping':
      return count(open.map((one) => async () => ((await ping(one)) ? 'answered' : 'silent')))
    case 'close':
      for (const { socket } of open.splice(0, order.connections)) socket.destroy()
      return {}
  }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (report) => process.send?.(report),
    (error: Error) => process.send?.({ [error.message]: 1 }),
  )
})
