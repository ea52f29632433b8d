import { describe, expect, it } from 'vitest'
import { ICE_SERVERS_PATIENCE_MS, makeIceServers } from './ice-servers'
import { ManualTimers } from './testing/media'

const relay = (name: string): RTCIceServer => ({ urls: `turn:${name}` })

describe('the ICE servers of a call', () => {
  it('are asked for anew each time', async () => {
    const answers = [[relay('one')], [relay('two')]]
    const list = makeIceServers({ fetch: async () => answers.shift(), setTimer: new ManualTimers().setTimer })
    expect(await list()).toEqual([relay('one')])
    expect(await list()).toEqual([relay('two')])
  })

  it('are those known before when the server refuses or fails', async () => {
    const answers = [async () => [relay('one')], async () => undefined, () => Promise.reject(new Error('offline'))]
    const timers = new ManualTimers()
    const list = makeIceServers({ fetch: () => answers.shift()?.() ?? Promise.resolve([]), setTimer: timers.setTimer })
    await list()
    expect(await list()).toEqual([relay('one')])
    expect(await list()).toEqual([relay('one')])
    expect(timers.pending).toBe(0)
  })

  it('are not waited for longer than a call can wait', async () => {
    const timers = new ManualTimers()
    const list = makeIceServers({ fetch: () => new Promise(() => {}), setTimer: timers.setTimer })
    const answer = list()
    timers.advance(ICE_SERVERS_PATIENCE_MS)
    expect(await answer).toEqual([])
  })
})
