import { describe, expect, it } from 'vitest'
import { makeRightToRing } from './right-to-ring'

type Request = LockManager['request']

/** Runs the work and tells whether it ran and how that ended. */
async function outcome(request: Request | undefined, signal = new AbortController().signal) {
  let ran = 0
  const hold = makeRightToRing(request && { request })
  const end = await hold(signal, async () => void ran++).then(
    () => 'done',
    () => 'rejected',
  )
  return { ran, end }
}

const grants = ((_name: string, _options: LockOptions, work: () => Promise<void>) => work()) as unknown as Request
const refuses = (async () => {
  throw new DOMException('not here', 'SecurityError')
}) as unknown as Request

describe('the right to ring', () => {
  it('is had in turn', async () => {
    expect(await outcome(grants)).toEqual({ ran: 1, end: 'done' })
  })

  it('is everybody’s where there are no locks, or none are given', async () => {
    expect(await outcome(undefined)).toEqual({ ran: 1, end: 'done' })
    expect(await outcome(refuses)).toEqual({ ran: 1, end: 'done' })
  })

  it('is not had any more when the ring is over', async () => {
    const aborter = new AbortController()
    aborter.abort()
    expect(await outcome(refuses, aborter.signal)).toEqual({ ran: 0, end: 'rejected' })
  })

  it('is not taken twice when the work fails', async () => {
    let ran = 0
    const fails = async () => {
      ran++
      throw new Error('broken')
    }
    await expect(makeRightToRing({ request: grants })(new AbortController().signal, fails)).rejects.toThrow('broken')
    expect(ran).toBe(1)
  })
})
