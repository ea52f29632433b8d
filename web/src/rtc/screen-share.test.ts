import { describe, expect, it } from 'vitest'
import { ScreenShare } from './screen-share'
import { FakeTrack, makeFakeStream } from './testing/media'

const asTracks = (tracks: FakeTrack[]) => tracks as unknown as MediaStreamTrack[]
const picker = () => {
  let answer: { resolve(stream: MediaStream): void; reject(error: Error): void } | undefined
  let asked = 0
  return {
    capture: () => {
      asked++
      return new Promise<MediaStream>((resolve, reject) => {
        answer = { resolve, reject }
      })
    },
    choose: (...tracks: FakeTrack[]) => answer?.resolve(makeFakeStream(asTracks(tracks))),
    refuse: (name: string) => answer?.reject(new DOMException('', name)),
    asked: () => asked,
  }
}

describe('sharing a screen', () => {
  it('gives its picture with sharp letters, and its sound', async () => {
    const { capture, choose } = picker()
    const screen = new ScreenShare({ capture })
    const started = screen.start()
    expect(screen.state).toMatchObject({ asking: true })
    const [picture, sound] = [new FakeTrack('video'), new FakeTrack('audio')]
    choose(picture, sound)
    await started
    expect(screen.state.asking).toBe(false)
    expect(screen.state.stream?.getTracks()).toEqual([picture, sound])
    expect(picture.contentHint).toBe('detail')
  })

  it('ends by stop(), and lets go of everything', async () => {
    const { capture, choose } = picker()
    const screen = new ScreenShare({ capture })
    const started = screen.start()
    const tracks = [new FakeTrack('video'), new FakeTrack('audio')]
    choose(...tracks)
    await started
    screen.stop()
    expect(screen.state).toEqual({ asking: false, failed: false })
    expect(tracks.every(({ stopped }) => stopped)).toBe(true)
  })

  it("ends by the browser's own bar, and lets go of the sound too", async () => {
    const { capture, choose } = picker()
    const screen = new ScreenShare({ capture })
    const started = screen.start()
    const [picture, sound] = [new FakeTrack('video'), new FakeTrack('audio')]
    choose(picture, sound)
    await started
    picture.onended?.()
    expect(screen.state.stream).toBeUndefined()
    expect(sound.stopped).toBe(true)
  })

  it.each([
    ['a no is no failure', 'NotAllowedError', false],
    ['a screen that cannot be read is one', 'NotReadableError', true],
  ])('%s', async (_, name, failed) => {
    const { capture, refuse } = picker()
    const screen = new ScreenShare({ capture })
    const started = screen.start()
    refuse(name)
    await started
    expect(screen.state).toEqual({ asking: false, failed })
  })

  it('shares nothing that was chosen after the end', async () => {
    const { capture, choose } = picker()
    const screen = new ScreenShare({ capture })
    const started = screen.start()
    screen.stop()
    const picture = new FakeTrack('video')
    choose(picture)
    await started
    expect(picture.stopped).toBe(true)
    expect(screen.state.stream).toBeUndefined()
  })

  it('asks once at a time', async () => {
    const { capture, choose, asked } = picker()
    const screen = new ScreenShare({ capture })
    const started = screen.start()
    void screen.start()
    choose(new FakeTrack('video'))
    await started
    void screen.start()
    expect(asked()).toBe(1)
  })

  it('is not possible everywhere', async () => {
    const screen = new ScreenShare({ capture: undefined })
    await screen.start()
    expect([screen.isPossible, screen.state]).toEqual([false, { asking: false, failed: false }])
  })
})
