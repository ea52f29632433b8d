import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parsePush } from './payload'

const golden = join(import.meta.dirname, '..', '..', '..', 'protocol', 'push-messages.json')
const messages = JSON.parse(readFileSync(golden, 'utf8')) as { name: string; message: Record<string, unknown> }[]

describe('the push messages of the protocol', () => {
  it.each(messages)('$name is understood', ({ message }) => {
    expect(message).toMatchObject(parsePush(JSON.stringify(message)) ?? { nothing: 'was read' })
  })

  it('are of every kind', () => {
    expect(new Set(messages.map(({ message }) => message.kind))).toEqual(
      new Set(['ring', 'ring_over', 'test', 'place', 'notice']),
    )
  })
})
