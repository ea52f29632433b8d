import type { Page } from '@playwright/test'
import { seconds, within } from './clock.ts'
import { blue, red, type Signature } from './media.ts'

/**
 * Somebody in front of a call's page who notes when the other side was seen and heard, frame by frame. Instants are
 * milliseconds since 1970 by this machine's clock, which the pages share.
 */

interface Sighting {
  at: number
  /** Whose picture or tone: the signature's name. */
  of: string
  /** Which of the streams that the page has shown so far, from 1. */
  stream: number
}

declare global {
  interface Window {
    testimony?: { seen: Sighting[]; heard: Sighting[]; streams: number }
  }
}

/** Runs in the page before its own scripts. Looks at the middle pixel of each new frame, and listens 20 times a second. */
export function testify(tones: Record<string, number>): void {
  const testimony = { seen: [] as Sighting[], heard: [] as Sighting[], streams: 0 }
  window.testimony = testimony
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  let shown: MediaProvider | null = null
  let watched: HTMLVideoElement | null = null
  let ear: { context: AudioContext; analyser: AnalyserNode } | undefined

  const look = (video: HTMLVideoElement) => {
    if (video !== watched) return
    video.requestVideoFrameCallback(() => look(video))
    if (pixel === null || video.videoWidth === 0) return
    pixel.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = pixel.getImageData(0, 0, 1, 1).data
    const of = r > 150 && g < 90 && b < 90 ? 'red' : b > 150 && r < 90 && g < 90 ? 'blue' : undefined
    if (of !== undefined) testimony.seen.push({ at: Date.now(), of, stream: testimony.streams })
  }

  const listenTo = (stream: MediaStream) => {
    const tracks = stream.getAudioTracks()
    if (tracks.length === 0) return
    const context = ear?.context ?? new AudioContext()
    ear?.analyser.disconnect()
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream(tracks) }).connect(analyser)
    ear = { context, analyser }
  }

  const hear = () => {
    if (ear === undefined) return
    const { context, analyser } = ear
    if (context.state === 'suspended') void context.resume()
    const samples = new Float32Array(analyser.fftSize)
    analyser.getFloatTimeDomainData(samples)
    if (Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length) < 0.01) return
    const bins = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(bins)
    const loudest = (bins.indexOf(Math.max(...bins)) * context.sampleRate) / analyser.fftSize
    const of = Object.keys(tones).find((name) => Math.abs((tones[name] ?? 0) - loudest) < 25)
    if (of !== undefined) testimony.heard.push({ at: Date.now(), of, stream: testimony.streams })
  }

  setInterval(() => {
    const video = document.querySelector<HTMLVideoElement>('video[aria-label^="Picture of "]')
    if (video !== watched) {
      watched = video
      if (video !== null) look(video)
    }
    const stream = video?.srcObject ?? null
    if (stream instanceof MediaStream && stream !== shown && stream.getAudioTracks().length > 0) {
      shown = stream
      testimony.streams++
      listenTo(stream)
    }
    hear()
  }, 50)
}

export const tones: Record<string, number> = { [red.name]: red.tone, [blue.name]: blue.tone }

/** What is asked for: not before `since`, and on a stream that came after the `after`th. */
export interface Wanted {
  since: number
  after?: number
}

/** The witness in front of one page; `other` is what the other side shows and sounds. */
export class Witness {
  readonly #page: Page
  readonly #other: Signature

  constructor(page: Page, other: Signature) {
    this.#page = page
    this.#other = other
  }

  /** How many streams of the other side the page has shown since it was loaded. */
  streams(): Promise<number> {
    return this.#page.evaluate(() => window.testimony?.streams ?? 0)
  }

  /** When the other side was both seen and heard again. */
  async flows({ since, after = 0 }: Wanted, timeoutMs = seconds(30)): Promise<number> {
    const found = this.#page.waitForFunction(
      ([name, from, stream]) => {
        const first = (sightings: Sighting[] = []) =>
          sightings.find((sighting) => sighting.of === name && sighting.at >= from && sighting.stream > stream)?.at
        const [seen, heard] = [first(window.testimony?.seen), first(window.testimony?.heard)]
        return seen !== undefined && heard !== undefined && Math.max(seen, heard)
      },
      [this.#other.name, since, after] as const,
      { polling: 50, timeout: 0 },
    )
    const handle = await within(timeoutMs, `the ${this.#other.name} side is seen and heard`, found)
    return Number(await handle.jsonValue())
  }

  /** The longest times without a frame, and without the tone, between two instants, in milliseconds. */
  gaps(from: number, to: number): Promise<{ picture: number; sound: number }> {
    return this.#page.evaluate(
      ([name, begin, end]) => {
        const longest = (sightings: Sighting[] = []) => {
          const times = sightings.filter(({ of, at }) => of === name && at > begin && at < end).map(({ at }) => at)
          const edges = [begin, ...times, end]
          return Math.max(...edges.slice(1).map((time, index) => time - (edges[index] ?? begin)))
        }
        return { picture: longest(window.testimony?.seen), sound: longest(window.testimony?.heard) }
      },
      [this.#other.name, from, to] as const,
    )
  }
}
