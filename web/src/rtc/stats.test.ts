import { describe, expect, it } from 'vitest'
import { readStats, type StatsEntry } from './stats'

const entry = (type: string, id: string, values: Record<string, unknown> = {}): StatsEntry => ({
  id,
  type,
  timestamp: 5000,
  ...values,
})

const streams = [
  entry('inbound-rtp', 'IA', { kind: 'audio', bytesReceived: 10, packetsReceived: 5, packetsLost: 1, codecId: 'CA' }),
  entry('inbound-rtp', 'IV', {
    kind: 'video',
    bytesReceived: 100,
    packetsReceived: 20,
    packetsLost: 2,
    framesDecoded: 60,
    freezeCount: 3,
    totalFreezesDuration: 0.75,
    codecId: 'CV',
  }),
  entry('outbound-rtp', 'OA', { kind: 'audio', bytesSent: 30, codecId: 'CA' }),
  entry('outbound-rtp', 'OV', { kind: 'video', bytesSent: 300, codecId: 'CV', qualityLimitationReason: 'cpu' }),
  entry('codec', 'CA', { mimeType: 'audio/opus' }),
  entry('codec', 'CV', { mimeType: 'video/VP8' }),
  entry('remote-inbound-rtp', 'RA', { fractionLost: 0.01, roundTripTime: 0.2, timestamp: 4000 }),
  entry('remote-inbound-rtp', 'RV', { fractionLost: 0.05, roundTripTime: 0.1, timestamp: 4000 }),
]
const host = entry('local-candidate', 'L1', { candidateType: 'host' })
const relay = entry('local-candidate', 'L2', { candidateType: 'relay' })
const theirs = entry('remote-candidate', 'R1', { candidateType: 'srflx' })
const counted = {
  at: 5000,
  bytesIn: 110,
  bytesOut: 330,
  packetsIn: 25,
  lostIn: 3,
  framesIn: 60,
  freezes: 3,
  frozenMs: 750,
  lostOutShare: 0.05,
  codecs: { audio: 'opus', video: 'VP8' },
}

describe('a report', () => {
  it('of Chromium: the transport names the pair', () => {
    const ends = { remoteCandidateId: 'R1', currentRoundTripTime: 0.048 }
    const report = [
      ...streams,
      host,
      relay,
      theirs,
      entry('transport', 'T', { selectedCandidatePairId: 'P2' }),
      entry('candidate-pair', 'P1', { ...ends, localCandidateId: 'L2', nominated: true }),
      entry('candidate-pair', 'P2', { ...ends, localCandidateId: 'L1', availableOutgoingBitrate: 1_200_000 }),
    ]
    expect(readStats(report)).toEqual({
      ...counted,
      roundTripMs: 48,
      availableKbps: 1200,
      limitedBy: 'cpu',
      isRelayed: false,
    })
  })

  it('of Firefox: the pair is marked, and says no round trip', () => {
    const report = [
      ...streams,
      host,
      relay,
      theirs,
      entry('candidate-pair', 'P1', { localCandidateId: 'L1', remoteCandidateId: 'R1' }),
      entry('candidate-pair', 'P2', { localCandidateId: 'L2', remoteCandidateId: 'R1', selected: true }),
    ]
    expect(readStats(report)).toEqual({ ...counted, roundTripMs: 200, limitedBy: 'cpu', isRelayed: true })
  })

  it('is relayed also when the relay is the other side’s', () => {
    const report = [
      host,
      entry('remote-candidate', 'R2', { candidateType: 'relay' }),
      entry('transport', 'T', { selectedCandidatePairId: 'P' }),
      entry('candidate-pair', 'P', { localCandidateId: 'L1', remoteCandidateId: 'R2' }),
    ]
    expect(readStats(report).isRelayed).toBe(true)
  })

  it('of a connection without media tells what it can', () => {
    const empty = {
      at: 0,
      bytesIn: 0,
      bytesOut: 0,
      packetsIn: 0,
      lostIn: 0,
      framesIn: 0,
      freezes: 0,
      frozenMs: 0,
      codecs: {},
    }
    expect(readStats([])).toEqual(empty)
  })

  it('forgets what the other side reported long ago, as of a picture that is paused', () => {
    const told = (age: number, fractionLost: number) =>
      entry('remote-inbound-rtp', `${age}`, { timestamp: 50_000 - age, fractionLost, roundTripTime: fractionLost })
    const now = entry('transport', 'T', { timestamp: 50_000 })
    expect(readStats([now, told(8000, 0.01), told(8001, 0.9)])).toMatchObject({ lostOutShare: 0.01, roundTripMs: 10 })
    expect(readStats([now, told(8001, 0.9)]).lostOutShare).toBeUndefined()
  })

  it('names no limit of a picture that is paused', () => {
    const paused = entry('outbound-rtp', 'O', { qualityLimitationReason: 'bandwidth', active: false })
    expect(readStats([paused]).limitedBy).toBeUndefined()
  })

  it('names bandwidth before the processor when both limit', () => {
    const limits = ['none', 'cpu', 'bandwidth'].map((reason) =>
      entry('outbound-rtp', reason, { qualityLimitationReason: reason }),
    )
    expect(readStats(limits).limitedBy).toBe('bandwidth')
  })
})
