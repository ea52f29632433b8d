/** The patient's way to being READY: one step for each thing a browser asks about, in this order. Pure. */

export const trials = ['camera', 'ringtone', 'notifications'] as const
export const steps = [...trials, 'ready'] as const

/** A step that tries something. */
export type Trial = (typeof trials)[number]
export type Step = (typeof steps)[number]
/** `proved`: it was tried and works. `partly`: the microphone works, the camera does not. `skipped`: left out, or it failed. */
export type StepResult = 'proved' | 'partly' | 'skipped'

export interface Flow {
  readonly step: Step
  readonly results: Readonly<Partial<Record<Trial, StepResult>>>
}

export const firstStep: Flow = { step: 'camera', results: {} }

/** Leaves the present step with its result for the next one; the last one stays. */
export function advance(flow: Flow, result: StepResult): Flow {
  const next = steps[steps.indexOf(flow.step) + 1]
  return next === undefined ? flow : { step: next, results: { ...flow.results, [flow.step]: result } }
}

/** One step back, with its result forgotten. */
export function goBack(flow: Flow): Flow {
  const before = trials[steps.indexOf(flow.step) - 1]
  if (before === undefined) return flow
  const { [before]: _, ...results } = flow.results
  return { step: before, results }
}

/** Counts from 1. */
export function position(flow: Flow): number {
  return steps.indexOf(flow.step) + 1
}
