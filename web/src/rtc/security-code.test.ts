import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fingerprintOf, fingerprintPair, securityCode } from './security-code'

/** The fingerprint of a certificate that stands in for the named one. */
const fingerprint = (name: string) =>
  createHash('sha256').update(name).digest('hex').toUpperCase().match(/../g)?.join(':') ?? ''

/** A description as Chromium writes it: the same fingerprint in each of its parts. */
const sdpOf = (...names: string[]) =>
  [
    'v=0',
    ...names.flatMap((name) => ['m=audio 9', 'a=ice-ufrag:4ZcD', `a=fingerprint:sha-256 ${fingerprint(name)}`]),
  ].join('\r\n')

const codeBetween = async (local: string, remote: string) => {
  const pair = fingerprintPair(sdpOf(local), sdpOf(remote))
  return pair && (await securityCode(pair))
}

describe('the fingerprint of a description', () => {
  const doctor = fingerprint('doctor')
  it.each([
    ['said once in every part', sdpOf('doctor', 'doctor', 'doctor'), doctor],
    ['in lower case', sdpOf('doctor').toLowerCase(), doctor],
    ['that is missing', 'v=0\r\nm=audio 9\r\n', undefined],
    ['that is one of two: the browser would take either', sdpOf('doctor', 'middle'), undefined],
    ['by a hash that is not SHA-256', sdpOf('doctor').replace('sha-256', 'sha-1'), undefined],
    ['beside one by another hash', `${sdpOf('doctor')}\r\na=fingerprint:sha-1 AA:BB`, undefined],
    ['cut short', sdpOf('doctor').slice(0, -3), undefined],
  ])('%s', (_, sdp, expected) => {
    expect(fingerprintOf(sdp)).toBe(expected)
  })

  it('is needed from both sides', () => {
    expect(fingerprintPair(sdpOf('doctor'), '')).toBeUndefined()
    expect(fingerprintPair('', sdpOf('doctor'))).toBeUndefined()
  })
})

describe('the security code', () => {
  afterEach(() => vi.unstubAllGlobals())

  // Worked out by Python's hashlib.pbkdf2_hmac from the same certificates.
  it.each([
    ['doctor', 'patient', ['20974', '59107', '26354', '59711']],
    ['doctor', 'middle', ['16291', '07593', '49502', '58988']],
    ['middle', 'patient', ['52046', '06153', '17960', '21861']],
    ['doctor', 'renewed', ['56260', '61921', '68708', '25110']],
  ])('of %s and %s is the same for whoever asks', async (one, other, code) => {
    expect(await codeBetween(one, other)).toEqual(code)
    expect(await codeBetween(other, one)).toEqual(code)
  })

  it('is absent where the browser has no Web Crypto', async () => {
    vi.stubGlobal('crypto', {})
    expect(await codeBetween('doctor', 'patient')).toBeUndefined()
  })
})
