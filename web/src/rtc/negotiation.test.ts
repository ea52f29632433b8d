import { describe, expect, it } from 'vitest'
import {
  type Deed,
  type Description,
  type Happening,
  initialNegotiation,
  type Negotiation,
  RESTART_AFTER_SILENCE_MS,
  RESTART_MS,
  step,
  WATCHDOG_MS,
} from './negotiation'

const sdp = (session: string, version = '1', ufrag = `frag-${session}`) =>
  `v=0\r\no=- ${session} ${version} IN IP4 127.0.0.1\r\ns=-\r\na=ice-ufrag:${ufrag}\r\n`
const offerFrom = (session: string, version = '1'): Description => ({ type: 'offer', sdp: sdp(session, version) })
const answerFrom = (session: string, answers?: string): Description => ({
  type: 'answer',
  sdp: sdp(session),
  ...(answers !== undefined && { answers }),
})

/** Deeds as short words, so that a table can be read. */
function words(deeds: readonly Deed[]): string[] {
  return deeds.map((deed) => {
    switch (deed.do) {
      case 'build':
        return deed.withMedia ? 'build with media' : 'build'
      case 'offer':
        return `${deed.restart ? 'restart' : 'offer'} to ${deed.to}`
      case 'answer':
        return `answer to ${deed.to}`
      case 'arm':
        return `arm ${deed.timer} ${deed.ms}`
      case 'disarm':
        return `disarm ${deed.timer}`
      default:
        return deed.do
    }
  })
}

const reached = (state: Negotiation, ...happenings: Happening[]) =>
  happenings.reduce<{ state: Negotiation; deeds: readonly Deed[] }>((last, next) => step(last.state, next), {
    state,
    deeds: [],
  })

const link = (generation: number, state: RTCPeerConnectionState): Happening => ({ type: 'link', generation, state })
const silence: Happening = { type: 'pulse', generation: 1, beats: false }
const beats: Happening = { type: 'pulse', generation: 1, beats: true }
const offered = (session: string, version = '1'): Happening => ({ type: 'offered', origin: { session, version } })
const came = (page: string): Happening => ({ type: 'peer', present: true, page })
const went = (page: string): Happening => ({ type: 'peer', present: false, page })
const says = (description: Description): Happening => ({ type: 'description', description })

const doctorAlone = reached(initialNegotiation, { type: 'attached', polite: false }).state
const doctorOffering = reached(doctorAlone, came('p1'), offered('D1')).state
const doctorTalking = reached(doctorOffering, says(answerFrom('P1', 'D1/1')), link(1, 'connected')).state
const patientAlone = reached(initialNegotiation, { type: 'attached', polite: true }).state
const patientWithDoctor = reached(patientAlone, came('d1')).state
const patientTalking = reached(patientWithDoctor, says(offerFrom('D1')), link(1, 'connected')).state

const begins = (page: string) => [
  'disarm restart',
  'build with media',
  `offer to ${page}`,
  `arm watchdog ${WATCHDOG_MS}`,
]
const restarts = (page: string) => ['disarm restart', `restart to ${page}`, `arm watchdog ${WATCHDOG_MS}`]
const quiet = ['disarm watchdog', 'disarm restart']

describe('negotiation, step by step', () => {
  const table: readonly (readonly [string, Negotiation, Happening, string[]])[] = [
    // Who makes the first offer
    ['the doctor attached first waits', initialNegotiation, { type: 'attached', polite: false }, quiet],
    [
      'the doctor attached second offers',
      initialNegotiation,
      { type: 'attached', polite: false, peer: 'p1' },
      begins('p1'),
    ],
    ['the doctor offers when the patient comes', doctorAlone, came('p1'), begins('p1')],
    [
      'the patient attached second offers nothing',
      initialNegotiation,
      { type: 'attached', polite: true, peer: 'd1' },
      [],
    ],
    ['the patient offers nothing when the doctor comes', patientAlone, came('d1'), []],
    [
      'the patient answers on a new connection',
      patientWithDoctor,
      says(offerFrom('D1')),
      ['disarm restart', 'build', 'answer to d1'],
    ],

    // Who is there
    ['nothing is late while the patient is away', doctorOffering, went('p1'), quiet],
    ['a page that went earlier changes nothing', doctorOffering, went('p0'), []],
    ['a lost socket stops the timers and nothing else', doctorTalking, { type: 'unattached' }, quiet],
    ['a patient who comes while the first offer waits is offered anew', doctorOffering, came('p2'), begins('p2')],
    ['a patient who comes back is offered a restart', doctorTalking, came('p2'), restarts('p2')],
    [
      'the doctor attached again offers a restart',
      doctorTalking,
      { type: 'attached', polite: false, peer: 'p1' },
      restarts('p1'),
    ],
    [
      'a failed connection is not restarted for who comes back',
      reached(doctorTalking, went('p1'), link(1, 'failed')).state,
      came('p2'),
      begins('p2'),
    ],

    // Answers
    ['the answer is applied', doctorOffering, says(answerFrom('P1', 'D1/1')), ['applyAnswer']],
    [
      'an answer that names no offer is taken for the last one',
      doctorOffering,
      says(answerFrom('P1')),
      ['applyAnswer'],
    ],
    [
      'an answer to an older offer is stale',
      reached(doctorOffering, offered('D2')).state,
      says(answerFrom('P1', 'D1/1')),
      [],
    ],
    ['a second answer is stale', doctorTalking, says(answerFrom('P1', 'D1/1')), []],
    [
      'an answer from a fresh page makes both start anew',
      reached(doctorTalking, came('p2'), offered('D1', '2')).state,
      says(answerFrom('P2', 'D1/2')),
      begins('p2'),
    ],
    [
      'an answer to a restart leaves the watchdog no work',
      reached(doctorTalking, came('p2'), offered('D1', '2')).state,
      says(answerFrom('P1', 'D1/2')),
      ['applyAnswer', 'disarm watchdog'],
    ],
    [
      'an answer with nobody there is stale',
      reached(doctorOffering, { type: 'unattached' }).state,
      says(answerFrom('P1')),
      [],
    ],
    ['what is no session description is ignored', doctorOffering, says({ type: 'answer', sdp: 'garbage' }), []],

    // Offers later on
    [
      'the patient answers the same doctor on the same connection',
      patientTalking,
      says(offerFrom('D1', '2')),
      ['answer to d1'],
    ],
    [
      'the patient answers a reloaded doctor on a new one',
      patientTalking,
      says(offerFrom('D2')),
      ['disarm restart', 'build', 'answer to d1'],
    ],
    ['the doctor answers the patient', doctorTalking, says(offerFrom('P1', '2')), ['answer to p1']],
    [
      'on a collision the doctor ignores',
      reached(doctorTalking, offered('D1', '2')).state,
      says(offerFrom('P1', '2')),
      [],
    ],
    [
      'on a collision the patient yields, with a new connection',
      reached(patientTalking, offered('P1', '2')).state,
      says(offerFrom('D1', '2')),
      ['disarm restart', 'build', 'answer to d1'],
    ],
    [
      'an offer that was lost with the socket is not rolled back either',
      reached(
        patientTalking,
        offered('P1', '2'),
        { type: 'unattached' },
        { type: 'attached', polite: true, peer: 'd1' },
      ).state,
      says(offerFrom('D1', '2')),
      ['disarm restart', 'build', 'answer to d1'],
    ],
    ['the doctor meets an offer of an unknown page by its own', doctorTalking, says(offerFrom('P9')), begins('p1')],
    [
      'a patient who answers with a broken link asks later, should that not mend it',
      reached(patientTalking, link(1, 'disconnected')).state,
      says(offerFrom('D1', '2')),
      ['answer to d1', `arm restart ${RESTART_MS.polite}`],
    ],
    [
      'a change of tracks is offered',
      doctorTalking,
      { type: 'negotiationNeeded', generation: 1 },
      ['disarm restart', 'offer to p1', `arm watchdog ${WATCHDOG_MS}`],
    ],
    [
      'a change of tracks before the first answer is not',
      reached(doctorAlone, came('p1')).state,
      { type: 'negotiationNeeded', generation: 1 },
      [],
    ],
    [
      'a change of tracks of a replaced connection is not',
      doctorTalking,
      { type: 'negotiationNeeded', generation: 0 },
      [],
    ],

    // Candidates
    [
      'a candidate of the connection is added',
      doctorTalking,
      { type: 'candidate', candidate: { candidate: 'c', usernameFragment: 'frag-P1' } },
      ['addCandidate'],
    ],
    [
      'a candidate without a fragment is added',
      doctorTalking,
      { type: 'candidate', candidate: { candidate: 'c' } },
      ['addCandidate'],
    ],
    [
      'a candidate of another connection is not',
      doctorTalking,
      { type: 'candidate', candidate: { candidate: 'c', usernameFragment: 'frag-P0' } },
      [],
    ],
    [
      'a candidate before any description is not',
      doctorOffering,
      { type: 'candidate', candidate: { candidate: 'c' } },
      [],
    ],

    // The link and its timers
    [
      'a doctor who lost the link waits a little',
      doctorTalking,
      link(1, 'disconnected'),
      [`arm restart ${RESTART_MS.impolite}`],
    ],
    [
      'a patient who lost the link waits longer',
      patientTalking,
      link(1, 'disconnected'),
      [`arm restart ${RESTART_MS.polite}`],
    ],
    [
      'a link that came back needs nothing',
      reached(doctorTalking, link(1, 'disconnected')).state,
      link(1, 'connected'),
      ['disarm restart', 'disarm watchdog'],
    ],
    [
      'a link that is up while an offer waits keeps the watchdog',
      doctorOffering,
      link(1, 'connected'),
      ['disarm restart'],
    ],
    [
      'a doctor who hears nothing any more waits less, for the silence has lasted',
      doctorTalking,
      silence,
      [`arm restart ${RESTART_AFTER_SILENCE_MS}`],
    ],
    ['a patient who hears nothing any more leaves it to the doctor', patientTalking, silence, []],
    [
      'a patient restarts after all when ICE says the same and the doctor does nothing',
      reached(patientTalking, silence).state,
      link(1, 'disconnected'),
      [`arm restart ${RESTART_MS.polite}`],
    ],
    [
      'a link lost after the silence does not begin to wait anew',
      reached(doctorTalking, silence).state,
      link(1, 'disconnected'),
      [],
    ],
    ['silence before the first connection means nothing', doctorOffering, silence, []],
    ['silence of a replaced connection changes nothing', doctorTalking, { ...silence, generation: 0 }, []],
    [
      'a doctor who hears something again restarts nothing',
      reached(doctorTalking, silence).state,
      beats,
      ['disarm restart', 'disarm watchdog'],
    ],
    ['news of a replaced connection changes nothing', doctorTalking, link(0, 'failed'), []],
    [
      'a doctor restarts when it is due',
      reached(doctorTalking, link(1, 'disconnected')).state,
      { type: 'timer', name: 'restart' },
      restarts('p1'),
    ],
    [
      'a patient restarts when it is due',
      reached(patientTalking, link(1, 'disconnected')).state,
      { type: 'timer', name: 'restart' },
      ['disarm restart', 'restart to d1'],
    ],
    ['a restart that fires late finds the link well', doctorTalking, { type: 'timer', name: 'restart' }, []],
    [
      'nobody is offered a restart when nobody is there',
      reached(doctorTalking, link(1, 'disconnected'), went('p1')).state,
      { type: 'timer', name: 'restart' },
      [],
    ],
    ['a doctor whose link failed starts anew', doctorTalking, link(1, 'failed'), begins('p1')],
    [
      'a patient whose link failed asks for a restart',
      patientTalking,
      link(1, 'failed'),
      ['disarm restart', 'restart to d1'],
    ],
    ['being online again restarts at once', patientTalking, { type: 'online' }, ['disarm restart', 'restart to d1']],
    ['being online again before the first connection changes nothing', doctorOffering, { type: 'online' }, []],
    ['the watchdog replaces what did not connect', doctorOffering, { type: 'timer', name: 'watchdog' }, begins('p1')],
    [
      'the watchdog asks again where only the answer is missing',
      reached(doctorTalking, came('p2'), offered('D1', '2')).state,
      { type: 'timer', name: 'watchdog' },
      restarts('p2'),
    ],
    [
      'the watchdog asks again, and keeps a silent link that may heal, where nobody answers',
      reached(doctorTalking, silence, offered('D1', '2')).state,
      { type: 'timer', name: 'watchdog' },
      restarts('p1'),
    ],
    [
      'the watchdog replaces a link that stays silent although the restart was answered',
      reached(doctorTalking, silence, offered('D1', '2'), says(answerFrom('P1', 'D1/2'))).state,
      { type: 'timer', name: 'watchdog' },
      begins('p1'),
    ],
    [
      'the watchdog has nobody to offer to',
      reached(doctorOffering, went('p1')).state,
      { type: 'timer', name: 'watchdog' },
      [],
    ],
  ]

  it.each(table)('%s', (_, state, happening, expected) => {
    expect(words(step(state, happening).deeds)).toEqual(expected)
  })

  it('numbers every connection', () => {
    expect(doctorTalking.generation).toBe(1)
    expect(reached(doctorTalking, says(offerFrom('P9'))).state.generation).toBe(2)
    expect(reached(patientTalking, says(offerFrom('D2'))).state.generation).toBe(2)
  })

  it('forgets the other side with the connection that was bound to it', () => {
    const fresh = reached(doctorTalking, link(1, 'failed')).state
    expect(fresh).toMatchObject({ link: 'new', remoteUfrags: [] })
    expect(fresh.remoteSession).toBeUndefined()
    expect(words(step(reached(fresh, offered('D2')).state, says(answerFrom('P2', 'D2/1'))).deeds)).toEqual([
      'applyAnswer',
    ])
  })

  it('is interrupted by silence, and well again with the first sound', () => {
    const silent = reached(doctorTalking, silence).state
    expect(silent.link).toBe('interrupted')
    expect(reached(silent, beats).state.link).toBe('connected')
    expect(reached(silent, link(1, 'failed'), beats).state.link).toBe('new')
  })

  it('keeps the link while the socket is away, so that a server restart interrupts nobody', () => {
    expect(reached(doctorTalking, { type: 'unattached' }).state.link).toBe('connected')
  })
})
