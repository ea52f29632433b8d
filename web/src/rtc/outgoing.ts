import type { LocalMedia } from './local-media'
import type { ScreenShare } from './screen-share'
import type { SendingState } from './sending'

/** One sound made of several, until it is closed. */
export interface Mix {
  readonly track: MediaStreamTrack
  close(): void
}

export interface OutgoingDeps {
  readonly media: Pick<LocalMedia, 'state'>
  readonly screen: Pick<ScreenShare, 'state'>
  makeStream(tracks: MediaStreamTrack[]): MediaStream
  mix(tracks: readonly MediaStreamTrack[]): Mix
}

/**
 * What goes to the other side: camera and microphone, or the screen in the camera's place with its sound under the
 * voice. It owns no track of the two but the mix.
 */
export class Outgoing {
  readonly #deps: OutgoingDeps
  #mix: { readonly of: readonly MediaStreamTrack[]; readonly made: Mix } | undefined

  constructor(deps: OutgoingDeps) {
    this.#deps = deps
  }

  /** The tracks to send now: at most one of each kind. */
  stream(): MediaStream {
    const { media, screen } = this.#deps
    const [own, shared] = [media.state.stream, screen.state.stream]
    const picture = (shared ?? own)?.getVideoTracks()[0]
    const sounds = [own, shared].flatMap((stream) => stream?.getAudioTracks() ?? [])
    const sound = this.#sound(sounds)
    return this.#deps.makeStream([...(sound ? [sound] : []), ...(picture ? [picture] : [])])
  }

  /**
   * What of it comes through. The screen is told apart, because it is shown whole.
   * @param isHeldBack no picture is sent at the moment, so that the voice stays clear
   */
  sending(isHeldBack = false): SendingState {
    const { media, screen } = this.#deps
    const { stream, cameraOn, microphoneOn } = media.state
    const isShared = screen.state.stream !== undefined
    const hasCamera = (stream?.getVideoTracks().length ?? 0) > 0
    const camera = isShared || (hasCamera && cameraOn)
    return {
      camera,
      microphone: microphoneOn && (stream?.getAudioTracks().length ?? 0) > 0,
      ...(isShared && { screen: true }),
      ...(camera && isHeldBack && { paused: true }),
      ...(!hasCamera && !isShared && { noCamera: true }),
    }
  }

  close(): void {
    this.#mix?.made.close()
    this.#mix = undefined
  }

  #sound(tracks: readonly MediaStreamTrack[]): MediaStreamTrack | undefined {
    if (tracks.length < 2) {
      this.close()
      return tracks[0]
    }
    if (this.#mix === undefined || !sameTracks(this.#mix.of, tracks)) {
      this.close()
      this.#mix = { of: tracks, made: this.#deps.mix(tracks) }
    }
    return this.#mix.made.track
  }
}

function sameTracks(one: readonly MediaStreamTrack[], other: readonly MediaStreamTrack[]): boolean {
  return one.length === other.length && one.every((track, i) => track === other[i])
}
