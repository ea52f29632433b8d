import { describe, expect, it } from 'vitest'
import { CLIMB_MS } from './ladder'
import { LOOK_MS } from './link-health'
import { RESTART_MS } from './negotiation'
import { clinic } from './testing/clinic'
import { settle } from './testing/media'

/** A call between two pages whose links get as bad as the test says. */
async function call() {
  const { network, timers, join } = clinic()
  const doctor = await join('doctor')
  const patient = await join('patient')

  /** Time goes by while that share of what the patient sends is lost. */
  async function pass(seconds: number, lost: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      const timestamp = timers.now + LOOK_MS
      for (const connection of network.open()) {
        const share = connection.side === 'patient' ? lost : 0
        connection.stats = [{ id: 'R', type: 'remote-inbound-rtp', timestamp, fractionLost: share }]
      }
      timers.advance(LOOK_MS)
      await settle()
    }
  }

  const sentBy = (side: 'doctor' | 'patient') => {
    const connection = network.open().findLast((open) => open.side === side)
    return connection?.transceivers.find(({ receiver }) => receiver.track.kind === 'video')?.sender.encodings[0]
  }
  return { network, timers, join, doctor, patient, pass, sentBy }
}

describe('on a link that carries the voice alone', () => {
  it('the picture of the side that sends into it is paused, and both sides know', async () => {
    const { doctor, patient, pass, sentBy } = await call()
    await pass(5, 0.5)
    expect(sentBy('patient')).toMatchObject({ active: false })
    expect(patient.session.state.isPicturePaused).toBe(true)
    expect(doctor.session.state.remoteSending).toEqual({ camera: true, microphone: true, paused: true })
    expect(sentBy('doctor')?.active).not.toBe(false)
    expect(doctor.session.state.isPicturePaused).toBeUndefined()
  })

  it('nothing is said of a picture that is off anyway', async () => {
    const { doctor, patient, pass } = await call()
    patient.session.media.setCamera(false)
    await pass(5, 0.5)
    expect(patient.session.state.isPicturePaused).toBeUndefined()
    expect(doctor.session.state.remoteSending).toEqual({ camera: false, microphone: true })
    patient.session.media.setCamera(true)
    expect(patient.session.state.isPicturePaused).toBe(true)
    expect(doctor.session.state.remoteSending).toMatchObject({ camera: true, paused: true })
  })

  it('a screen gets slower and keeps its size', async () => {
    const { patient, pass, sentBy } = await call()
    await pass(3, 0.1)
    expect(sentBy('patient')?.scaleResolutionDownBy).toBeGreaterThan(1)
    await patient.session.screen.start()
    await settle()
    expect(sentBy('patient')).toMatchObject({ active: true, scaleResolutionDownBy: 1 })
    expect(sentBy('patient')?.maxFramerate).toBeLessThan(15)
  })

  it('a link that is gone is none of them: what was done in its silence is taken back', async () => {
    const { network, timers, patient, pass, sentBy } = await call()
    const own = network.open().find(({ side }) => side === 'patient')
    if (own === undefined) throw new Error('the patient has no connection')
    for (let second = 0; second < 4; second++) {
      own.heardAt = timers.now
      await pass(1, 0)
    }
    own.heardAt = timers.now
    await pass(2, 0.5)
    expect(sentBy('patient')).toMatchObject({ active: false })
    await pass(1, 0.5)
    expect(patient.session.state.phase).toBe('reconnecting')
    expect(sentBy('patient')).toMatchObject({ active: true })
    expect(patient.session.state.isPicturePaused).toBeUndefined()
  })

  it('the picture comes back when the link is good again', async () => {
    const { doctor, patient, pass, sentBy } = await call()
    await pass(5, 0.5)
    await pass(CLIMB_MS.first / 1000 + 1, 0)
    expect(sentBy('patient')).toMatchObject({ active: true, scaleResolutionDownBy: 4 })
    expect(patient.session.state.isPicturePaused).toBeUndefined()
    expect(doctor.session.state.remoteSending).toEqual({ camera: true, microphone: true })
  })

  it('it stays paused over an interruption, and a new connection is sent no more than fits', async () => {
    const { network, timers, join, doctor, patient, pass, sentBy } = await call()
    await pass(5, 0.5)
    for (const connection of network.open()) connection.become('disconnected')
    await settle()
    expect(doctor.session.state.phase).toBe('reconnecting')
    timers.advance(RESTART_MS.impolite)
    await settle()
    expect(doctor.session.state.phase).toBe('connected')
    expect(sentBy('patient')).toMatchObject({ active: false })
    doctor.session.end()
    await join('doctor')
    await pass(1, 0)
    expect(patient.session.state.isPicturePaused).toBe(true)
    expect(sentBy('patient')).toMatchObject({ active: false })
    await pass(CLIMB_MS.first / 1000 + 1, 0)
    expect(sentBy('patient')).toMatchObject({ active: true, scaleResolutionDownBy: 4 })
  })

  it('a call that ended says nothing of it any more', async () => {
    const { patient, pass } = await call()
    await pass(5, 0.5)
    patient.session.end()
    expect(patient.session.state.isPicturePaused).toBeUndefined()
  })
})

describe('a picture that stands still', () => {
  it('is told while the connection lives, and forgotten with an interruption', async () => {
    const { network, timers, join } = clinic()
    const doctor = await join('doctor')
    await join('patient')
    let frames = 0
    const pass = async (seconds: number, each: number) => {
      for (let second = 0; second < seconds; second++) {
        frames += each
        const entry = { id: 'I', type: 'inbound-rtp', timestamp: timers.now + LOOK_MS, framesDecoded: frames }
        for (const connection of network.open()) connection.stats = [entry]
        timers.advance(LOOK_MS)
        await settle()
      }
    }
    await pass(3, 20)
    expect(doctor.session.state.isRemoteStill).toBeUndefined()
    await pass(3, 0)
    expect(doctor.session.state.isRemoteStill).toBe(true)
    await pass(1, 1)
    expect(doctor.session.state.isRemoteStill).toBeUndefined()
    await pass(3, 0)
    network.connections[0]?.become('disconnected')
    await settle()
    expect(doctor.session.state).toMatchObject({ phase: 'reconnecting' })
    expect(doctor.session.state.isRemoteStill).toBeUndefined()
  })
})
