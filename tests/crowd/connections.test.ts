import { expect, test } from 'vitest'
import { CrowdMember, type Order, sum } from '../support/crowd.ts'
import { measured } from '../support/measured.ts'
import { Server } from '../support/server.ts'

/** As many as a server takes unless told, and what two processes ask for beyond it. */
const limit = 16_000
const more = 200

test('more connections than 16,000 from two processes are refused in words, and those open live', async () => {
  const server = await Server.start()
  const crowd = [CrowdMember.start(), CrowdMember.start()]
  const all = async (order: Order) => sum(await Promise.all(crowd.map((member) => member.told(order))))
  try {
    const { port } = server
    const connections = (limit + more) / crowd.length
    await all({ do: 'sign in', port, connections })
    const signedIn = Date.now()
    expect(await all({ do: 'open', port, connections })).toEqual({ live: limit, 'refused in words': more })
    const opened = Date.now()
    expect(await all({ do: 'ping' })).toEqual({ answered: limit })
    measured(`${limit} sockets open after ${opened - signedIn} ms; all answered within ${Date.now() - opened} ms`)

    // Whoever goes makes room for somebody else.
    await all({ do: 'close', connections: more / 2 })
    expect(await all({ do: 'ping' })).toEqual({ answered: limit - more })
    await all({ do: 'sign in', port, connections: more / 4 })
    expect(await all({ do: 'open', port, connections: more / 4 })).toEqual({ live: more / 2 })
    expect(await all({ do: 'ping' })).toEqual({ answered: limit - more / 2 })
  } finally {
    for (const member of crowd) member.end()
    await server.dispose()
  }
})
