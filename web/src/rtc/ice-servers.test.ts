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
    timers.advance(ICE_SERVERS_PATIENCE_MS.unknown - 1)
    expect(timers.pending).toBe(1)
    timers.advance(1)
    expect(await answer).toEqual([])
  })

  it('are waited for less long when there are some already, and the question that hangs is taken back', async () => {
    const timers = new ManualTimers()
    let asked: AbortSignal | undefined
    const hangs = (signal: AbortSignal) => {
      asked = signal
      return new Promise<undefined>(() => {})
    }
    const answers = [async () => [relay('one')], hangs]
    const list = makeIceServers({
      fetch: (signal) => answers.shift()?.(signal) ?? Promise.resolve(undefined),
      setTimer: timers.setTimer,
    })
    await list()
    const answer = list()
    expect(asked?.aborted).toBe(false)
    timers.advance(ICE_SERVERS_PATIENCE_MS.known)
    expect(await answer).toEqual([relay('one')])
    expect(asked?.aborted).toBe(true)
  })
})
