import { expect } from '@playwright/test'

/** Which way a call's packets take, seen from the page's own connections. */

declare global {
  interface Window {
    /** Every RTCPeerConnection that this page ever made, oldest first. */
    connections?: RTCPeerConnection[]
  }
}

/** Runs in the page before its own scripts: remembers its connections and, if asked, lets them use relays alone. */
export function watchConnections(policy: RTCIceTransportPolicy): void {
  const connections: RTCPeerConnection[] = []
  window.connections = connections
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: policy })
      connections.push(this)
    }
  }
}

/** The ends of the pair of candidates that carries a call. */
export interface IcePath {
  local: string
  remote: string
  /** Between the page and its relay where the local end is one, between the pages otherwise. */
  protocol: string
}

/** A page that `watchConnections` ran in; Playwright's and Puppeteer's are such. */
export interface Watched {
  evaluate<Result>(look: () => Promise<Result>): Promise<Result>
}

/** The path of the newest connection; undefined while it has none. */
export function icePathOf(page: Watched): Promise<IcePath | undefined> {
  return page.evaluate(async () => {
    const connection = window.connections?.at(-1)
    if (connection === undefined) throw new Error('this page made no connection that was watched')
    const entries: Record<string, unknown>[] = []
    ;(await connection.getStats()).forEach((entry) => {
      entries.push(entry)
    })
    const byId = (id: unknown) => entries.find((entry) => entry['id'] === id)
    // Chromium and the standard name the pair in the transport; Firefox marks the pair itself.
    const transport = entries.find((entry) => entry['selectedCandidatePairId'] !== undefined)
    const pair = transport
      ? byId(transport['selectedCandidatePairId'])
      : entries.find((entry) => entry['type'] === 'candidate-pair' && entry['selected'] === true)
    const [local, remote] = [byId(pair?.['localCandidateId']), byId(pair?.['remoteCandidateId'])]
    if (local === undefined || remote === undefined) return undefined
    return {
      local: String(local['candidateType']),
      remote: String(remote['candidateType']),
      protocol: String(local['relayProtocol'] ?? local['protocol']),
    }
  })
}

/** The call goes through a relay as its page asked for it. */
export async function expectRelayed(page: Watched, protocol = 'udp'): Promise<void> {
  await expect
    .poll(() => icePathOf(page), 'the page sends through its relay')
    .toMatchObject({ local: 'relay', protocol })
}

/** No relay is between the two. */
export async function expectDirect(page: Watched): Promise<void> {
  const path = await icePathOf(page)
  expect(path, 'the page has a path').toBeDefined()
  expect([path?.local, path?.remote], 'and no relay on it').not.toContain('relay')
}

/** Every connection that the page ever made is closed. */
export async function expectNoConnection(page: Watched): Promise<void> {
  const open = () =>
    page.evaluate(async () => window.connections?.filter(({ connectionState: state }) => state !== 'closed').length)
  await expect.poll(open, 'the page has closed its connections').toBe(0)
}
