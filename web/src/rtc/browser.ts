/** The rtc parts on this browser's own devices, connections and loudspeaker. */

import type { LiveClient } from '../live/client'
import { api } from '../live/http'
import type { DeviceKind } from './devices'
import { makeIceServers } from './ice-servers'
import { LocalMedia } from './local-media'
import { CallSession } from './session'
import { SoundEngine } from './sound'

function setTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

/** Safari knows it; TypeScript does not yet. */
type WithAudioSession = Navigator & { audioSession?: { type: string } }

/** Everything that this page sounds. One AudioContext for all of it, so that one tap unlocks all of it. */
export const sound = new SoundEngine({
  makeContext: () => new AudioContext(),
  load: async (name) => {
    const answer = await fetch(`/sounds/${name}.wav`)
    if (!answer.ok) throw new Error(`${name}.wav: ${answer.status}`)
    return answer.arrayBuffer()
  },
  setAudioSession: (type) => {
    const { audioSession } = navigator as WithAudioSession
    if (audioSession !== undefined) audioSession.type = type
  },
  setTimer,
})

async function permission(kind: DeviceKind): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: kind })).state
  } catch {
    return undefined
  }
}

function storage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

/** A new owner of camera and microphone; open() asks for them. */
export function makeLocalMedia(): LocalMedia {
  // TypeScript thinks that it is always there; outside of a secure context it is not.
  const devices = navigator.mediaDevices as MediaDevices | undefined
  return new LocalMedia({
    devices,
    permission,
    storage: storage(),
    makeStream: (tracks) => new MediaStream(tracks),
    onDeviceChange: (listener) => {
      devices?.addEventListener('devicechange', listener)
      return () => devices?.removeEventListener('devicechange', listener)
    },
  })
}

/** A new session of this call on this page, in its preview. */
export function makeCallSession(callId: string, live: LiveClient): CallSession {
  return new CallSession(callId, {
    live,
    media: makeLocalMedia(),
    makeConnection: (configuration) => new RTCPeerConnection(configuration),
    makeStream: (tracks) => new MediaStream(tracks),
    iceServers: makeIceServers({
      fetch: async () => {
        const result = await api.get<{ iceServers: RTCIceServer[] }>(`/api/calls/${callId}/ice`)
        return result.ok ? result.data.iceServers : undefined
      },
      setTimer,
    }),
    setTimer,
    now: () => Date.now(),
    onOnline: (listener) => {
      window.addEventListener('online', listener)
      return () => window.removeEventListener('online', listener)
    },
  })
}
