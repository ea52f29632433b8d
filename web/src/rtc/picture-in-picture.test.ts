import { describe, expect, it } from 'vitest'
import { PictureInPicture, type PictureInPictureDeps } from './picture-in-picture'

class FakeWindow extends EventTarget {
  closed = false
  dressed = false
  close(): void {
    this.closed = true
    this.dispatchEvent(new Event('pagehide'))
  }
}

class FakeVideo extends EventTarget {
  floats = false
  refuses = false
  async requestPictureInPicture(): Promise<PictureInPictureWindow> {
    if (this.refuses) throw new DOMException('', 'NotAllowedError')
    this.floats = true
    return {} as PictureInPictureWindow
  }
}

function arrange({ windows = true, floatsVideo = true, refuses = false } = {}) {
  const opened: FakeWindow[] = []
  const video = new FakeVideo()
  const deps: PictureInPictureDeps = {
    windows: windows
      ? {
          requestWindow: async () => {
            if (refuses) throw new DOMException('', 'NotAllowedError')
            opened.push(new FakeWindow())
            return opened.at(-1) as unknown as Window
          },
        }
      : undefined,
    floatsVideo,
    exitFloat: async () => {
      video.floats = false
      video.dispatchEvent(new Event('leavepictureinpicture'))
    },
    dress: (window) => {
      ;(window as unknown as FakeWindow).dressed = true
    },
  }
  return { picture: new PictureInPicture(deps), opened, video }
}

describe('the call in a small window', () => {
  it('is a window of its own where there are such', async () => {
    const { picture, opened, video } = arrange()
    await picture.open(video)
    expect(picture.state).toEqual({ isOpen: true, window: opened[0] })
    expect([opened[0]?.dressed, video.floats]).toEqual([true, false])
    picture.close()
    expect(picture.state).toEqual({ isOpen: false })
    expect(opened[0]?.closed).toBe(true)
  })

  it('comes back when its person closes it, and opens again', async () => {
    const { picture, opened, video } = arrange()
    await picture.open(video)
    opened[0]?.close()
    expect(picture.state).toEqual({ isOpen: false })
    await picture.open(video)
    expect(picture.state.window).toBe(opened[1])
  })

  it('is the video alone where there are no such windows', async () => {
    const { picture, video } = arrange({ windows: false })
    await picture.open(video)
    expect([picture.state, video.floats]).toEqual([{ isOpen: true }, true])
    video.dispatchEvent(new Event('leavepictureinpicture'))
    expect(picture.state).toEqual({ isOpen: false })
    await picture.open(video)
    picture.close()
    expect([picture.state, video.floats]).toEqual([{ isOpen: false }, false])
  })

  it('stays away when the browser refuses, and while there is no video', async () => {
    const window = arrange({ refuses: true })
    await window.picture.open(window.video)
    const bare = arrange({ windows: false })
    bare.video.refuses = true
    await bare.picture.open(bare.video)
    const none = arrange({ windows: false })
    await none.picture.open(undefined)
    expect([window, bare, none].map(({ picture }) => picture.state)).toEqual([
      { isOpen: false },
      { isOpen: false },
      { isOpen: false },
    ])
  })

  it('is closed although it opens only after the end', async () => {
    const { picture, opened, video } = arrange()
    const opening = picture.open(video)
    picture.close()
    await opening
    expect(picture.state).toEqual({ isOpen: false })
    expect(opened[0]?.closed).toBe(true)
  })

  it('is not possible everywhere', async () => {
    const { picture, video } = arrange({ windows: false, floatsVideo: false })
    await picture.open(video)
    expect([picture.isPossible, picture.state.isOpen]).toEqual([false, false])
  })
})
