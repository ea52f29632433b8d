import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const shipped = join(import.meta.dirname, '..', '..', 'public', 'sounds')
const script = join(import.meta.dirname, '..', '..', '..', 'tools', 'make-ringtone')

interface Sound {
  rate: number
  samples: Float64Array
}

/** Reads the one kind of file the script writes; refuses every other. */
function readWav(path: string): Sound {
  const file = readFileSync(path)
  expect(file.toString('latin1', 0, 4)).toBe('RIFF')
  expect([file.readUInt16LE(20), file.readUInt16LE(22), file.readUInt16LE(34)]).toEqual([1, 1, 16])
  const samples = new Float64Array(file.readUInt32LE(40) / 2)
  for (let i = 0; i < samples.length; i++) samples[i] = file.readInt16LE(44 + i * 2) / 32768
  return { rate: file.readUInt32LE(24), samples }
}

const rms = (part: Float64Array) => Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length)
const peak = (part: Float64Array) => part.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** Energy per frequency band of 4096 samples by a plain Fourier sum: slow and obvious. */
function energyBetween({ rate, samples }: Sound, low: number, high: number): number {
  const size = 2048
  let energy = 0
  for (let bin = Math.ceil((low * size) / rate); bin <= Math.floor((high * size) / rate); bin++) {
    let [real, imaginary] = [0, 0]
    for (let i = 0; i < size; i++) {
      const angle = (2 * Math.PI * bin * i) / size
      real += (samples[i] ?? 0) * Math.cos(angle)
      imaginary -= (samples[i] ?? 0) * Math.sin(angle)
    }
    energy += real * real + imaginary * imaginary
  }
  return energy
}

describe('the sounds that tools/make-ringtone makes', () => {
  let fresh = ''
  beforeAll(() => {
    fresh = mkdtempSync(join(tmpdir(), 'praktik-sounds-'))
    execFileSync(process.execPath, [script, fresh])
  })
  afterAll(() => rmSync(fresh, { recursive: true, force: true }))

  it('are the shipped ones, byte for byte', () => {
    const names = readdirSync(fresh).sort()
    expect(names).toEqual(['chime.wav', 'ended.wav', 'ringback.wav', 'ringtone.wav'])
    expect(readdirSync(shipped).sort()).toEqual(names)
    for (const name of names) {
      expect(readFileSync(join(fresh, name)).equals(readFileSync(join(shipped, name))), name).toBe(true)
    }
  })

  it('ring for three seconds, near full scale, without a pause a sleeper could miss', () => {
    const { rate, samples } = readWav(join(fresh, 'ringtone.wav'))
    expect(samples.length / rate).toBeCloseTo(3, 3)
    expect(peak(samples)).toBeGreaterThan(0.95)
    expect(peak(samples)).toBeLessThan(1)
    const window = rate / 10
    for (let at = 0; at + window <= samples.length; at += window) {
      expect(rms(samples.subarray(at, at + window)), `${at / rate} s`).toBeGreaterThan(0.2)
    }
  })

  it('ring where a phone speaker is loud', () => {
    const ring = readWav(join(fresh, 'ringtone.wav'))
    const share = energyBetween(ring, 700, 3000) / energyBetween(ring, 20, ring.rate / 2)
    expect(share).toBeGreaterThan(0.75)
  })

  it('ring in a loop without a seam', () => {
    const { samples } = readWav(join(fresh, 'ringtone.wav'))
    const step = (i: number) => Math.abs((samples[(i + 1) % samples.length] ?? 0) - (samples[i] ?? 0))
    const usual = samples.reduce((sum, _, i) => sum + step(i), 0) / samples.length
    expect(step(samples.length - 1)).toBeLessThan(2 * usual)
  })

  it.each(['ringback', 'chime', 'ended'])('%s begins and ends in silence and is softer than the ring', (name) => {
    const { samples } = readWav(join(fresh, `${name}.wav`))
    expect(samples[0]).toBe(0)
    expect(samples.at(-1)).toBe(0)
    expect(peak(samples)).toBeLessThan(0.6)
    expect(peak(samples)).toBeGreaterThan(0.1)
  })

  it('stay small enough to be there before they are needed', () => {
    const bytes = readdirSync(fresh).reduce((sum, name) => sum + readFileSync(join(fresh, name)).length, 0)
    expect(bytes).toBeLessThan(300_000)
  })
})
