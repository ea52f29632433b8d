import type { ConnectionState } from '../../live/client'
import type { PushStatus } from '../../push/push-device'
import type { SoundState } from '../../rtc/sound'

/**
 * How this patient can be rung right now. `device`: also with the app closed. `page`: this page, while it is open.
 * `silent_page`: this page shows the call, and its sound is not on. `not_at_all`: there is no connection.
 */
export type Reach = 'device' | 'page' | 'silent_page' | 'not_at_all'

/** Says no more than was proved: push by a test that arrived, sound by the browser letting it out. Pure. */
export function reachOf(connection: ConnectionState['status'], push: PushStatus, sound: SoundState['status']): Reach {
  if (connection === 'offline' || connection === 'signed_out') return 'not_at_all'
  if (push === 'armed') return 'device'
  return sound === 'running' ? 'page' : 'silent_page'
}

/** What this device can still do to be rung with the app closed: be armed, be installed first, or nothing. */
export function wayToMore(push: PushStatus): 'arm' | 'install' | 'none' {
  if (push === 'needs_install') return 'install'
  return push === 'armed' || push === 'unsupported' ? 'none' : 'arm'
}

/** What a push service's answer to a test means, after RFC 8030; 0: it could not be reached in time. */
export type TestOutcome = 'accepted' | 'unreachable' | 'gone' | 'busy' | 'broken' | 'refused'

export function testOutcome(status: number): TestOutcome {
  if (status >= 200 && status < 300) return 'accepted'
  if (status === 0) return 'unreachable'
  if (status === 404 || status === 410) return 'gone'
  if (status === 429) return 'busy'
  return status >= 500 ? 'broken' : 'refused'
}
