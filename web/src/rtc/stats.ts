/** Reads what this page needs from getStats (Identifiers for WebRTC's Statistics API, W3C); browsers differ in what they tell. */

/** What one look tells. Counters run since the connection began and count both kinds of media together. */
export interface Reading {
  /** Milliseconds, by the clock of the statistics. */
  readonly at: number
  readonly bytesIn: number
  readonly bytesOut: number
  readonly packetsIn: number
  readonly lostIn: number
  /** Pictures of the other side that were made visible. */
  readonly framesIn: number
  /** Times that the other side's picture stood still, and for how many milliseconds altogether. */
  readonly freezes: number
  readonly frozenMs: number
  /** 0 to 1: what the other side missed of what was sent, by its last report. */
  readonly lostOutShare?: number
  readonly roundTripMs?: number
  /** What the browser thinks it may send now. */
  readonly availableKbps?: number
  /** Why the own picture is sent smaller or slower than the camera gives it. */
  readonly limitedBy?: 'bandwidth' | 'cpu'
  /** Media goes through a TURN server. */
  readonly isRelayed?: boolean
  readonly codecs: Codecs
}

/** The codecs in use, e.g. opus and VP8. */
export interface Codecs {
  readonly audio?: string
  readonly video?: string
}

/** The part of an RTCStatsReport that is read here. */
export interface StatsReport {
  forEach(callback: (entry: StatsEntry) => void): void
}

/** One member of a report; which of the rest it has depends on its type and on the browser. */
export type StatsEntry = { readonly id: string; readonly type: string; readonly timestamp: number } & Readonly<
  Record<string, unknown>
>

/**
 * What the other side reported longer ago than this is not true any more: it reports on sound every five seconds or so
 * (RFC 3550, 6.2), and on a picture that is not sent never again.
 */
const STALE_MS = 8000

/** What one report tells. */
export function readStats(report: StatsReport): Reading {
  const entries: StatsEntry[] = []
  report.forEach((entry) => {
    entries.push(entry)
  })
  const of = (type: string) => entries.filter((entry) => entry.type === type)
  const incoming = of('inbound-rtp')
  const outgoing = of('outbound-rtp')
  const pair = selectedPair(entries)
  const at = Math.max(0, ...entries.map(({ timestamp }) => timestamp))
  const told = of('remote-inbound-rtp').filter(({ timestamp }) => at - timestamp <= STALE_MS)
  return {
    at,
    bytesIn: sum(incoming, 'bytesReceived'),
    bytesOut: sum(outgoing, 'bytesSent'),
    packetsIn: sum(incoming, 'packetsReceived'),
    lostIn: sum(incoming, 'packetsLost'),
    framesIn: sum(incoming, 'framesDecoded'),
    freezes: sum(incoming, 'freezeCount'),
    frozenMs: sum(incoming, 'totalFreezesDuration') * 1000,
    codecs: codecsOf(entries, [...incoming, ...outgoing]),
    ...known({
      lostOutShare: largest(told, 'fractionLost'),
      roundTripMs: roundTrip(pair, told),
      availableKbps: scaled(pair?.availableOutgoingBitrate, 1 / 1000),
      limitedBy: limitOf(outgoing),
      isRelayed: pair && isRelayed(entries, pair),
    }),
  }
}

/** Chromium and the standard name the pair in the transport; Firefox marks the pair itself. */
function selectedPair(entries: readonly StatsEntry[]): StatsEntry | undefined {
  const named = entries.find(({ type, selectedCandidatePairId: id }) => type === 'transport' && id !== undefined)
  const pairs = entries.filter(({ type }) => type === 'candidate-pair')
  return pairs.find(({ id, selected }) => (named ? id === named.selectedCandidatePairId : selected === true))
}

function isRelayed(entries: readonly StatsEntry[], pair: StatsEntry): boolean {
  const ends = [pair.localCandidateId, pair.remoteCandidateId]
  return entries.some(({ id, candidateType }) => ends.includes(id) && candidateType === 'relay')
}

function roundTrip(pair: StatsEntry | undefined, reports: readonly StatsEntry[]): number | undefined {
  return scaled(pair?.currentRoundTripTime ?? largest(reports, 'roundTripTime'), 1000)
}

function limitOf(outgoing: readonly StatsEntry[]): Reading['limitedBy'] {
  // Of a picture that is paused the reason is an old one.
  const sent = outgoing.filter(({ active }) => active !== false)
  const reasons = sent.map(({ qualityLimitationReason }) => qualityLimitationReason)
  return (['bandwidth', 'cpu'] as const).find((reason) => reasons.includes(reason))
}

function codecsOf(entries: readonly StatsEntry[], streams: readonly StatsEntry[]): Codecs {
  const nameOf = (kind: 'audio' | 'video') => {
    const stream = streams.find((entry) => entry.kind === kind && entry.codecId !== undefined)
    const codec = stream && entries.find(({ id }) => id === stream.codecId)
    return typeof codec?.mimeType === 'string' ? codec.mimeType.split('/')[1] : undefined
  }
  return known({ audio: nameOf('audio'), video: nameOf('video') })
}

function numbersOf(entries: readonly StatsEntry[], key: string): number[] {
  return entries.map((entry) => entry[key]).filter((value) => typeof value === 'number')
}

/** A lost packet that comes late after all is taken back, so a count can be negative for a moment. */
function sum(entries: readonly StatsEntry[], key: string): number {
  return numbersOf(entries, key).reduce((total, value) => total + value, 0)
}

function largest(entries: readonly StatsEntry[], key: string): number | undefined {
  const numbers = numbersOf(entries, key)
  return numbers.length === 0 ? undefined : Math.max(...numbers)
}

function scaled(value: unknown, factor: number): number | undefined {
  return typeof value === 'number' ? value * factor : undefined
}

type Known<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Leaves out what is not known. */
function known<T extends object>(values: T): Known<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known<T>
}
