import { describe, expect, test } from 'vitest'
import type { Call } from '../../domain/types'
import type { ConnectionState } from '../../live/client'
import type { Problem, Result } from '../../live/http'
import { tellEnd } from './tell-end'

const call = { id: 'call', status: 'ENDED' } as Call
const heard: Result<{ call: Call }> = { ok: true, status: 200, data: { call } }
const failed = (problem: Partial<Problem>): Result<never> => ({
  ok: false,
  problem: { code: 'network', title: '', ...problem },
})

/** A page that pressed End while it is connected or not; `post` is answered by hand. */
function begin(status: ConnectionState['status'] = 'open') {
  const answers: ((result: Result<{ call: Call }>) => void)[] = []
  const listeners = new Set<(state: ConnectionState) => void>()
  const told: string[] = []
  const giveUp = tellEnd({
    post: () => new Promise((resolve) => answers.push(resolve)),
    live: {
      onConnection: (listener) => {
        listeners.add(listener)
        listener({ status } as ConnectionState)
        return () => listeners.delete(listener)
      },
    },
    onOver: (ended) => told.push(ended === undefined ? 'over before' : `over: ${ended.id}`),
    onFailure: ({ code }) => told.push(code),
  })
  return {
    told,
    giveUp,
    asked: () => answers.length,
    answer: async (index: number, result: Result<{ call: Call }>) => {
      answers[index]?.(result)
      await Promise.resolve()
    },
    turns: (...states: ConnectionState['status'][]) => {
      for (const state of states) for (const listener of [...listeners]) listener({ status: state } as ConnectionState)
    },
  }
}

describe('the end of a call', () => {
  test('is told once where the server hears it', async () => {
    const page = begin()
    await page.answer(0, heard)
    page.turns('offline', 'connecting', 'open')
    expect(page.asked()).toBe(1)
    expect(page.told).toEqual(['over: call'])
  })

  test.each(['not_active', 'call_over'])('is no failure when the other side was faster (%s)', async (code) => {
    const page = begin()
    await page.answer(0, failed({ code, status: 409 }))
    expect(page.told).toEqual(['over before'])
  })

  test('is told again when the page is connected anew, and each time until it is heard', async () => {
    const page = begin('offline')
    await page.answer(0, failed({}))
    expect(page.told).toEqual(['network'])
    page.turns('connecting', 'open')
    expect(page.asked()).toBe(2)
    await page.answer(1, failed({ code: 'bad_answer', status: 502 }))
    page.turns('open')
    expect(page.asked()).toBe(2)
    page.turns('offline', 'open')
    await page.answer(2, heard)
    page.turns('offline', 'open')
    expect(page.asked()).toBe(3)
    expect(page.told).toEqual(['network', 'bad_answer', 'over: call'])
  })

  test('is told again where the network has swallowed the question, whose late answer counts no more', async () => {
    const page = begin()
    page.turns('offline', 'open')
    expect(page.asked()).toBe(2)
    await page.answer(1, heard)
    await page.answer(0, failed({}))
    expect(page.told).toEqual(['over: call'])
  })

  test('is not told again after a refusal', async () => {
    const page = begin()
    await page.answer(0, failed({ code: 'origin', status: 403 }))
    page.turns('offline', 'open')
    expect(page.asked()).toBe(1)
    expect(page.told).toEqual(['origin'])
  })

  test('is not told any more once given up', async () => {
    const page = begin()
    page.giveUp()
    page.turns('offline', 'open')
    await page.answer(0, heard)
    expect(page.asked()).toBe(1)
    expect(page.told).toEqual([])
  })
})
