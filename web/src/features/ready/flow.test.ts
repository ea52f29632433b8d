import { describe, expect, it } from 'vitest'
import { advance, type Flow, firstStep, goBack, position, steps, trials } from './flow'

describe('getting ready', () => {
  it('goes through every step and ends at "I am ready"', () => {
    let flow: Flow = firstStep
    const seen = [flow.step]
    while (flow.step !== 'ready') {
      flow = advance(flow, 'proved')
      seen.push(flow.step)
    }
    expect(seen).toEqual(steps)
    expect(flow.results).toEqual({ camera: 'proved', ringtone: 'proved', notifications: 'proved' })
    expect(position(flow)).toBe(steps.length)
  })

  it('remembers what was skipped', () => {
    expect(advance(advance(firstStep, 'skipped'), 'proved').results).toEqual({ camera: 'skipped', ringtone: 'proved' })
    expect(advance(firstStep, 'partly').results).toEqual({ camera: 'partly' })
  })

  it('forgets the result of a step it goes back to', () => {
    const later = advance(advance(firstStep, 'skipped'), 'proved')
    expect(goBack(later)).toEqual({ step: 'ringtone', results: { camera: 'skipped' } })
  })

  it('has nothing before its first and after its last step', () => {
    expect(goBack(firstStep)).toBe(firstStep)
    const end = trials.reduce((flow) => advance(flow, 'proved'), firstStep)
    expect(end.step).toBe('ready')
    expect(advance(end, 'proved')).toBe(end)
  })
})
