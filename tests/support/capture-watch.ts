import { expect, type Page } from '@playwright/test'

declare global {
  interface Window {
    /** How many camera and microphone tracks the page holds that have not ended. */
    liveCaptures?: () => number
  }
}

/** Runs in the page before its own scripts: remembers every track that getUserMedia ever gave. */
export function watchCaptures(): void {
  const { mediaDevices } = navigator
  // Absent where the address is not secure, as on a blank page.
  if (mediaDevices === undefined) return
  const tracks: MediaStreamTrack[] = []
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints)
    tracks.push(...stream.getTracks())
    return stream
  }
  window.liveCaptures = () => tracks.filter((track) => track.readyState === 'live').length
}

/** Camera and microphone are in nobody's hand on this page. */
export async function expectNoCapture(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => window.liveCaptures?.() ?? -1), 'camera and microphone are let go')
    .toBe(0)
}

/** When the page let go of camera and microphone, by this machine's clock. */
export function whenCaptureEnds(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (window.liveCaptures?.() === 0) resolve(Date.now())
          else setTimeout(look, 10)
        }
        look()
      }),
  )
}
