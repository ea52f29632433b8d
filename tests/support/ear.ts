import { expect, type Page } from '@playwright/test'

declare global {
  interface Window {
    /** Loudness now (RMS, 0 to 1) of all that goes to the page's speakers through Web Audio. */
    speakersRms?: () => number
  }
}

/** Runs in the page before its own scripts: puts an analyser beside everything that is connected to a destination. */
export function listenToTheSpeakers(): void {
  const analysers: AnalyserNode[] = []
  const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => unknown
  function connectAndListen(this: AudioNode, ...args: unknown[]): unknown {
    if (args[0] instanceof AudioDestinationNode) {
      const analyser = new AnalyserNode(this.context, { fftSize: 2048 })
      connect.call(this, analyser)
      analysers.push(analyser)
    }
    return connect.apply(this, args)
  }
  AudioNode.prototype.connect = connectAndListen as typeof AudioNode.prototype.connect
  window.speakersRms = () => {
    const samples = new Float32Array(2048)
    const loudness = analysers.map((analyser) => {
      if (analyser.context.state !== 'running') return 0
      analyser.getFloatTimeDomainData(samples)
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
    })
    return Math.max(0, ...loudness)
  }
}

/** The loudest moment of the page's speakers over that time, frame by frame. */
export function loudest(page: Page, milliseconds: number): Promise<number> {
  return page.evaluate(
    (length) =>
      new Promise<number>((resolve) => {
        const endsAt = performance.now() + length
        let most = 0
        const look = () => {
          most = Math.max(most, window.speakersRms?.() ?? 0)
          if (performance.now() < endsAt) setTimeout(look, 20)
          else resolve(most)
        }
        look()
      }),
    milliseconds,
  )
}

/** Sound really leaves the page, and goes on: every second of the next `seconds` has a loud moment. */
export async function expectSound(page: Page, seconds: number): Promise<void> {
  await expect.poll(() => loudest(page, 200), { message: 'the speakers sound' }).toBeGreaterThan(0.05)
  for (let second = 0; second < seconds; ++second) {
    expect(await loudest(page, 1000), `second ${second + 1} of the ringtone`).toBeGreaterThan(0.05)
  }
}

/** Of those pages, the ones that sound now. */
export async function sounding(pages: readonly Page[]): Promise<Page[]> {
  const heard = await Promise.all(pages.map((page) => loudest(page, 200)))
  return pages.filter((_, index) => (heard[index] ?? 0) > 0.05)
}

/** When the page fell silent, by this machine's clock; call it while the page sounds or before. */
export function whenSilent(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        // A moment of the ringtone between two notes is no silence yet.
        const enough = 150
        let since: number | undefined
        const look = () => {
          if ((window.speakersRms?.() ?? 0) > 0.001) since = undefined
          else since ??= Date.now()
          if (since !== undefined && Date.now() - since > enough) resolve(since)
          else setTimeout(look, 10)
        }
        look()
      }),
  )
}

export async function expectSilence(page: Page): Promise<void> {
  await expect.poll(() => loudest(page, 400), { message: 'the speakers are silent' }).toBeLessThan(0.001)
}
