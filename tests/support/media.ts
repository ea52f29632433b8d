import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a fake camera shows and a fake microphone hears: one colour and one tone. */
export interface Signature {
  name: 'red' | 'blue'
  /** Hz */
  tone: number
}

export const red: Signature = { name: 'red', tone: 950 }
export const blue: Signature = { name: 'blue', tone: 610 }

/** BT.601 in studio range. */
const yuv: Record<Signature['name'], [number, number, number]> = { red: [81, 90, 240], blue: [41, 240, 110] }

export interface CaptureFiles {
  video: string
  audio: string
  remove(): Promise<void>
}

export interface CaptureOptions {
  /** The picture flickers around its middle, so that sending it well takes a megabit a second; a still one takes nothing. */
  restless?: boolean
}

/** Writes the files that Chromium's fake devices play for ever. */
export async function captureFiles(
  signature: Signature,
  { restless = false }: CaptureOptions = {},
): Promise<CaptureFiles> {
  const directory = await mkdtemp(join(tmpdir(), 'praktik-media-'))
  const files = { video: join(directory, `${signature.name}.y4m`), audio: join(directory, `${signature.tone}.wav`) }
  await writeFile(files.video, film(320, 240, yuv[signature.name], restless ? flicker : () => 0))
  await writeFile(files.audio, tone(signature.tone))
  return { ...files, remove: () => rm(directory, { recursive: true, force: true }) }
}

/** Noise around a calm middle. */
function flicker(x: number, y: number): number {
  return Math.abs(x - 0.5) < 0.25 && Math.abs(y - 0.5) < 0.25 ? 0 : Math.floor(Math.random() * 120)
}

/** YUV4MPEG2 (planar 4:2:0) with a handful of frames of one colour; `brighter` is added to each place, 0 to 1 across. */
function film(
  width: number,
  height: number,
  [y, u, v]: [number, number, number],
  brighter: (x: number, y: number) => number,
): Buffer {
  const quarter = (width / 2) * (height / 2)
  const luma = () =>
    Buffer.from(
      Array.from(
        { length: width * height },
        (_, at) => y + brighter((at % width) / width, Math.floor(at / width) / height),
      ),
    )
  const frame = () => [Buffer.from('FRAME\n'), luma(), Buffer.alloc(quarter, u), Buffer.alloc(quarter, v)]
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F20:1 Ip A1:1 C420jpeg\n`)
  return Buffer.concat([header, ...Array.from({ length: 5 }, frame).flat()])
}

/**
 * Two seconds of RIFF/WAVE, 48 kHz mono, 16 bit. The tone swells twice a second: a steady one is taken for
 * noise by the browser's noise suppression and taken away.
 */
function tone(frequency: number): Buffer {
  const rate = 48_000
  const samples = Buffer.alloc(2 * 2 * rate)
  for (let index = 0; index < 2 * rate; ++index) {
    const swell = 0.55 - 0.45 * Math.cos((2 * Math.PI * 2 * index) / rate)
    samples.writeInt16LE(
      Math.round(0.6 * swell * 32_767 * Math.sin((2 * Math.PI * frequency * index) / rate)),
      2 * index,
    )
  }
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(2 * rate, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.length, 40)
  return Buffer.concat([header, samples])
}
