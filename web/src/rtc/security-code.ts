/**
 * The code that both people of a call compare to know that nobody stands between them. Each RTCPeerConnection proves by
 * DTLS that it owns the certificate whose fingerprint its description tells (RFC 8122, RFC 8827 section 5), so somebody
 * in between needs certificates of their own, and the two sides then see different fingerprints.
 * What it proves and what it does not: docs/SECURITY.md.
 */

/** The fingerprints of one connection's two certificates, in an order that both sides agree on. */
export type FingerprintPair = readonly [string, string]

/**
 * Somebody in between could try certificates until both codes agree. Each try costs them as many hashes, so that what a
 * phone works out in a blink they cannot while a call is being set up.
 */
export const STRETCH_ROUNDS = 100_000

const GROUPS = 4
const BYTES_PER_GROUP = 5
const DIGITS_PER_GROUP = 5
/** Names what the hash is for, and which way of making it this is. */
const PURPOSE = 'praktik security code 1'

/**
 * The one certificate that a session description speaks for, as upper-case hexadecimal pairs with colons. Undefined when
 * it names none, several, or one by anything but SHA-256: a browser takes any of the certificates that a description
 * lists, so a code over one of several would prove nothing.
 */
export function fingerprintOf(sdp: string): string | undefined {
  const named = [...sdp.matchAll(/^a=fingerprint:(\S+) (\S+)/gim)]
  const distinct = new Set(named.map(([, hash = '', value = '']) => `${hash.toLowerCase()} ${value.toUpperCase()}`))
  const [only = ''] = distinct
  return distinct.size === 1 ? /^sha-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$/.exec(only)?.[1] : undefined
}

/** The pair that a connection's own and the other side's description tell; undefined unless both tell exactly one. */
export function fingerprintPair(localSdp: string, remoteSdp: string): FingerprintPair | undefined {
  const local = fingerprintOf(localSdp)
  const remote = fingerprintOf(remoteSdp)
  if (local === undefined || remote === undefined) return undefined
  return local < remote ? [local, remote] : [remote, local]
}

/**
 * The code of a pair: four groups of five decimal digits, e.g. ['04216', …]. Undefined where the browser has no Web
 * Crypto (a page that is not a secure context).
 */
export async function securityCode(pair: FingerprintPair): Promise<readonly string[] | undefined> {
  const subtle = crypto.subtle as SubtleCrypto | undefined
  if (subtle === undefined) return undefined
  const bytesOf = (text: string) => new TextEncoder().encode(text)
  const key = await subtle.importKey('raw', bytesOf(pair.join('\n')), 'PBKDF2', false, ['deriveBits'])
  const stretched = await subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(PURPOSE), iterations: STRETCH_ROUNDS },
    key,
    GROUPS * BYTES_PER_GROUP * 8,
  )
  return groupsOf(new Uint8Array(stretched))
}

/** Five bytes make a group; 2^40 is so much more than 10^5 that every group is as likely as any other. */
function groupsOf(bytes: Uint8Array): readonly string[] {
  return Array.from({ length: GROUPS }, (_, group) => {
    const part = bytes.subarray(group * BYTES_PER_GROUP, (group + 1) * BYTES_PER_GROUP)
    const value = part.reduce((sum, byte) => sum * 256 + byte, 0)
    return String(value % 10 ** DIGITS_PER_GROUP).padStart(DIGITS_PER_GROUP, '0')
  })
}
