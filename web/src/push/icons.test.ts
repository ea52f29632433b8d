import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { manifest } from '../../manifest'

const house = join(import.meta.dirname, '..', '..', '..')
const kept = join(house, 'web', 'public')
const made = mkdtempSync(join(tmpdir(), 'icons-'))
execFileSync(process.execPath, [join(house, 'tools', 'make-icons'), made])
afterAll(() => rmSync(made, { recursive: true }))

/** Width, height and the lines of pixels; two zlibs may pack the same lines differently. */
function png(folder: string, name: string): { width: number; height: number; pixels: Buffer } {
  const file = readFileSync(join(folder, name))
  const length = file.readUInt32BE(33)
  expect(file.toString('latin1', 37, 41), 'one chunk of pixels after the header').toBe('IDAT')
  return {
    width: file.readUInt32BE(16),
    height: file.readUInt32BE(20),
    pixels: inflateSync(file.subarray(41, 41 + length)),
  }
}

describe('the icons that tools/make-icons makes', () => {
  const icons = manifest.icons?.map(({ src, sizes }) => [src, Number(sizes?.split('x')[0])] as const) ?? []

  it.each([...icons, ['/icons/badge-96.png', 96] as const, ['/apple-touch-icon.png', 180] as const])(
    '%s is kept as it is made, and as large as it says',
    (name, size) => {
      const icon = png(made, name)
      expect(icon).toMatchObject({ width: size, height: size })
      expect(png(kept, name).pixels.equals(icon.pixels)).toBe(true)
    },
  )

  it('leave no corner empty where the system cuts the shape', () => {
    const { pixels } = png(made, 'icons/maskable-192.png')
    // After the filter byte of the first line: red, green, blue, opacity.
    expect([...pixels.subarray(1, 5)]).toEqual([11, 107, 94, 255])
  })
})

it.each(manifest.screenshots?.map(({ src, sizes }) => [src, sizes] as const) ?? [])(
  'the screenshot %s measures %s, as the manifest says',
  (name, sizes) => {
    const file = readFileSync(join(kept, name))
    expect(`${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`).toBe(sizes)
  },
)
