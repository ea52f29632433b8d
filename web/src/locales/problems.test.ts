import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import english from './en/errors.json'

interface GoldenBody {
  code?: string
  errors?: { code: string }[]
}

const golden = resolve(import.meta.dirname, '../../../protocol/http-bodies.json')
const bodies = JSON.parse(readFileSync(golden, 'utf8')) as GoldenBody[]

test('every refusal of a field has words in the app', () => {
  const codes = new Set(bodies.flatMap((body) => body.errors?.map((error) => error.code) ?? []))
  expect(codes.size).toBeGreaterThan(5)
  expect([...codes].filter((code) => !(code in english.field))).toEqual([])
})
