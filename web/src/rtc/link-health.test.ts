import { describe, expect, it } from 'vitest'
import { type Inspection, LinkHealth, LOOK_MS } from './link-health'
import type { CallSession } from './session'
import { type FakeConnection, fakeFingerprint, type Side } from './testing/call'
import { clinic } from './testing/clinic'
import { ManualTimers, settle } from './testing/media'

const described = (certificate: string) => `a=fingerprint:sha-256 ${fakeFingerprint(certificate)}\r\n`

/** A connection whose counters and certificates a test sets. */
function monitored() {
  const timers = new ManualTimers()
  const link = {
    connection: {},
    lost: 0,
    localSdp: described('1'),
    remoteSdp: described('2'),
    isThere: true,
    looks: 0,
    codes: [] as ((code: readonly string[]) => void)[],
  }
  const inspect = async (): Promise<Inspection | undefined> => {
    link.looks++
    const counters = { packetsReceived: timers.now / 10, packetsLost: link.lost, bytesReceived: timers.now * 50 }
    const report = [{ id: 'I', type: 'inbound-rtp', timestamp: timers.now, ...counters }]
    return link.isThere ? { ...link, report } : undefined
  }
  const codeOf = () => new Promise<readonly string[]>((resolve) => link.codes.push(resolve))
  const health = new LinkHealth({ inspect, codeOf, setTimer: timers.setTimer })
  /** Lets seconds pass, in each of which `lost` of 100 packets get lost. */
  const pass = async (seconds: number, lost = 0) => {
    for (let second = 0; second < seconds; second++) {
      link.lost += lost
      timers.advance(LOOK_MS)
      await settle()
    }
  }
  const start = async () => {
    health.start()
    await settle()
  }
  return { health, link, timers, pass, start }
}

describe('the health of a connection', () => {
  it('is looked at once a second, however often it is started', async () => {
    const { health, link, pass, start } = monitored()
    await start()
    health.start()
    await pass(5)
    expect(link.looks).toBe(6)
  })

  it('is measured from the second look on', async () => {
    const { health, pass, start } = monitored()
    await start()
    expect(health.state.measured).toBeUndefined()
    await pass(1)
    expect(health.state).toMatchObject({ verdict: { level: 'good' }, measured: { kbpsIn: 400, lossInPercent: 0 } })
  })

  it('follows what happens', async () => {
    const { health, pass, start } = monitored()
    await start()
    await pass(2, 25)
    expect(health.state.verdict).toEqual({ level: 'poor', cause: 'loss' })
    await pass(6)
    expect(health.state.verdict).toEqual({ level: 'good' })
  })

  it('does not compare one connection with another', async () => {
    const { health, link, pass, start } = monitored()
    await start()
    await pass(1)
    const { measured } = health.state
    link.connection = {}
    link.lost = 0
    await pass(1)
    expect(health.state.measured).toBe(measured)
    await pass(1)
    expect(health.state.measured).not.toBe(measured)
  })

  it('is looked at again when there was nothing to look at', async () => {
    const { health, link, pass, start } = monitored()
    link.isThere = false
    await start()
    await pass(1)
    expect(health.state).toEqual({})
    link.isThere = true
    await pass(2)
    expect(health.state.verdict).toEqual({ level: 'good' })
  })

  it('is forgotten when media stops, and nothing runs on', async () => {
    const { health, link, timers, pass, start } = monitored()
    await start()
    await pass(2, 50)
    link.codes[0]?.(['11111'])
    health.stop()
    await settle()
    expect(health.state).toEqual({})
    expect(timers.pending).toBe(0)
  })

  it('stopped during a look begins no further one', async () => {
    const { health, timers } = monitored()
    health.start()
    health.stop()
    await settle()
    expect(timers.pending).toBe(0)
  })
})

describe('the security code of a connection', () => {
  it('is worked out once for two certificates', async () => {
    const { health, link, pass, start } = monitored()
    await start()
    link.codes[0]?.(['11111'])
    await pass(3)
    expect(health.state.securityCode).toEqual(['11111'])
    expect(link.codes).toHaveLength(1)
  })

  it('is shown again when the same connection is back', async () => {
    const { health, link, start } = monitored()
    await start()
    link.codes[0]?.(['11111'])
    await settle()
    health.stop()
    await start()
    link.codes[1]?.(['11111'])
    await settle()
    expect(health.state.securityCode).toEqual(['11111'])
  })

  it('goes at once when a certificate changes', async () => {
    const { health, link, pass, start } = monitored()
    await start()
    link.codes[0]?.(['11111'])
    await settle()
    link.remoteSdp = described('3')
    await pass(1)
    expect(health.state).not.toHaveProperty('securityCode')
  })

  it('of an earlier certificate is not shown when it comes late', async () => {
    const { health, link, pass, start } = monitored()
    await start()
    link.remoteSdp = described('3')
    await pass(1)
    link.codes[0]?.(['11111'])
    await settle()
    expect(health.state.securityCode).toBeUndefined()
    link.codes[1]?.(['22222'])
    await settle()
    expect(health.state.securityCode).toEqual(['22222'])
  })

  it('is absent while a description speaks for no certificate', async () => {
    const { health, link, pass, start } = monitored()
    await start()
    link.codes[0]?.(['11111'])
    link.remoteSdp = ''
    await pass(1)
    expect(health.state).not.toHaveProperty('securityCode')
  })
})

/** The code is stretched on purpose, off this thread: there is no event for its end but the change of state. */
function codeOf({ session }: { session: CallSession }): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const look = () => {
      if (session.health.state.securityCode === undefined) return
      end()
      resolve(session.health.state.securityCode)
    }
    const end = session.health.subscribe(look)
    look()
  })
}

describe('between two pages', () => {
  it('both show the same code, and another one after a reload', async () => {
    const { join } = clinic()
    const doctor = await join('doctor')
    const patient = await join('patient')
    const code = await codeOf(doctor)
    expect(code).toHaveLength(4)
    expect(await codeOf(patient)).toEqual(code)
    patient.page.lose()
    patient.session.end()
    await settle()
    const reloaded = await join('patient')
    const renewed = await codeOf(reloaded)
    expect(renewed).not.toEqual(code)
    expect(await codeOf(doctor)).toEqual(renewed)
  })

  it('the codes differ when the server puts certificates of its own into what they say', async () => {
    const { server, join } = clinic()
    const inTheMiddle: Record<Side, string> = { doctor: '91', patient: '92' }
    server.alter = (from, data) => {
      const { description } = data as { description?: { sdp: string } }
      if (description === undefined) return data
      const sdp = description.sdp.replace(/(a=fingerprint:sha-256 )\S+/, `$1${fakeFingerprint(inTheMiddle[from])}`)
      return { description: { ...description, sdp } }
    }
    const doctor = await join('doctor')
    const patient = await join('patient')
    expect(await codeOf(doctor)).not.toEqual(await codeOf(patient))
  })

  it('nothing is known of the connection while it is interrupted', async () => {
    const { network, join } = clinic()
    const doctor = await join('doctor')
    await join('patient')
    await codeOf(doctor)
    const [connection] = network.connections as [FakeConnection]
    connection.become('disconnected')
    await settle()
    expect(doctor.session.health.state).toEqual({})
  })
})
