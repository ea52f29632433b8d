/** Measures how loud a stream is now. Owns its nodes in the given AudioContext; close() lets go of them. */
export class LevelMeter {
  readonly #source: MediaStreamAudioSourceNode
  readonly #analyser: AnalyserNode
  readonly #samples: Float32Array<ArrayBuffer>

  /** @param stream must have an audio track. */
  constructor(context: AudioContext, stream: MediaStream) {
    this.#source = context.createMediaStreamSource(stream)
    this.#analyser = context.createAnalyser()
    this.#analyser.fftSize = 1024
    this.#samples = new Float32Array(this.#analyser.fftSize)
    this.#source.connect(this.#analyser)
  }

  /** Root mean square, 0 (silence) to 1. */
  level(): number {
    return levelOf(this.#analyser, this.#samples)
  }

  close(): void {
    this.#source.disconnect()
  }
}

/** Root mean square of what passes the analyser now; `samples` is its buffer, `analyser.fftSize` long. */
export function levelOf(analyser: AnalyserNode, samples: Float32Array<ArrayBuffer>): number {
  analyser.getFloatTimeDomainData(samples)
  let sum = 0
  for (const value of samples) sum += value * value
  return Math.sqrt(sum / samples.length)
}

/** Loudness for the eye, 0 to 1: the ear hears by ratios, so -60 dB is nothing and -10 dB is full. */
export function meterOf(level: number): number {
  if (level <= 0) return 0
  const decibels = 20 * Math.log10(level)
  return Math.max(0, Math.min(1, (decibels + 60) / 50))
}
