import type { Mix } from './outgoing'

/** Adds sounds up to one track (Web Audio API). A page that captures a microphone may sound without a tap of its own. */
export function mixSounds(tracks: readonly MediaStreamTrack[]): Mix {
  const context = new AudioContext({ latencyHint: 'interactive' })
  const sum = new MediaStreamAudioDestinationNode(context)
  for (const track of tracks) {
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(sum)
  }
  const [track] = sum.stream.getAudioTracks()
  if (track === undefined) throw new Error('a destination without a track')
  const close = () => {
    track.stop()
    void context.close()
  }
  return { track, close }
}
