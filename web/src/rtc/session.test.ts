import { describe, expect, it } from 'vitest'
import { RESTART_AFTER_SILENCE_MS, RESTART_MS, WATCHDOG_MS } from './negotiation'
import { PULSE_MS, SILENCE_MS } from './pulse'
import { type CallSession, readSignal } from './session'
import type { FakeConnection, FakePage, FakeServer, Side } from './testing/call'
import { clinic } from './testing/clinic'
import { settle } from './testing/media'

const phases = (...pages: { session: CallSession }[]) => pages.map(({ session }) => session.state.phase)
const offersOf = (server: FakeServer, side: Side) =>
  server.relayed.filter(({ from, kind }) => from === side && kind === 'offer').length
/** The tab is gone without a word; what it held is closed by the browser. */
const close = ({ page, session }: { page: FakePage; session: CallSession }) => {
  page.lose()
  session.end()
}

/** What is said from now on of whether this connection sends a picture. */
function activityOf({ transceivers }: FakeConnection): (boolean | undefined)[] {
  const said: (boolean | undefined)[] = []
  const sender = transceivers.find(({ receiver }) => receiver.track.kind === 'video')?.sender
  if (sender === undefined) throw new Error('there is no picture')
  const { setParameters } = sender
  sender.setParameters = (parameters) => {
    said.push(parameters.encodings[0]?.active)
    return setParameters(parameters)
  }
  return said
}

describe('a call between two pages', () => {
  it.each([
    ['the doctor joins first', ['doctor', 'patient']],
    ['the patient joins first', ['patient', 'doctor']],
  ] as const)('connects when %s, and only the doctor offers', async (_, [first, second]) => {
    const { server, network, join } = clinic()
    const a = await join(first)
    expect(phases(a)).toEqual(['connecting'])
    const b = await join(second)
    expect(phases(a, b)).toEqual(['connected', 'connected'])
    expect(offersOf(server, 'doctor')).toBe(1)
    expect(offersOf(server, 'patient')).toBe(0)
    expect(network.connections.map((connection) => connection.sends())).toEqual([
      ['audio', 'video'],
      ['audio', 'video'],
    ])
    expect(network.connections.map(({ candidates }) => candidates.length)).toEqual([1, 1])
    expect(a.session.state.remote?.getTracks().map(({ kind }) => kind)).toEqual(['audio', 'video'])
  })

  it('sends nothing before Join', async () => {
    const { server, network, open } = clinic()
    const doctor = await open('doctor')
    expect(phases(doctor)).toEqual(['preview'])
    expect(doctor.session.media.state.stream?.getTracks()).toHaveLength(2)
    expect(network.connections).toEqual([])
    expect(server.relayed).toEqual([])
  })

  it('meets anew after the patient reloads, within one round trip', async () => {
    const { network, join } = clinic()
    const doctor = await join('doctor')
    const patient = await join('patient')
    close(patient)
    await settle()
    expect(doctor.session.state).toMatchObject({ phase: 'connected', peerPresent: false })
    const reloaded = await join('patient')
    expect(phases(doctor, reloaded)).toEqual(['connected', 'connected'])
    expect(network.open()).toHaveLength(2)
    expect(network.open().every(({ connectionState }) => connectionState === 'connected')).toBe(true)
  })

  it('meets anew after the doctor reloads', async () => {
    const { network, join } = clinic()
    const doctor = await join('doctor')
    const patient = await join('patient')
    close(doctor)
    await settle()
    const reloaded = await join('doctor')
    expect(phases(reloaded, patient)).toEqual(['connected', 'connected'])
    expect(network.open()).toHaveLength(2)
  })

  it.each(['doctor', 'patient'] as const)('keeps its media while the %s has no socket', async (side) => {
    const { network, join } = clinic()
    const doctor = await join('doctor')
    const patient = await join('patient')
    const { page } = side === 'doctor' ? doctor : patient
    page.lose()
    await settle()
    expect(phases(doctor, patient)).toEqual(['connected', 'connected'])
    page.return()
    await settle()
    expect(phases(doctor, patient)).toEqual(['connected', 'connected'])
    expect(doctor.session.state.peerPresent && patient.session.state.peerPresent).toBe(true)
    expect(network.connections).toHaveLength(2)
  })

  it('restarts a link that was interrupted, once it is sure', async () => {
    const { server, network, timers, join } = clinic()
    const doctor = await join('doctor')
    await join('patient')
    network.connections[0]?.become('disconnected')
    await settle()
    expect(phases(doctor)).toEqual(['reconnecting'])
    timers.advance(RESTART_MS.impolite - 1)
    await settle()
    expect(offersOf(server, 'doctor')).toBe(1)
    timers.advance(1)
    await settle()
    expect(offersOf(server, 'doctor')).toBe(2)
    expect(phases(doctor)).toEqual(['connected'])
  })

  it('is reconnecting since the silence began, not since it was noticed, and restarts before ICE knows', async () => {
    const { server, network, timers, join } = clinic()
    const doctor = await join('doctor')
    await join('patient')
    const [connection] = network.connections
    if (connection === undefined) throw new Error('there is no connection')
    connection.heardAt = 1
    timers.advance(PULSE_MS)
    const heardAt = timers.now
    timers.advance(SILENCE_MS)
    await settle()
    expect(doctor.session.state).toMatchObject({ phase: 'reconnecting', since: heardAt })
    expect(doctor.page.doubts, 'the socket is looked at when nothing comes any more').toBe(1)
    expect(offersOf(server, 'doctor')).toBe(1)
    timers.advance(RESTART_AFTER_SILENCE_MS)
    await settle()
    expect(offersOf(server, 'doctor')).toBe(2)
    const pictures = activityOf(connection)
    connection.heardAt = 2
    timers.advance(PULSE_MS)
    await settle()
    expect(phases(doctor)).toEqual(['connected'])
    expect(pictures, 'the next picture is a whole one').toEqual([false, true])
    expect(doctor.page.doubts, 'and when something does').toBe(2)
  })

  it('restarts at once when the network is back', async () => {
    const { server, network, join } = clinic()
    await join('doctor')
    const patient = await join('patient')
    network.connections[1]?.become('disconnected')
    await settle()
    patient.goOnline()
    await settle()
    expect(offersOf(server, 'patient')).toBe(1)
    expect(phases(patient)).toEqual(['connected'])
  })

  it('is replaced by the watchdog when it does not come up', async () => {
    const { network, timers, join } = clinic()
    network.blocked = true
    const doctor = await join('doctor')
    const patient = await join('patient')
    expect(phases(doctor, patient)).toEqual(['connecting', 'connecting'])
    network.blocked = false
    timers.advance(WATCHDOG_MS)
    await settle()
    expect(phases(doctor, patient)).toEqual(['connected', 'connected'])
    expect(network.connections).toHaveLength(4)
    expect(network.open()).toHaveLength(2)
  })

  it('gives every offer its own time, also when the one before did not come up', async () => {
    const { network, timers, join } = clinic()
    network.blocked = true
    await join('doctor')
    await join('patient')
    timers.advance(WATCHDOG_MS - 1000)
    await join('patient')
    const made = network.connections.length
    timers.advance(WATCHDOG_MS - 1)
    await settle()
    expect(network.connections).toHaveLength(made)
    timers.advance(1)
    await settle()
    expect(network.connections).toHaveLength(made + 2)
  })

  it('survives signals that were lost', async () => {
    const { server, timers, join } = clinic()
    server.deaf = true
    const doctor = await join('doctor')
    const patient = await join('patient')
    server.deaf = false
    timers.advance(WATCHDOG_MS)
    await settle()
    expect(phases(doctor, patient)).toEqual(['connected', 'connected'])
  })

  it('says when a camera or microphone is off, also to a page that comes later', async () => {
    const { join } = clinic()
    const doctor = await join('doctor')
    doctor.session.media.setMicrophone(false)
    const patient = await join('patient')
    expect(patient.session.state.remoteSending).toEqual({ camera: true, microphone: false })
    patient.session.media.setCamera(false)
    expect(doctor.session.state.remoteSending).toEqual({ camera: false, microphone: true })
    close(patient)
    const reloaded = await join('patient')
    expect(reloaded.session.state.remoteSending).toEqual({ camera: true, microphone: false })
    expect(doctor.session.state.remoteSending).toEqual({ camera: true, microphone: true })
  })

  it('sends another camera without a new negotiation', async () => {
    const { server, network, join } = clinic()
    await join('doctor')
    const patient = await join('patient')
    await patient.session.media.choose('camera', 'c2')
    await settle()
    const sent = network.connections[1]?.transceivers[1]?.sender.track
    expect(sent?.stopped).toBe(false)
    expect(offersOf(server, 'patient')).toBe(0)
  })
})

describe('the text beside a call', () => {
  const textsOf = ({ session }: { session: CallSession }) =>
    session.chat.state.messages.map(({ text, delivered }) => (delivered ? text : `${text}?`))

  it('loses nothing while a connection is replaced', async () => {
    const { network, timers, join } = clinic()
    const doctor = await join('doctor')
    const patient = await join('patient')
    doctor.session.chat.say('before')
    for (const connection of network.open()) for (const channel of connection.channels.values()) channel.close()
    doctor.session.chat.say('meanwhile')
    patient.session.chat.say('hello?')
    expect(textsOf(doctor)).toEqual(['before', 'meanwhile?'])
    network.connections[0]?.become('failed')
    await settle()
    timers.advance(WATCHDOG_MS)
    await settle()
    expect(textsOf(patient)).toEqual(['before', 'hello?', 'meanwhile'])
    expect(textsOf(doctor)).toEqual(['before', 'meanwhile', 'hello?'])
  })

  it('is gone after the call', async () => {
    const { join } = clinic()
    const doctor = await join('doctor')
    const patient = await join('patient')
    doctor.session.chat.say('secret')
    expect(textsOf(patient)).toEqual(['secret'])
    doctor.session.end()
    patient.page.hear('detached', { call: 'call-1', reason: 'call_over' })
    expect([textsOf(doctor), textsOf(patient)]).toEqual([[], []])
  })
})

describe('a shared screen', () => {
  const pictureSentBy = (connection: FakeConnection | undefined) =>
    connection?.transceivers.find(({ receiver }) => receiver.track.kind === 'video')?.sender.track

  it('takes the place of the camera, also for a page that comes later, and gives it back', async () => {
    const { network, join } = clinic()
    const doctor = await join('doctor')
    const patient = await join('patient')
    const camera = pictureSentBy(network.connections[0])
    await doctor.session.screen.start()
    await settle()
    expect(doctor.session.state.sharesScreen).toBe(true)
    const screen = pictureSentBy(network.connections[0])
    expect(screen?.contentHint).toBe('detail')
    expect(patient.session.state.remoteSending).toEqual({ camera: true, microphone: true, screen: true })
    close(patient)
    const reloaded = await join('patient')
    expect(reloaded.session.state.remoteSending).toMatchObject({ screen: true })
    expect(pictureSentBy(network.open().find(({ side }) => side === 'doctor'))).toBe(screen)
    doctor.session.screen.stop()
    await settle()
    expect(pictureSentBy(network.open().find(({ side }) => side === 'doctor'))).toBe(camera)
    expect(reloaded.session.state.remoteSending).toEqual({ camera: true, microphone: true })
    expect([screen?.stopped, camera?.stopped]).toEqual([true, false])
  })

  it.each(['call_over', 'taken_over'] as const)('ends when the page is told %s', async (reason) => {
    const { tracks, join } = clinic()
    const doctor = await join('doctor')
    await doctor.session.screen.start()
    doctor.page.hear('detached', { call: 'call-1', reason })
    expect(doctor.session.state.sharesScreen).toBe(false)
    expect(tracks.filter(({ stopped }) => !stopped)).toEqual([])
  })
})

describe('the end of a call on a page', () => {
  it('stops every track and leaves nothing that runs', async () => {
    const { network, timers, tracks, join } = clinic()
    const doctor = await join('doctor')
    const patient = await join('patient')
    doctor.session.end()
    patient.page.hear('detached', { call: 'call-1', reason: 'call_over' })
    await settle()
    expect(phases(doctor, patient)).toEqual(['ended', 'ended'])
    expect(tracks.filter(({ stopped }) => !stopped)).toEqual([])
    expect(network.open()).toEqual([])
    expect(timers.pending).toBe(0)
    expect(doctor.session.state.remote).toBeUndefined()
  })

  it('lets the screen go off, as does another device that takes over', async () => {
    const { screens, open, join } = clinic()
    await open('patient')
    expect(screens.held).toBe(0)
    const phone = await join('patient')
    expect(screens.held).toBe(1)
    const laptop = await join('patient')
    expect(screens.held).toBe(1)
    laptop.session.end()
    phone.session.end()
    expect(screens.held).toBe(0)
  })

  it('is final, whatever still arrives', async () => {
    const { network, tracks, join } = clinic()
    const doctor = await join('doctor')
    await join('patient')
    doctor.session.end()
    doctor.page.hear('peer', { call: 'call-1', present: true, page: 'page-9' })
    doctor.page.hear('detached', { call: 'call-1', reason: 'taken_over' })
    doctor.session.join()
    await settle()
    expect(phases(doctor)).toEqual(['ended'])
    expect(network.open().filter(({ side }) => side === 'doctor')).toEqual([])
    expect(tracks.filter(({ stopped }) => !stopped)).toHaveLength(2)
  })

  it('comes when the server refuses to attach', async () => {
    const { open } = clinic()
    const patient = await open('patient')
    patient.page.status = 'connecting'
    patient.session.join()
    patient.page.hear('error', { code: 'not_active', re: 'watch' })
    expect(phases(patient)).toEqual(['joining'])
    patient.page.hear('error', { code: 'not_active', re: 'attach' })
    expect(phases(patient)).toEqual(['ended'])
  })

  it('during an offer that is being made leaves no connection behind', async () => {
    const { network, open, join } = clinic()
    await join('patient')
    const doctor = await open('doctor')
    doctor.session.join()
    doctor.session.end()
    await settle()
    expect(network.open().filter(({ side }) => side === 'doctor')).toEqual([])
  })
})

describe('a call on two devices of one person', () => {
  it('goes to the newest page, and the older one lets go of its devices', async () => {
    const { join, tracks } = clinic()
    const doctor = await join('doctor')
    const phone = await join('patient')
    const held = [...tracks.slice(2)]
    const laptop = await join('patient')
    expect(phases(doctor, phone, laptop)).toEqual(['connected', 'taken_over', 'connected'])
    expect(held.every(({ stopped }) => stopped)).toBe(true)
  })

  it('comes back with one tap', async () => {
    const { join } = clinic()
    const doctor = await join('doctor')
    const phone = await join('patient')
    const laptop = await join('patient')
    await phone.session.takeBack()
    await settle()
    expect(phases(doctor, phone, laptop)).toEqual(['connected', 'connected', 'taken_over'])
    expect(phone.session.media.state.stream?.getTracks()).toHaveLength(2)
  })

  it('does not come back by itself when the older page reconnects', async () => {
    const { join } = clinic()
    await join('doctor')
    const phone = await join('patient')
    const laptop = await join('patient')
    phone.page.lose()
    phone.page.return()
    await settle()
    expect(phases(phone, laptop)).toEqual(['taken_over', 'connected'])
  })
})

describe('what another page says', () => {
  it.each([
    ['an offer', { description: { type: 'offer', sdp: 'v=0' } }],
    ['an answer that names its offer', { description: { type: 'answer', sdp: 'v=0', answers: '1/1' } }],
    ['a candidate', { candidate: { candidate: 'c', sdpMid: '0' } }],
  ])('is understood when it is %s', (_, data) => {
    expect(readSignal(data)).toEqual(data)
  })

  it.each([
    ['a rollback', { description: { type: 'rollback', sdp: '' } }],
    ['a description without text', { description: { type: 'offer' } }],
    ['a candidate that is none', { candidate: { candidate: 7 } }],
    ['nothing', {}],
  ])('is ignored when it is %s', (_, data) => {
    expect(readSignal(data)).toBeUndefined()
  })
})
