import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyMergePatch, type Json } from './merge-patch'

// RFC 7396, appendix A.
const examples: [target: Json, patch: Json, result: Json][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
]

test.each(examples)('RFC 7396: %j patched with %j is %j', (target, patch, result) => {
  expect(applyMergePatch(target, patch)).toEqual(result)
})

test('the target is not changed and untouched branches are shared', () => {
  const target = { kept: { deep: 1 }, changed: { deep: 1 } }
  const result = applyMergePatch(target, { changed: { deep: 2 } }) as typeof target
  expect(target.changed.deep).toBe(1)
  expect(result.kept).toBe(target.kept)
})

test('a key named __proto__ stays data', () => {
  const result = applyMergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}'))
  expect(Object.keys(result as object)).toEqual(['__proto__'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

const golden = resolve(import.meta.dirname, '../../../protocol/merge-patch.json')
interface GoldenCase {
  name: string
  from: Json
  to: Json
  patch: Json
}
describe.runIf(existsSync(golden))('the golden messages', () => {
  const cases = existsSync(golden) ? (JSON.parse(readFileSync(golden, 'utf8')) as GoldenCase[]) : []
  test.each(cases)('$name', ({ from, to, patch }) => {
    expect(applyMergePatch(from, patch)).toEqual(to)
  })
})
