/** The rtc parts on this browser's own devices, connections and loudspeaker. */

import { onNetworkChange } from '../live/browser'
import type { LiveClient } from '../live/client'
import { api } from '../live/http'
import { measureRoundTrip } from '../live/round-trip'
import { CallNumbers } from './call-numbers'
import { CallSpeaker } from './call-speaker'
import { ConnectionTest } from './connection-test'
import type { DeviceEntry, DeviceKind } from './devices'
import { makeIceServers } from './ice-servers'
import { LocalMedia } from './local-media'
import { mixSounds } from './mix'
import { findDirect, tryRelay } from './path-probe'
import { type DocumentPictureInPicture, PictureInPicture } from './picture-in-picture'
import { RingtoneSettings } from './ringtone-settings'
import { ScreenLock } from './screen-lock'
import { ScreenShare } from './screen-share'
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
  // Nothing here answers a key press: a busy phone must rather not tear holes into the ring.
  makeContext: () => new AudioContext({ latencyHint: 'playback' }),
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

function tabStorage(): Storage | undefined {
  try {
    return sessionStorage
  } catch {
    return undefined
  }
}

/** How the calls of this tab go. */
export const callNumbers = new CallNumbers(tabStorage())

// TypeScript thinks that they are always there; outside of a secure context they are not.
const mediaDevices = () => navigator.mediaDevices as MediaDevices | undefined

function onDeviceChange(listener: () => void): () => void {
  const devices = mediaDevices()
  devices?.addEventListener('devicechange', listener)
  return () => devices?.removeEventListener('devicechange', listener)
}

/** The loudspeakers that can be chosen: without an id (no permission yet) there is nothing to choose. */
async function listOutputs(): Promise<readonly DeviceEntry[]> {
  const all =
    (await mediaDevices()
      ?.enumerateDevices()
      .catch(() => [])) ?? []
  return all
    .filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '' && deviceId !== 'default')
    .map(({ deviceId, label }) => ({ id: deviceId, label }))
}

/** How loud the ringtone is in this browser, and where it plays; a signed-in page applies it. */
export const ringtoneSettings = new RingtoneSettings({
  sound,
  storage: storage(),
  canChooseOutput: typeof AudioContext !== 'undefined' && 'setSinkId' in AudioContext.prototype,
  listOutputs,
  onDeviceChange,
})

/** Where the other side of a call is heard in this browser. */
export const callSpeaker = new CallSpeaker({
  storage: storage(),
  canChooseOutput: typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype,
  listOutputs,
  onDeviceChange,
})

// As with mediaDevices: not outside of a secure context, and not in every browser.
const wakeLock = () => navigator.wakeLock as WakeLock | undefined

/** Keeps this page's screen on where the browser can. */
export const screenLock = new ScreenLock({
  request: async () => {
    const lock = await wakeLock()?.request('screen')
    if (lock === undefined) throw new Error('this browser keeps no screen on')
    return lock
  },
  isVisible: () => document.visibilityState === 'visible',
  onVisibilityChange: (listener) => {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
})

/** A new owner of camera and microphone; open() asks for them. */
export function makeLocalMedia(): LocalMedia {
  return new LocalMedia({
    devices: mediaDevices(),
    permission,
    storage: storage(),
    makeStream: (tracks) => new MediaStream(tracks),
    onDeviceChange,
    onSeen: (listener) => {
      const look = () => document.visibilityState === 'visible' && listener()
      document.addEventListener('visibilitychange', look)
      return () => document.removeEventListener('visibilitychange', look)
    },
    setTimer,
    canChooseNoise: mediaDevices()?.getSupportedConstraints().noiseSuppression ?? false,
  })
}

/** The small window of a page's call. */
export function makePictureInPicture(): PictureInPicture {
  const { documentPictureInPicture } = window as { documentPictureInPicture?: DocumentPictureInPicture }
  return new PictureInPicture({
    windows: documentPictureInPicture,
    floatsVideo: (document as Partial<Document>).pictureInPictureEnabled ?? false,
    exitFloat: () => document.exitPictureInPicture(),
    dress: (opened) => {
      const { head, documentElement, title } = opened.document
      for (const style of document.querySelectorAll('link[rel="stylesheet"], style')) head.append(style.cloneNode(true))
      documentElement.lang = document.documentElement.lang
      documentElement.dataset.theme = 'dark'
      if (title === '') opened.document.title = document.title
    },
  })
}

function makeScreenShare(): ScreenShare {
  // Not in every browser, whatever TypeScript thinks.
  const devices = mediaDevices() as Partial<Pick<MediaDevices, 'getDisplayMedia'>> | undefined
  return new ScreenShare({ capture: devices?.getDisplayMedia?.bind(devices) })
}

/** A new session of this call on this page, in its preview. */
export function makeCallSession(callId: string, live: LiveClient): CallSession {
  const session = new CallSession(callId, {
    live,
    media: makeLocalMedia(),
    screen: makeScreenShare(),
    mix: mixSounds,
    pageName: Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-'),
    makeConnection: (configuration) => new RTCPeerConnection(configuration),
    makeStream: (tracks) => new MediaStream(tracks),
    iceServers: makeIceServers({
      fetch: async (signal) => {
        const result = await api.get<{ iceServers: RTCIceServer[] }>(`/api/calls/${callId}/ice`, signal)
        return result.ok ? result.data.iceServers : undefined
      },
      setTimer,
    }),
    setTimer,
    now: () => Date.now(),
    onOnline: onNetworkChange,
    holdScreen: () => screenLock.hold(),
  })
  callNumbers.follow(session)
  return session
}

/** The connection test of this page; run() starts it. */
export function makeConnectionTest(live: LiveClient): ConnectionTest {
  const probe = {
    makeConnection: (configuration: RTCConfiguration) => new RTCPeerConnection(configuration),
    setTimer,
    now: () => performance.now(),
  }
  return new ConnectionTest({
    isOnline: () => navigator.onLine,
    fetchServers: () => api.get('/api/ice-test'),
    roundTrip: () => measureRoundTrip({ live, setTimer }),
    findDirect: (servers) => findDirect(probe, servers),
    tryRelay: (server) => tryRelay(probe, server),
  })
}
