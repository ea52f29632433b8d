import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import english from './en/audit.json'

const contract = readFileSync(resolve(import.meta.dirname, '../../../docs/PROTOCOL.md'), 'utf8')

/** The actions that the contract lists under "The audit". */
function listedActions(): string[] {
  const table = contract.split('| `action` |')[1]?.split('\n\n')[0] ?? ''
  const cells = table.split('\n').map((row) => row.split('|')[1] ?? '')
  return cells.flatMap((cell) => [...cell.matchAll(/`([\w.]+)`/g)].map((match) => match[1] ?? ''))
}

test('every action of the record has a sentence', () => {
  const actions = listedActions()
  expect(actions.length).toBeGreaterThan(30)
  const keys = Object.keys(english.acts)
  // An action may have words only for what it leads to: entry.readiness is either READY or NOT_READY.
  const isKnown = (action: string) => keys.some((key) => key.startsWith(action.replaceAll('.', '_')))
  expect(actions.filter((action) => !isKnown(action))).toEqual([])
})
