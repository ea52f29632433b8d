import type { DirectFinding, RelayFinding } from './connection-test'

/** How long looking for a direct path may take, and a message through a relay: a refused transport is silent for long. */
export const DIRECT_MS = 4000
export const RELAY_MS = 10_000

export interface PathProbeDeps {
  makeConnection(configuration: RTCConfiguration): RTCPeerConnection
  /** Calls back once after `ms`; returns what cancels it. */
  setTimer(callback: () => void, ms: number): () => void
  /** Milliseconds, by a clock that only goes forward. */
  now(): number
}

/** Gathers candidates without a relay, as a call would, and says how far they reach. */
export async function findDirect(deps: PathProbeDeps, servers: readonly RTCIceServer[]): Promise<DirectFinding> {
  const connection = deps.makeConnection({
    iceServers: servers.map(withoutRelays).filter(({ urls }) => urls.length > 0),
  })
  const types = new Set<string>()
  const gathered = new Promise<void>((resolve) => {
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.type) types.add(candidate.type)
      if (candidate === null || candidate.type === 'srflx') resolve()
    }
  })
  try {
    connection.createDataChannel('probe')
    await connection.setLocalDescription()
    await within(deps, DIRECT_MS, gathered)
  } catch {
    // Nothing was gathered, which is what is to be told.
  } finally {
    connection.close()
  }
  if (types.has('srflx')) return 'wide'
  return types.has('host') ? 'local' : 'none'
}

function withoutRelays({ urls, ...rest }: RTCIceServer): RTCIceServer & { urls: string[] } {
  return { ...rest, urls: [urls].flat().filter((uri) => /^stuns?:/i.test(uri)) }
}

/** Two connections of this page that have nothing but this relay, and a message there and back between them. */
export async function tryRelay(
  deps: PathProbeDeps,
  server: RTCIceServer,
): Promise<{ readonly finding: RelayFinding; readonly ms?: number }> {
  const configuration: RTCConfiguration = { iceServers: [server], iceTransportPolicy: 'relay' }
  const [near, far] = [deps.makeConnection(configuration), deps.makeConnection(configuration)] as const
  const seen = { candidate: false, refused: false }
  const failed = new Promise<undefined>((resolve) => {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.onicecandidate = ({ candidate }) => {
        if (candidate?.candidate) seen.candidate = true
        if (candidate !== null) void to.addIceCandidate(candidate).catch(() => {})
        else if (!seen.candidate) resolve(undefined)
      }
      from.onicecandidateerror = ({ errorCode }) => {
        if (isRefusal(errorCode)) seen.refused = true
      }
    }
  })
  try {
    const echoed = exchange(deps, near, far)
    await describe(near, far)
    const ms = await within(deps, RELAY_MS, Promise.race([echoed, failed]))
    if (ms !== undefined) return { finding: 'through', ms }
    if (seen.refused) return { finding: 'refused' }
    return { finding: seen.candidate ? 'silent' : 'unreachable' }
  } finally {
    near.close()
    far.close()
  }
}

/** A STUN error (RFC 8489) is the relay's own word; 701 is the browser's for "no answer". */
function isRefusal(errorCode: number): boolean {
  return errorCode >= 300 && errorCode < 700
}

async function describe(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  const offer = await near.createOffer()
  // Before candidates are gathered: what they are told must have a description to belong to.
  await far.setRemoteDescription(offer)
  await near.setLocalDescription(offer)
  const answer = await far.createAnswer()
  await near.setRemoteDescription(answer)
  await far.setLocalDescription(answer)
}

/** Resolves with the milliseconds that a message took to the other connection and back. */
function exchange(deps: PathProbeDeps, near: RTCPeerConnection, far: RTCPeerConnection): Promise<number> {
  const options: RTCDataChannelInit = { negotiated: true, id: 0 }
  const [here, there] = [near.createDataChannel('probe', options), far.createDataChannel('probe', options)]
  there.onmessage = ({ data }) => there.send(data as string)
  return new Promise((resolve) => {
    here.onopen = () => {
      const sentAt = deps.now()
      here.onmessage = () => resolve(deps.now() - sentAt)
      here.send('there and back')
    }
  })
}

async function within<T>(deps: PathProbeDeps, ms: number, promise: Promise<T>): Promise<T | undefined> {
  let cancel = () => {}
  const late = new Promise<undefined>((resolve) => {
    cancel = deps.setTimer(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    cancel()
  }
}
