import { describe, expect, it } from 'vitest'
import { DIRECT_MS, findDirect, RELAY_MS, tryRelay } from './path-probe'
import { ManualTimers, settle } from './testing/media'

type Candidate = { candidate: string; type: string } | null

/** As much of an RTCPeerConnection as a probe uses; what it finds is told by the test. */
class FakeProbe {
  onicecandidate: ((event: { candidate: Candidate }) => void) | null = null
  onicecandidateerror: ((event: { errorCode: number }) => void) | null = null
  closed = false
  channel: { onopen?: () => void; onmessage?: (event: { data: string }) => void; send(text: string): void } | undefined
  constructor(
    readonly configuration: RTCConfiguration,
    readonly all: FakeProbe[],
  ) {}

  createDataChannel() {
    const other = () => this.all.find((probe) => probe !== this)
    this.channel = { send: (data) => other()?.channel?.onmessage?.({ data }) }
    return this.channel
  }
  async createOffer() {
    return { type: 'offer', sdp: '' }
  }
  async createAnswer() {
    return { type: 'answer', sdp: '' }
  }
  async setLocalDescription() {}
  async setRemoteDescription() {}
  async addIceCandidate() {}
  close() {
    this.closed = true
  }
  finds(type: string) {
    this.onicecandidate?.({ candidate: { candidate: `candidate:${type}`, type } })
  }
  isDone() {
    this.onicecandidate?.({ candidate: null })
  }
}

function arrange() {
  const timers = new ManualTimers()
  const probes: FakeProbe[] = []
  const deps = {
    makeConnection: (configuration: RTCConfiguration) => {
      const probe = new FakeProbe(configuration, probes)
      probes.push(probe)
      return probe as unknown as RTCPeerConnection
    },
    setTimer: timers.setTimer,
    now: () => timers.now,
  }
  return { timers, probes, deps }
}

const turn = { urls: ['turn:t.example'], username: 'u', credential: 'c' }

describe('a direct path', () => {
  it.each([
    ['wide', ['host', 'srflx']],
    ['local', ['host']],
    ['none', []],
  ])('is %s by what was gathered', async (expected, types) => {
    const { probes, deps, timers } = arrange()
    const finding = findDirect(deps, [{ urls: ['stun:s.example'] }, turn])
    await settle()
    for (const type of types) probes[0]?.finds(type)
    probes[0]?.isDone()
    expect(await finding).toBe(expected)
    expect(probes[0]?.configuration.iceServers).toEqual([{ urls: ['stun:s.example'] }])
    expect([probes[0]?.closed, timers.pending]).toEqual([true, 0])
  })

  it('is what is known when the time is up', async () => {
    const { probes, deps, timers } = arrange()
    const finding = findDirect(deps, [])
    await settle()
    probes[0]?.finds('host')
    timers.advance(DIRECT_MS)
    expect(await finding).toBe('local')
  })
})

describe('a relay', () => {
  it('works when a message goes through it and comes back', async () => {
    const { probes, deps, timers } = arrange()
    const outcome = tryRelay(deps, turn)
    await settle()
    probes[0]?.finds('relay')
    probes[0]?.channel?.onopen?.()
    expect(await outcome).toEqual({ finding: 'through', ms: 0 })
    expect(probes.map(({ configuration }) => configuration)).toEqual([
      { iceServers: [turn], iceTransportPolicy: 'relay' },
      { iceServers: [turn], iceTransportPolicy: 'relay' },
    ])
    expect(probes.every(({ closed }) => closed)).toBe(true)
    expect(timers.pending).toBe(0)
  })

  it.each([
    ['unreachable', 'nobody answered', 701],
    ['refused', 'it does not take the credentials', 401],
    ['refused', 'it has no more room', 486],
  ])('is %s when %s', async (finding, _, errorCode) => {
    const { probes, deps } = arrange()
    const outcome = tryRelay(deps, turn)
    await settle()
    probes[0]?.onicecandidateerror?.({ errorCode })
    probes[0]?.isDone()
    expect(await outcome).toEqual({ finding })
  })

  it('is unreachable when nothing happens, and silent when it answered and carries nothing', async () => {
    for (const finding of ['unreachable', 'silent']) {
      const { probes, deps, timers } = arrange()
      const outcome = tryRelay(deps, turn)
      await settle()
      if (finding === 'silent') probes[1]?.finds('relay')
      timers.advance(RELAY_MS)
      expect(await outcome).toEqual({ finding })
      expect(probes.every(({ closed }) => closed)).toBe(true)
    }
  })
})
