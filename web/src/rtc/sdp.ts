/**
 * The three things that negotiation reads from a session description (RFC 8866, RFC 8839). An RTCPeerConnection keeps the
 * session id of its `o=` line for life and counts the version up, so the line tells one connection from the next.
 */

export interface Origin {
  /** Same for every description of one RTCPeerConnection. */
  readonly session: string
  readonly version: string
}

/** The `o=` line; undefined when the text has none (then it is no session description). */
export function originOf(sdp: string): Origin | undefined {
  const match = /^o=\S+ (\S+) (\S+) /m.exec(sdp)
  return match?.[1] !== undefined && match[2] !== undefined ? { session: match[1], version: match[2] } : undefined
}

/** An origin as one word: what an answer names as the offer it answers. */
export function offerName(origin: Origin): string {
  return `${origin.session}/${origin.version}`
}

/** The ICE user fragments: a candidate belongs to a description that has its fragment. */
export function ufragsOf(sdp: string): readonly string[] {
  return [...new Set([...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map((match) => match[1] ?? ''))]
}
