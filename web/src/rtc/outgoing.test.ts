import { describe, expect, it } from 'vitest'
import type { LocalMediaState } from './local-media'
import { Outgoing } from './outgoing'
import { FakeTrack, makeFakeStream } from './testing/media'

/** What is open of one's own and shared, and the mixes that are made of it. */
function arrange() {
  const track = (kind: 'audio' | 'video', from: string) => new FakeTrack(kind, from) as unknown as MediaStreamTrack
  const tracks = {
    camera: track('video', 'camera'),
    microphone: track('audio', 'microphone'),
    screen: track('video', 'screen'),
    film: track('audio', 'film'),
  }
  const media = { state: { microphoneOn: true, cameraOn: true } as LocalMediaState }
  const screen = {
    state: { asking: false, failed: false } as { asking: boolean; failed: boolean; stream?: MediaStream },
  }
  const mixes: { of: readonly MediaStreamTrack[]; track: MediaStreamTrack; closed: boolean }[] = []
  const outgoing = new Outgoing({
    media,
    screen,
    makeStream: makeFakeStream,
    mix: (of) => {
      const made = { of, track: track('audio', 'mix'), closed: false }
      mixes.push(made)
      return {
        track: made.track,
        close: () => {
          made.closed = true
        },
      }
    },
  })
  const own = (...all: MediaStreamTrack[]) => {
    media.state = { ...media.state, stream: makeFakeStream(all) }
  }
  const share = (...all: MediaStreamTrack[]) => {
    const { stream: _, ...rest } = screen.state
    screen.state = all.length === 0 ? rest : { ...rest, stream: makeFakeStream(all) }
  }
  const sent = () => outgoing.stream().getTracks()
  return { tracks, media, mixes, outgoing, own, share, sent }
}

describe('what goes to the other side', () => {
  it('is camera and microphone', () => {
    const { tracks, own, sent, outgoing } = arrange()
    expect(sent()).toEqual([])
    own(tracks.microphone, tracks.camera)
    expect(sent()).toEqual([tracks.microphone, tracks.camera])
    expect(outgoing.sending()).toEqual({ camera: true, microphone: true })
  })

  it('is the screen in the place of the camera while it is shared', () => {
    const { tracks, media, own, share, sent, outgoing } = arrange()
    own(tracks.microphone, tracks.camera)
    media.state = { ...media.state, cameraOn: false }
    expect(outgoing.sending()).toEqual({ camera: false, microphone: true })
    share(tracks.screen)
    expect(sent()).toEqual([tracks.microphone, tracks.screen])
    expect(outgoing.sending()).toEqual({ camera: true, microphone: true, screen: true })
    share()
    expect(sent()).toEqual([tracks.microphone, tracks.camera])
    expect(outgoing.sending()).toEqual({ camera: false, microphone: true })
  })

  it('tells a picture that is held back, and a camera that is not there, from one that is off', () => {
    const { tracks, media, own, share, outgoing } = arrange()
    own(tracks.microphone)
    expect(outgoing.sending(true)).toEqual({ camera: false, microphone: true, noCamera: true })
    share(tracks.screen)
    expect(outgoing.sending(true)).toEqual({ camera: true, microphone: true, screen: true, paused: true })
    share()
    own(tracks.microphone, tracks.camera)
    expect(outgoing.sending(true)).toEqual({ camera: true, microphone: true, paused: true })
    media.state = { ...media.state, cameraOn: false }
    expect(outgoing.sending(true)).toEqual({ camera: false, microphone: true })
  })

  it('is one sound of both, for as long as both are the same', () => {
    const { tracks, mixes, own, share, sent } = arrange()
    own(tracks.microphone, tracks.camera)
    share(tracks.screen, tracks.film)
    expect(sent()).toEqual([mixes[0]?.track, tracks.screen])
    expect(mixes[0]?.of).toEqual([tracks.microphone, tracks.film])
    sent()
    expect(mixes).toHaveLength(1)
    const other = new FakeTrack('audio', 'headset') as unknown as MediaStreamTrack
    own(other, tracks.camera)
    expect(sent()).toEqual([mixes[1]?.track, tracks.screen])
    expect(mixes.map(({ closed }) => closed)).toEqual([true, false])
    share()
    expect(sent()).toEqual([other, tracks.camera])
    expect(mixes.map(({ closed }) => closed)).toEqual([true, true])
  })

  it("is the screen's own sound where there is no microphone", () => {
    const { tracks, mixes, share, sent, outgoing } = arrange()
    share(tracks.screen, tracks.film)
    expect(sent()).toEqual([tracks.film, tracks.screen])
    expect(mixes).toEqual([])
    expect(outgoing.sending()).toEqual({ camera: true, microphone: false, screen: true })
  })

  it('leaves no mix behind', () => {
    const { tracks, mixes, own, share, sent, outgoing } = arrange()
    own(tracks.microphone)
    share(tracks.screen, tracks.film)
    sent()
    outgoing.close()
    expect(mixes.map(({ closed }) => closed)).toEqual([true])
  })
})
