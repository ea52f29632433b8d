import { describe, expect, it } from 'vitest'
import { offerName, originOf, ufragsOf } from './sdp'

const chromium =
  'v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nm=audio 9\r\na=ice-ufrag:4ZcD\r\nm=video 9\r\na=ice-ufrag:4ZcD\r\n'
const firefox = 'v=0\r\no=mozilla...THIS_IS_SDPARTA-99.0 75834 0 IN IP4 0.0.0.0\r\ns=-\r\na=ice-ufrag:a1b2c3d4\r\n'

describe('a session description', () => {
  it.each([
    ['of Chromium', chromium, { session: '4611731400430051336', version: '2' }, ['4ZcD']],
    ['of Firefox', firefox, { session: '75834', version: '0' }, ['a1b2c3d4']],
    ['that is none', 'hello', undefined, []],
  ] as const)('%s tells its origin and its fragments', (_, sdp, origin, fragments) => {
    expect(originOf(sdp)).toEqual(origin)
    expect(ufragsOf(sdp)).toEqual(fragments)
  })

  it('gives each offer a name of its own', () => {
    expect(offerName({ session: '7', version: '1' })).not.toBe(offerName({ session: '7', version: '2' }))
  })
})
