import { expect } from '@playwright/test'
import { seconds, within } from './clock.ts'
import type { Signature } from './media.ts'

/** A video or audio element of a page; Playwright's locators and Puppeteer's handles are such. */
export interface Playing {
  evaluate<Result>(look: (element: Element) => Result | Promise<Result>): Promise<Result>
}

/** The middle pixel of a playing video: [red, green, blue], or undefined while there is no picture. */
function middlePixel(video: Playing): Promise<number[] | undefined> {
  return video.evaluate((element) => {
    const source = element as HTMLVideoElement
    if (source.videoWidth === 0) return undefined
    const canvas = new OffscreenCanvas(1, 1)
    const context = canvas.getContext('2d')
    context?.drawImage(source, source.videoWidth / 2, source.videoHeight / 2, 1, 1, 0, 0, 1, 1)
    return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3)
  })
}

const colourOf = (pixel: number[] | undefined): string => {
  const [r = 0, g = 0, b = 0] = pixel ?? []
  if (r > 150 && g < 90 && b < 90) return 'red'
  if (b > 150 && r < 90 && g < 90) return 'blue'
  if (g > 120 && r < 90 && b < 90) return 'green'
  return `rgb(${pixel?.join()})`
}

/** The picture is that of the other side's camera, and it moves on. */
export async function expectPicture(video: Playing, from: Signature): Promise<void> {
  await expectColour(video, from.name)
  await expectMovement(video)
}

/** The middle of the picture has that colour. */
export async function expectColour(video: Playing, colour: 'red' | 'green' | 'blue'): Promise<void> {
  await expect
    .poll(async () => colourOf(await middlePixel(video)), { message: `the picture is ${colour}`, timeout: 20_000 })
    .toBe(colour)
}

/** New frames arrive and are shown. */
export async function expectMovement(video: Playing): Promise<void> {
  const next = () =>
    video.evaluate(
      (element) =>
        new Promise<void>((resolve) => {
          const { requestVideoFrameCallback: nextFrame } = element as HTMLVideoElement
          nextFrame.call(element, () => nextFrame.call(element, () => resolve()))
        }),
    )
  await within(seconds(20), 'new frames arrive', next())
}

export async function expectNoPicture(video: Playing, from: Signature): Promise<void> {
  await expect
    .poll(async () => colourOf(await middlePixel(video)), { message: 'the camera is off at the other end' })
    .not.toBe(from.name)
}

interface Heard {
  /** Of the loudest moment, 0 to 1. */
  rms: number
  /** Hz, of the loudest tone at that moment. */
  frequency: number
}

/** Listens for a second to the sound track that this element plays; undefined while it has none. */
function listen(media: Playing): Promise<Heard | undefined> {
  return media.evaluate(async (element) => {
    const stream = (element as HTMLMediaElement).srcObject as MediaStream | null
    const tracks = stream?.getAudioTracks() ?? []
    if (tracks.length === 0) return undefined
    const context = new AudioContext()
    await context.resume()
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream(tracks) }).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const bins = new Float32Array(analyser.frequencyBinCount)
    const heard = { rms: 0, frequency: 0 }
    const endsAt = performance.now() + 1000
    await new Promise<void>((resolve) => {
      const look = () => {
        analyser.getFloatTimeDomainData(samples)
        const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
        if (rms > heard.rms) {
          analyser.getFloatFrequencyData(bins)
          heard.rms = rms
          heard.frequency = (bins.indexOf(Math.max(...bins)) * context.sampleRate) / analyser.fftSize
        }
        if (performance.now() < endsAt) setTimeout(look, 30)
        else resolve()
      }
      look()
    })
    await context.close()
    return heard
  })
}

/** The other side's tone is heard. */
export async function expectTone(media: Playing, from: Pick<Signature, 'tone'>): Promise<void> {
  await expect
    .poll(
      async () => {
        const heard = await listen(media)
        if (heard === undefined) return 'no sound track'
        const { rms, frequency } = heard
        return rms > 0.01 && Math.abs(frequency - from.tone) < 25 ? from.tone : `${frequency} Hz at ${rms}`
      },
      { message: `the tone of ${from.tone} Hz is heard`, timeout: 20_000 },
    )
    .toBe(from.tone)
}

/** Nothing at all is heard. */
export async function expectNoTone(media: Playing): Promise<void> {
  await expect
    .poll(async () => (await listen(media))?.rms, { message: 'the other end is muted', timeout: 10_000 })
    .toBeLessThan(0.0005)
}
